"""A page as a server gave it, and how it and its file are named."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kazcrawl.items import NEW

COMPLETE = ".warc.gz"
OPEN = ".warc.gz.open"
# What a record tells of its page beside what every WARC does, by its headers' names.
ASKED, SOURCE, EDITION = "X-Kazcrawl-Asked", "X-Kazcrawl-Source", "X-Kazcrawl-Edition"
SECTION, KIND = "X-Kazcrawl-Section", "X-Kazcrawl-Kind"
DAMAGED = "is damaged; it was read to its last whole record"
"""What is told of a complete file of which not all can be read."""

# What cannot stand in a record's address.
_UNWRITABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class RawPage:
    """One answer of a server, its body decoded."""

    url: str
    """The address that answered."""
    asked: str
    """The address asked for; other than ``url`` after a redirect."""
    fetched_at: str
    """UTC, ``2026-11-23T12:00:00Z``."""
    source: str
    """The spider's name."""
    edition: str
    content_type: str | None
    """The header as sent, its charset included."""
    body: bytes
    """Content-Encoding undone, charset not."""
    status: int = 200
    section: str | None = None
    """The section listing that showed it, if one did."""
    kind: str = NEW
    """Whether it was new or looked at again."""


def complete_name(path: Path) -> Path:
    """The name that the file has, or will have, when it is complete."""
    return path.with_name(path.name.removesuffix(OPEN) + COMPLETE) if is_open(path) else path


def is_open(path: Path) -> bool:
    """Whether the file is being written, or was when its writer died."""
    return path.name.endswith(OPEN)


def address(url: str) -> str:
    """``url`` as it stands in a record: white space and control characters percent-encoded."""
    return _UNWRITABLE.sub(lambda found: quote(found[0], errors="replace"), url.strip())
