"""The data folder as every command meets it: its settings, its lock, its archive."""

import sys
from contextlib import AbstractContextManager
from pathlib import Path

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from kazcrawl.archive import ArchiveError
from kazcrawl.archive.database import sqlite_path
from kazcrawl.config import Config, SettingError
from kazcrawl.feeds import steps
from kazcrawl.lock import locked


def read_config(settings: BaseSettings | None) -> Config:
    """The settings of a command; UsageError (exit code 2) with one line for a wrong one."""
    assert settings is not None
    try:
        config = Config.read(settings)
        if watcher := settings.get("KAZCRAWL_STEP_WATCHER"):
            steps.watch(load_object(watcher))
    except (SettingError, ImportError, NameError, ValueError) as error:
        raise UsageError(str(error), print_help=False) from None
    return config


def lock(config: Config, what: str) -> AbstractContextManager[None]:
    """The lock of a data folder, which is made if need be: for whoever writes articles."""
    config.feeds.mkdir(parents=True, exist_ok=True)
    return locked(config.data / ".lock", what)


def check_archive(config: Config) -> None:
    """Refuses to begin a new archive where an older one has published.

    A new archive would number its batches from 1 again, over the files of the old one.
    """
    path = sqlite_path(config.archive_url)
    if path is None or path.exists():
        return
    published = next(config.feeds.glob("*/dt=*/*.manifest.json"), None)
    if published is not None:
        raise ArchiveError(
            f"archive {path}: it is gone, but {published} was published from it; restore it "
            "from a backup, or move the feeds away to begin anew"
        )


def complain(message: str) -> None:
    """The one line on stderr that every exit code but 0 comes with."""
    print(f"kazcrawl: {message}", file=sys.stderr)  # noqa: T201 what cron's mail shows


def described(error: OSError, fallback: Path) -> str:
    """An OSError as one line: what it was about and what the system said."""
    return f"{error.filename or fallback}: {error.strerror or error}"
