"""The archive: every version of every article, once. Feeds are published from it."""

from kazcrawl.archive.errors import ArchiveError, BusyError
from kazcrawl.archive.lookup import Known
from kazcrawl.archive.store import FORGOTTEN, Archive

__all__ = ["FORGOTTEN", "Archive", "ArchiveError", "BusyError", "Known"]
