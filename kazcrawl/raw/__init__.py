"""Raw pages as they came, kept as WARC: what a new parser can be run over again."""

from kazcrawl.raw.page import RawPage
from kazcrawl.raw.reader import read_raw
from kazcrawl.raw.upkeep import disk_use, forget, old_files, prune, recover
from kazcrawl.raw.writer import RawWriter

__all__ = [
    "RawPage",
    "RawWriter",
    "disk_use",
    "forget",
    "old_files",
    "prune",
    "read_raw",
    "recover",
]
