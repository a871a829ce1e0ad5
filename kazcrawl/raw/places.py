"""Where the newest pages stand in their files, so that each can be read by itself."""

from array import array
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from kazcrawl.compact import GreatestByNumber
from kazcrawl.raw.page import RawPage, is_open
from kazcrawl.raw.reader import Damage, entries, opened


class Places(NamedTuple):
    """The pages of one file: where each begins, in bytes; when it was fetched, as a number
    that grows with time; and a number for its address. 24 bytes a page.

    ``is_damaged``: a complete file is not whole behind them."""

    path: Path
    offsets: "array[int]"
    moments: "array[int]"
    addresses: "array[int]"
    is_damaged: bool = False


def places_of(path: Path, since: str) -> Places:
    """Where the pages of a file stand that were fetched on a day (``""``: any) or later.

    A file that is open or damaged is read to its last whole record. Raises OSError.
    """
    places = Places(path, array("Q"), array("Q"), array("Q"))
    if (file := opened(path)) is None:
        return places
    with file:
        try:
            for entry in entries(file):
                page = entry.page
                if page is not None and page.fetched_at[:10] >= since:
                    places.offsets.append(entry.offset)
                    places.moments.append(_moment(page.fetched_at))
                    places.addresses.append(_number(page.url))
        except Damage:
            return places._replace(is_damaged=not is_open(path))
    return places


def newest(files: Iterable[Places]) -> Iterator[tuple[Path, list[int]]]:
    """By file the places of those of its pages that were fetched last of their address."""
    files = list(files)
    moments = GreatestByNumber()
    for file in files:
        for address, moment in zip(file.addresses, file.moments, strict=True):
            moments.put(address, moment)
    for file in files:
        pages = zip(file.offsets, file.moments, file.addresses, strict=True)
        yield (
            file.path,
            [offset for offset, moment, address in pages if moments.get(address) == moment],
        )


def pages_at(path: Path, offsets: Iterable[int]) -> Iterator[RawPage]:
    """The pages of a file that begin at some places. Raises OSError."""
    file = opened(path)
    if file is None:
        return
    with file:
        for offset in offsets:
            file.seek(offset)
            page = next(entries(file)).page
            if page is not None:
                yield page


def _number(url: str) -> int:
    digest = blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) or 1


def _moment(fetched_at: str) -> int:
    return int("".join(filter(str.isdecimal, fetched_at))[:17] or 0)
