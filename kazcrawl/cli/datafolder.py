"""The data folder as every command meets it: its settings, its lock, its archive."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import NoReturn, TypeVar
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from kazcrawl import clock, health
from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.database import sqlite_path
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config import Config, SettingError
from kazcrawl.disk import steps
from kazcrawl.disk.lock import LockedError, locked
from kazcrawl.feeds.publisher import FeedError
from kazcrawl.feeds.shelves import every_manifest
from kazcrawl.logs.masking import mask
from kazcrawl.logs.program import called

AnArchive = TypeVar("AnArchive", bound=Archive)


def read_config(settings: BaseSettings | None) -> Config:
    """The settings of a command; UsageError (exit code 2) with one line for a wrong one."""
    assert settings is not None
    try:
        config = Config.read(settings)
        if now := settings.get("KAZTEST_NOW"):
            clock.begin_at(clock.parse(str(now)))
        if watcher := settings.get("KAZTEST_STEP_WATCHER"):
            steps.watch(load_object(watcher))
    except (SettingError, ImportError, NameError, ValueError) as error:
        raise WrongUsage(str(error)) from None
    return config


def lock(config: Config, what: str) -> AbstractContextManager[None]:
    """The lock of a data folder, which is made if need be: for whoever writes articles."""
    for folder in (config.data, config.feeds):
        if isinstance(folder, Path):
            folder.mkdir(parents=True, exist_ok=True)
    return locked(config.data / ".lock", what)


def check_archive(config: Config) -> None:
    """Refuses to begin a new archive where an older one has published.

    A new archive would number its batches from 1 again, over the files of the old one.
    """
    path = sqlite_path(config.archive_url)
    if path is None or path.exists():
        return
    published = next(every_manifest(config.feeds), None)
    if published is not None:
        raise ArchiveError(
            f"archive {path}: it is gone, but {published} was published from it; restore it "
            "from a backup, or move the feeds away to begin anew"
        )


def opened_archive(config: Config) -> AbstractContextManager[Archive]:
    """The archive of a data folder, which must be there. Raises ArchiveError."""
    return opened_as(Archive, config)


@contextmanager
def opened_as(kind: type[AnArchive], config: Config) -> Iterator[AnArchive]:
    """The same, as an archive of a kind."""
    check_archive(config)
    archive = kind(config.archive_url, create=False)
    try:
        yield archive
    finally:
        archive.close()


@contextmanager
def looked_after(
    kind: type[AnArchive], config: Config, what: str, *, dry_run: bool
) -> Iterator[AnArchive]:
    """The archive for a command that changes articles or removes files, beside no other; one that
    only says what it would do needs nobody to wait. Raises ArchiveError and LockedError."""
    # In this order: a lock would leave a folder where there is no archive.
    with (
        opened_as(kind, config) as archive,
        nullcontext() if dry_run else lock(config, f"{called()} {what}"),
    ):
        yield archive


@contextmanager
def telling(command: ScrapyCommand, config: Config) -> Iterator[None]:
    """What goes wrong with data in a command becomes one line and the documented exit code.

    For a command's own ``with``: inside another context manager it would hide why that one could
    not begin.
    """
    try:
        yield
    except LockedError as error:
        complain(f"another run is under way: {error}")
        command.exitcode = health.LOCKED
    except (ArchiveError, FeedError) as error:
        complain(str(error))
        command.exitcode = health.NOT_DELIVERED
    except OSError as error:
        complain(f"{error.filename or config.data}: {error.strerror or error}")
        command.exitcode = health.NOT_DELIVERED


def check_day(option: str, value: str | None) -> None:
    """Refuses an option's value that is no day, ``YYYY-MM-DD``; none at all is right."""
    try:
        if value is not None and date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError:
        raise WrongUsage(f"{option} {value}: must be a day, YYYY-MM-DD") from None


def check_address(option: str, value: str) -> None:
    """Refuses what is no web address."""
    try:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or " " in value:
            raise ValueError
    except ValueError:
        raise WrongUsage(f"{option}{value}: must be an address, https://HOST/…") from None


def leave(code: int) -> NoReturn:
    """Ends the process as it is: a thread that still waits for a server would hold it."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def complain(message: str) -> None:
    """The one line on stderr that every exit code but 0 comes with; one it stays, whatever the
    names of files have in them."""
    line = " ".join(message.splitlines())
    print(mask(f"kazcrawl: {line}"), file=sys.stderr)  # noqa: T201 what cron's mail shows
