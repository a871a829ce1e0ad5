"""How far a reader of a feed has come: one short text, the same wherever feeds are followed."""

import re
from typing import NamedTuple

_TEXT = re.compile(r"([1-9][0-9]{0,11})\.(0|[1-9][0-9]{0,11})", re.ASCII)


class Cursor(NamedTuple):
    """The place behind a record: ``line`` records of batch ``batch`` were given, and all before.

    Behind the last record of a batch it stands before the next batch, so that what was read whole
    need not be there any more. Its text, ``str(cursor)``, is safe in addresses and file names;
    readers keep it and do not look into it.
    """

    batch: int
    line: int

    @classmethod
    def behind(cls, batch: int, line: int, records: int) -> "Cursor":
        """The place behind the ``line``-th record, counted from 1, of a batch of ``records``."""
        return cls(batch, line) if line < records else cls(batch + 1, 0)

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """The cursor of a text; ValueError, one line, for a text that is none."""
        parts = _TEXT.fullmatch(text)
        if parts is None:
            raise ValueError(f"cursor {text!r}: not one that a feed gave")
        return cls(int(parts[1]), int(parts[2]))

    def __str__(self) -> str:
        return f"{self.batch}.{self.line}"


START = Cursor(1, 0)
"""Before the first record of a feed."""
