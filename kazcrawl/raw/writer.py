"""Writes raw pages into WARC files, one gzip member a record.

``<folder>/<day of the first record>/<crawl>-<NNNNN>.warc.gz``, with ``.open`` behind it for as
long as the file is written: a name without it is a file that is complete and on disk.
"""

import contextlib
import re
from collections.abc import Iterable
from os import fsync
from pathlib import Path
from typing import IO

from kazcrawl.disk.whole import sync_folder
from kazcrawl.raw.page import OPEN, RawPage, complete_name

_CRAWL_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


class RawWriter:
    """Appends pages to one file at a time; a crawl without pages makes none.

    A record is given to the system whole before ``write`` returns: a process killed after that
    loses nothing of it. Only a complete file is sure to outlast the machine.
    """

    def __init__(self, folder: Path, crawl_id: str, max_bytes: int = 256 * 2**20) -> None:
        """A file is complete once it has ``max_bytes``, and may exceed them by one record.

        Raises ValueError when ``crawl_id`` is not made of letters, digits, ``_``, ``.``, ``-``.
        """
        if not _CRAWL_ID.fullmatch(crawl_id):
            raise ValueError(f"a crawl's name is part of a file's name; {crawl_id!r} cannot be")
        self._folder = folder
        self._crawl_id = crawl_id
        self._max_bytes = max_bytes
        self._file: IO[bytes] | None = None
        self._path = folder
        self._size = 0

    def write(self, page: RawPage, headers: Iterable[tuple[str, str]] = ()) -> None:
        """Appends ``page`` with the ``headers`` of its response, as ``packed_answer`` packs them.

        Raises ValueError as that does, and OSError as ``append`` does.
        """
        # The library is loaded only where a page came: most runs bring none.
        from kazcrawl.raw.packing import packed_answer

        self.append(packed_answer(page, headers), page.fetched_at[:10])

    def append(self, record: bytes, day: str) -> None:
        """Appends what ``packed_answer`` made of a page that was fetched on ``day``.

        Raises OSError when the page cannot be written: the file is then as it was before, and
        the next page may be tried.
        """
        if self._file is None:
            self._open(day)
        if self._size == 0:
            from kazcrawl.raw.packing import packed_info

            record = packed_info(complete_name(self._path).name, self._crawl_id) + record
        self._append(record)
        if self._size >= self._max_bytes:
            self.close()

    def close(self) -> None:
        """Completes the file that is open, if there is one; a page written later opens the next.

        Raises OSError when it cannot; the file then keeps the name of an open one.
        """
        file, self._file = self._file, None
        if file is None:
            return
        with file:
            fsync(file.fileno())
        if self._size == 0:  # its first record could not be written
            self._path.unlink()
            return
        self._path.rename(complete_name(self._path))
        sync_folder(self._path.parent)

    def _open(self, day: str) -> None:
        # A crawl taken up again goes on behind the numbers it has used.
        form = re.compile(rf"{re.escape(self._crawl_id)}-(\d+)\.warc\.gz(?:\.open)?")
        names = (form.fullmatch(path.name) for path in self._folder.glob("*/*"))
        number = max((int(found[1]) for found in names if found), default=0) + 1
        path = self._folder / day / f"{self._crawl_id}-{number:05d}{OPEN}"
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(self._folder)
        # Unbuffered: what could not be written must not be written later, by a flush.
        self._file, self._path, self._size = path.open("xb", buffering=0), path, 0

    def _append(self, record: bytes) -> None:
        assert self._file is not None
        rest = memoryview(record)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except BaseException:
            self._cut()
            raise
        self._size += len(record)

    def _cut(self) -> None:
        """Takes half a record away: no reader would find what follows it."""
        assert self._file is not None
        try:
            self._file.truncate(self._size)
            self._file.seek(self._size)
        except OSError:
            # The file stays behind as a killed process would leave it; the next page opens another.
            file, self._file = self._file, None
            with contextlib.suppress(OSError):
                file.close()
