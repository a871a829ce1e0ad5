"""An archive of years: old articles, batches, runs and walks beneath those that a crawl made.

An agency's 180 articles a day, a run every half hour whose news are a batch, runs thinned as the
program thins them: an archive of any size has the proportions of life, and the same last weeks.
"""

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from kazcrawl import clock
from kazcrawl.archive import Archive, schema
from kazcrawl.archive.batch_tally import note_batches
from kazcrawl.archive.codec import pack
from kazcrawl.archive.database import open_engine
from kazcrawl.record import SCHEMA_VERSION, Article, line, record
from kazcrawl.sites.kazinform.editions import EDITIONS

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""The moment of the benchmarks."""
SOURCE = "kazinform"

_A_DAY = 180
_RUNS_A_DAY = 48
_ALL_RUNS = timedelta(days=90)
_CHUNK = 20_000
Row = dict[str, Any]


def fill(data: Path, articles: int) -> None:
    """Adds so many articles, and the life that brought them, to a data folder's archive.

    They end a month before NOW: the last weeks are a crawl's own.
    """
    (data / "feeds").mkdir(parents=True, exist_ok=True)
    engine = open_engine(f"sqlite:///{data / 'archive.sqlite3'}")
    with engine.connect() as connection, connection.begin():
        stats = connection.scalar(
            select(schema.run.c.stats).order_by(schema.run.c.started_at.desc()).limit(1)
        )
        for table, rows in (
            (schema.run, _runs(articles, stats or "{}")),
            (schema.edition_run, _edition_runs(articles)),
            (schema.witness, _witnesses(articles)),
        ):
            _insert(connection, table, rows)
        last_batch = connection.scalar(select(func.max(schema.batch.c.number))) or 0
        _insert(connection, schema.batch, _batches(articles, last_batch))
        numbers = iter(range(articles))
        while some := list(islice(numbers, _CHUNK)):
            _articles(connection, some, articles)
    engine.dispose()
    archive = Archive(f"sqlite:///{data / 'archive.sqlite3'}")
    note_batches(archive, SOURCE)
    archive.close()


def fill_apart(data: Path, articles: int) -> None:
    """Fills an archive in a process of its own: the memory of this one counts as that of each
    command that it starts."""
    process = get_context("spawn").Process(target=fill, args=(data, articles))
    process.start()
    process.join()
    assert process.exitcode == 0, f"the archive of {articles} articles was not made"


def name_of(number: int) -> str:
    """The URL hash of an article of the benchmark."""
    return hashlib.sha256(address_of(number).encode()).hexdigest()[:32]


def address_of(number: int) -> str:
    """The address of an article of the benchmark."""
    return f"https://www.inform.kz/{edition_of(number)}/article-{number:06x}"


def edition_of(number: int) -> str:
    """The edition of an article of the benchmark."""
    codes = _codes()
    return codes[number % len(codes)]


def _articles(connection: Connection, numbers: list[int], articles: int) -> None:
    rows = [_version(number, articles) for number in numbers]
    _insert(connection, schema.version, rows)
    kept = ("url_hash", "content_hash", "revision", "status", "date_published")
    heads = ({name: row[name] for name in kept} | {"checked_at": row["fetched_at"]} for row in rows)
    _insert(connection, schema.head, heads)
    own = [row["url_hash"] for row in rows]
    _insert(
        connection,
        schema.alias,
        ({"alias_hash": f"a{own_hash[1:]}", "url_hash": own_hash} for own_hash in own),
    )
    _insert(
        connection,
        schema.membership,
        (
            {
                "url_hash": own_hash,
                "section": "society",
                "source": SOURCE,
                "noted_at": row["fetched_at"],
            }
            for own_hash, row in zip(own, rows, strict=True)
        ),
    )
    _insert(
        connection,
        schema.validator,
        (
            {"url_hash": own_hash, "etag": f'"{own_hash[:12]}"', "last_modified": None}
            for own_hash in own
        ),
    )


def _insert(connection: Connection, table: Table, rows: Any) -> None:
    waiting = iter(rows)
    while some := list(islice(waiting, _CHUNK)):
        connection.execute(insert(table), some)


def _version(number: int, articles: int) -> Row:
    moment = clock.text(_published(number, articles))
    codec, body = _body(number, moment)
    return {
        "url_hash": name_of(number),
        "revision": 1,
        "source": SOURCE,
        "edition": edition_of(number),
        "status": "usable",
        "content_hash": f"{number:032x}",
        "layout": "g3",
        "date_published": moment,
        "fetched_at": moment,
        "crawl_id": "old",
        "codec": codec,
        "body": body,
        "batch_id": 1_000_000 + number // _A_BATCH,
        "schema_version": SCHEMA_VERSION,
    }


_A_BATCH = 4


def _body(number: int, moment: str) -> tuple[int, bytes]:
    """The feed line of an article, of the usual size."""
    own = Article(
        id=name_of(number),
        url=address_of(number),
        source=SOURCE,
        edition=edition_of(number),
        headline=f"Article {number}",
        article_body=_text(number % 1000),
        article_section=["society"],
        author=["A. Author"],
        date_published=moment,
        fetched_at=moment,
        layout="g3",
        revision=1,
        content_hash=f"{number:032x}",
        crawl_id="old",
    )
    return pack(line(record(own)))


@cache
def _text(number: int) -> str:
    """A text; a thousand different ones are enough."""
    return "".join(random.Random(number).choices("абвгдежзиклмнопрст ", k=1500))


def _published(number: int, articles: int) -> datetime:
    span = timedelta(days=1) / _A_DAY
    return NOW - timedelta(days=31) - (articles - number) * span


def _run_starts(articles: int) -> Iterator[datetime]:
    """When the runs began that are remembered: each of the last 90 days, older ones a day."""
    moment = _published(0, articles)
    while moment < NOW - timedelta(days=1):
        yield moment
        is_old = moment < NOW - _ALL_RUNS
        moment += timedelta(days=1) if is_old else timedelta(days=1) / _RUNS_A_DAY


def _runs(articles: int, stats: str) -> Iterator[Row]:
    for moment in _run_starts(articles):
        text = clock.text(moment)
        yield {
            "crawl_id": f"old-{text}",
            "source": SOURCE,
            "started_at": text,
            "finished_at": text,
            "verdict": "good",
            "exit_code": 0,
            "stats": stats,
        }


def _edition_runs(articles: int) -> Iterator[Row]:
    for moment in _run_starts(articles):
        if moment < NOW - _ALL_RUNS:
            continue
        text = clock.text(moment)
        for edition in _codes():
            yield {
                "crawl_id": f"old-{text}",
                "edition": edition,
                "source": SOURCE,
                "started_at": text,
                "complete": True,
                "sections": False,
            }


def _witnesses(articles: int) -> Iterator[Row]:
    """One a run and edition: they are never thinned."""
    moment, step = _published(0, articles), timedelta(days=1) / _RUNS_A_DAY
    while moment < NOW - timedelta(days=1):
        since, until = clock.text(moment - step), clock.text(moment)
        for edition in _codes():
            yield {
                "source": SOURCE,
                "edition": edition,
                "since": since,
                "until": until,
                "kind": "front",
                "ending": "syndication",
                "evidence": "the feed reached known ground",
                "crawl_id": "old",
                "noted_at": until,
            }
        moment += step


def _batches(articles: int, last: int) -> Iterator[Row]:
    for number in range((articles + _A_BATCH - 1) // _A_BATCH):
        moment = clock.text(_published(number * _A_BATCH, articles))
        yield {
            "batch_id": 1_000_000 + number,
            "source": SOURCE,
            "number": last + 1 + number,
            "state": "published",
            "opened_at": moment,
            "crawl_id": "old",
            "format_version": 1,
            "compression": "none",
            "published_at": moment,
            "path": f"{SOURCE}/dt={moment[:10]}/{SOURCE}-{number:06}.jsonl",
            "records": _A_BATCH,
            "bytes": 10_000,
            "sha256": "0" * 64,
            "schema_version": SCHEMA_VERSION,
        }


@cache
def _codes() -> list[str]:
    return list(EDITIONS)
