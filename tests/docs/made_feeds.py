"""Feeds of sample articles, a batch for each day, beside what is in them by plain JSON lines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.feeds.publisher import publish
from kazcrawl.record import FIELDS, Article
from kazcrawl.record.json_schema import json_schema
from kazcrawl.sample_site.articles import Newsroom
from tests.support import NOW

Pairs = list[tuple[str, int]]


@dataclass
class Feed:
    """A folder with ``feeds/``, and what is in them, as plain JSON lines tell it."""

    folder: Path
    newest: Pairs = field(default_factory=list)
    gone: Pairs = field(default_factory=list)
    every: Pairs = field(default_factory=list)

    def __post_init__(self) -> None:
        files = sorted(self.folder.glob("feeds/kazinform/dt=*/*.jsonl*"))
        records = [json.loads(line) for file in files for line in opened(file)]
        validator = jsonschema_rs.validator_for(json_schema())
        assert all(validator.is_valid(record) for record in records)
        last = {record["id"]: record for record in records}
        self.every = [pair(record) for record in records]
        self.newest = sorted(pair(one) for one in last.values() if one["status"] == "usable")
        self.gone = sorted(pair(one) for one in records if one["status"] == "gone")


def opened(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines()


def pair(record: dict[str, Any]) -> tuple[str, int]:
    return record["id"], record["revision"]


def publish_days(folder: Path, records: list[dict[str, Any]]) -> None:
    """Archives records and publishes a batch for each day on which they came."""
    url = f"sqlite:///{folder / 'archive.sqlite3'}"
    archive = Archive(url)
    for came, batch in groupby(records, lambda record: record["fetched_at"][:10]):
        moment = clock.parse(f"{came}T12:00:00Z")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", lambda moment=moment: moment)
            for record in batch:
                archive.add(Article(**{name: record[name] for name in FIELDS}))
            publish(url, folder / "feeds", "kazinform", "c1")
    archive.close()


def came(records: Iterator[dict[str, Any]], day: str | None = None) -> list[dict[str, Any]]:
    """Records as a crawl of their day brings them, or of a day that is given."""
    made = []
    for record in records:
        published = clock.parse(record["date_published"])
        late = published + timedelta(days=record["revision"] - 1)
        fetched = f"{day}T12:00:00Z" if day else clock.text(late)
        made.append(record | {"fetched_at": fetched, "crawl_id": "c1", "revision": None})
    return sorted(made, key=lambda record: record["fetched_at"])


def room(articles: int, days: float = 6.0, edited: bool = False) -> Newsroom:
    return Newsroom(articles, 1, datetime.fromisoformat(NOW), days, edited)
