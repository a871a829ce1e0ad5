"""stdout and stderr as they may be: closed, full, a pipe that ended, a console of few letters.

Nothing of that is a reason for a run to fail: what cannot be printed is passed over, and what
stdout lost is told by the command whose product it was (``lost``).
"""

import codecs
import errno
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from typing_extensions import Buffer

# What a console without these letters shows in their place.
_ALIKE = str.maketrans("✓✗■▣□·•→…—–−№", "+x#%o.*>~---N")
_ERRORS = "kazcrawl-alike"


class _Lenient(io.FileIO):
    """A stream whose loss stops nobody; the first failure is kept."""

    failure: OSError | None = None
    was_closed = False

    def write(self, data: "Buffer") -> int:
        try:
            if self.was_closed:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            return super().write(data)
        except OSError as error:
            self.failure = self.failure or error
            return memoryview(data).nbytes


def make_sound() -> None:
    """Gives this process streams on which printing never raises."""
    codecs.register_error(_ERRORS, _alike)
    # A file opened later must not take the number of a stream that was closed.
    closed = []
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        closed.append(number)
    os.close(number)
    sys.stdout = _sound(sys.stdout, 1, was_closed=1 in closed)
    sys.stderr = _sound(sys.stderr, 2, was_closed=2 in closed)


def lost() -> OSError | None:
    """Why what was printed to stdout did not arrive; a reader that left is no loss."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    if not isinstance(raw, _Lenient):
        return None
    sys.stdout.flush()
    failure = raw.failure
    return None if failure is None or failure.errno == errno.EPIPE else failure


def _sound(stream: TextIO | None, number: int, *, was_closed: bool) -> io.TextIOWrapper:
    encoding = (stream and stream.encoding) or "utf-8"
    if stream is not None:
        stream.flush()
    raw = _Lenient(number, "w", closefd=False)
    raw.was_closed = was_closed
    buffered = io.BufferedWriter(raw)
    return io.TextIOWrapper(buffered, encoding, _ERRORS, line_buffering=number == 2 or raw.isatty())


def _alike(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_ALIKE)
    return text.encode("ascii", "backslashreplace").decode(), error.end
