"""Stored pages read once more, in their order, by as many processes as there are cores."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self

from kazcrawl.crawl.records import UnreadableError, read_stored
from kazcrawl.disk.workers import Workers, cores
from kazcrawl.items import Fetched
from kazcrawl.raw.places import Places, newest, pages_at, places_of
from kazcrawl.raw.reader import day, files

# Processes take a second to begin: fewer packed bytes than these are read sooner without.
_WORTH_IT = 8_000_000
# Pages in a piece: an outcome of them is a few hundred kilobytes.
_PIECE = 32


class Reread(NamedTuple):
    """A stored page that was read again; ``fetched`` is None where it gave no article."""

    source: str
    fetched_at: str
    fetched: Fetched | None


class Rereading:
    """The newest stored page of each address, read with today's code.

    ``older`` counts the pages that are not the newest, known before the first is read;
    ``damaged`` are files of which not all could be read.
    """

    def __init__(self, folder: Path, since: str | None, crawl_id: str) -> None:
        """Looks through the files; ``since`` is a day, ``YYYY-MM-DD``, or None for all.

        Raises ValueError for what is no day, and OSError.
        """
        since = day(since) if since is not None else ""
        paths = files(folder)
        is_large = sum(path.stat().st_size for path in paths) >= _WORTH_IT
        self._crawl_id = crawl_id
        self._workers = Workers(cores() if is_large else 1, __name__)
        found = self._places(paths, since)
        self.damaged = [places.path for places in found if places.is_damaged]
        self._offsets_by_path = list(newest(found))
        pages = sum(len(places.offsets) for places in found)
        self.older = pages - sum(len(offsets) for _, offsets in self._offsets_by_path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._workers.end()

    def read(self) -> Iterator[Reread]:
        """Each page in the order in which they were kept. Raises OSError."""
        pieces = (
            (path, offsets[start : start + _PIECE], self._crawl_id)
            for path, offsets in self._offsets_by_path
            for start in range(0, len(offsets), _PIECE)
        )
        for outcome in self._workers.in_order(read_piece, pieces):
            yield from outcome

    def _places(self, paths: list[Path], since: str) -> list[Places]:
        try:
            if len(paths) == 1:  # looked through while the workers begin
                return [places_of(paths[0], since)]
            return list(self._workers.in_order(places_of, ((path, since) for path in paths)))
        except BaseException:
            self._workers.end()
            raise


def read_piece(path: Path, offsets: list[int], crawl_id: str) -> list[Reread]:
    """Some pages of a file read again."""
    outcome = []
    for page in pages_at(path, offsets):
        try:
            fetched = read_stored(page, crawl_id)
        except UnreadableError:
            fetched = None
        outcome.append(Reread(page.source, page.fetched_at, fetched))
    return outcome
