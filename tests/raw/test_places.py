"""The newest page of each address is found again where it stands."""

from dataclasses import replace
from pathlib import Path

from kazcrawl.raw import read_raw
from kazcrawl.raw.places import newest, pages_at, places_of
from kazcrawl.raw.reader import files
from tests.raw.test_raw import DAY, left_open, page, store


def found(folder: Path, since: str = "") -> dict[str, list[str]]:
    """By file the moments of the pages found."""
    return {
        path.name: [one.fetched_at for one in pages_at(path, offsets)]
        for path, offsets in newest(places_of(path, since) for path in files(folder))
    }


def test_pages_are_read_by_their_places_as_they_were_written(tmp_path: Path) -> None:
    pages = [page(number) for number in range(5)]
    store(tmp_path, pages)
    ((path, offsets),) = newest(places_of(path, "") for path in files(tmp_path))
    assert list(pages_at(path, offsets)) == pages == list(read_raw(tmp_path))
    assert list(pages_at(path, [offsets[3]])) == [pages[3]]


def test_of_one_address_the_pages_fetched_last_are_found(tmp_path: Path) -> None:
    first, other = page(1), page(2)
    later = replace(first, fetched_at=f"{DAY}T13:00:00Z")
    store(tmp_path, [first, other, later, replace(first, body=b"<p>At once.")], "c1")
    store(tmp_path, [replace(later, body=b"<p>The same second.")], "c2")
    assert found(tmp_path) == {
        "c1-00001.warc.gz": [other.fetched_at, later.fetched_at],
        "c2-00001.warc.gz": [later.fetched_at],
    }


def test_older_days_are_left_out(tmp_path: Path) -> None:
    store(tmp_path, [page(1, "2026-11-21")], "c1")
    store(tmp_path, [page(2, "2026-11-22"), page(1, "2026-11-22")], "c2")
    assert found(tmp_path, "2026-11-22") == {
        "c1-00001.warc.gz": [],
        "c2-00001.warc.gz": ["2026-11-22T12:00:00Z"] * 2,
    }


def test_a_torn_file_is_read_to_its_last_whole_page(tmp_path: Path) -> None:
    pages = [page(number) for number in range(3)]
    path = left_open(tmp_path, pages)
    path.write_bytes(path.read_bytes()[:-20])
    ((_, offsets),) = newest([places_of(path, "")])
    assert list(pages_at(path, offsets)) == pages[:2]


def test_a_file_that_is_gone_has_no_pages(tmp_path: Path) -> None:
    gone = tmp_path / "gone.warc.gz"
    assert list(newest([places_of(gone, "")])) == [(gone, [])]
    assert list(pages_at(gone, [0])) == []
