"""The machine: can it hold what a crawl makes, and are its time-zone data of today?"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kazcrawl import health
from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.database import sqlite_path
from kazcrawl.archive.sessions import check_sessions
from kazcrawl.config import Config
from kazcrawl.feeds.shelves import shelf_of
from kazcrawl.fetch.browser.errors import BrowserMissingError
from kazcrawl.fetch.browser.find import find_browser

# Less free space than this does not hold a day's feeds and raw pages; and what is comfortable.
_LEAST_BYTES, _GOOD_BYTES = 200 * 10**6, 2 * 10**9


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, and the exit code if it is wrong (else 0)."""

    name: str
    found: str
    code: int = health.GOOD


def checks(config: Config) -> Iterator[Check]:
    """Everything of the machine that a crawl needs; makes nothing and changes nothing."""
    yield _folder(config.data)
    yield _archive(config)
    if isinstance(config.feeds, str):
        yield _bucket(config.feeds)
    yield _disk(config.data)
    yield _time_zone()
    yield _browser(config)


def _existing(path: Path) -> Path:
    path = path.absolute()
    return path if path.exists() else _existing(path.parent)


def _folder(data: Path) -> Check:
    there = _existing(data)
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Check("data folder", f"{there} cannot be written to", health.NOT_DELIVERED)
    return Check("data folder", str(data) if there == data.absolute() else f"{data} (to be made)")


def _archive(config: Config) -> Check:
    path = sqlite_path(config.archive_url)
    if path is not None and not path.exists():
        return Check("archive", f"{path}: none yet, the first crawl makes it")
    try:
        if path is None:
            check_sessions(config.archive_url)
        archive = Archive(config.archive_url, create=False)
    except ArchiveError as error:
        return Check("archive", str(error), health.NOT_DELIVERED)
    archive.close()
    return Check("archive", archive.name)


def _bucket(feeds: str) -> Check:
    try:
        next(shelf_of(feeds).files(), None)
    except OSError as error:
        return Check("feeds", str(error), health.NOT_DELIVERED)
    return Check("feeds", feeds)


def _disk(data: Path) -> Check:
    free = shutil.disk_usage(_existing(data)).free
    said = f"{free / 1e9:,.1f} GB free"
    if free < _LEAST_BYTES:
        return Check("disk", said, health.NOT_DELIVERED)
    return Check("disk", said if free > _GOOD_BYTES else f"{said}: soon too little")


def _time_zone() -> Check:
    """Astana went from UTC+6 to UTC+5 on 2024-03-01: zone data that do not know are too old."""
    astana = ZoneInfo("Asia/Almaty")
    before, after = (datetime(2024, month, 1, 12, tzinfo=astana).utcoffset() for month in (2, 4))
    if (before, after) != (timedelta(hours=6), timedelta(hours=5)):
        return Check("time-zone data", "older than Astana's change of 2024", health.FAILED)
    return Check("time-zone data", "Astana is UTC+6 before 2024-03-01, UTC+5 since")


def _browser(config: Config) -> Check:
    """Optional: only searches and "Load more" need one."""
    try:
        return Check("browser", find_browser(config.browser))
    except BrowserMissingError as error:
        return Check("browser", f"{error}: only searches and Load more need one")
