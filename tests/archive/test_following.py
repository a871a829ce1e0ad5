"""What followers are given: published lines from a place on, each once, in order."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from sqlalchemy import create_engine, update

from kazcrawl.archive import Archive
from kazcrawl.archive.batches import Batches, all_batches
from kazcrawl.archive.following import (
    Portion,
    count_behind,
    last_places,
    lines_of,
    portion,
)
from kazcrawl.archive.schema import batch
from kazcrawl.feeds.publisher import publish
from tests.archive.test_store import numbered

BEGINNING = (1, 0)
ALL = [f"Text {number}." for number in range(1, 7)]


@pytest.fixture
def filled(archive: Archive, tmp_path: Path) -> Archive:
    """Batches of three, one and two records."""
    for numbers in ((1, 2, 3), (4,), (5, 6)):
        for number in numbers:
            archive.add(numbered(number))
        publish(archive.url, tmp_path / "feeds", "kazinform", "c1")
    return archive


def texts(lines: list[bytes]) -> list[str]:
    return [orjson.loads(line)["article_body"] for line in lines]


def portions(archive: Archive, **bounds: int | bool) -> Iterator[Portion]:
    """All portions from the beginning on."""
    place, has_more = BEGINNING, True
    while has_more:
        given = {"most_bytes": 10**9} | bounds
        own = portion(archive, "kazinform", place, **given)  # type: ignore[arg-type]
        place, has_more = own.place, own.has_more
        yield own


def test_all_of_it_at_once_and_the_place_behind(filled: Archive) -> None:
    own = portion(filled, "kazinform", BEGINNING, most_bytes=10**9)
    assert (texts(own.lines), own.place, own.has_more) == (ALL, (4, 0), False)
    assert portion(filled, "kazinform", own.place, most_bytes=9) == Portion([], (4, 0), False)
    assert portion(filled, "nobody", BEGINNING, most_bytes=9) == Portion([], BEGINNING, False)


@pytest.mark.parametrize("most", range(1, 8))
def test_a_few_at_a_time_are_the_same_whole(filled: Archive, most: int) -> None:
    told = list(portions(filled, most=most))
    assert [text for own in told for text in texts(own.lines)] == ALL
    assert {len(own.lines) for own in told[:-1]} <= {most}
    assert all(own.lines for own in told)


def test_bytes_bound_a_portion_but_for_its_first_line(filled: Archive) -> None:
    (whole,) = portions(filled)
    sizes = [len(line) for line in whole.lines]
    assert [len(own.lines) for own in portions(filled, most_bytes=1)] == [1] * 6
    assert len(portion(filled, "kazinform", BEGINNING, most_bytes=sum(sizes[:2])).lines) == 2
    assert len(portion(filled, "kazinform", BEGINNING, most_bytes=sum(sizes[:2]) - 1).lines) == 1


def test_within_a_batch_the_same_place_always_gives_the_same(filled: Archive) -> None:
    told = [(texts(own.lines), own.place) for own in portions(filled, within_batch=True)]
    assert told == [(ALL[:3], (2, 0)), (ALL[3:4], (3, 0)), (ALL[4:], (4, 0))]
    assert texts(portion(filled, "kazinform", (1, 2), most_bytes=9**9).lines) == ALL[2:]


def test_a_batch_that_is_not_published_holds_up_those_behind_it(filled: Archive, url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(update(batch).where(batch.c.number == 2).values(state="open"))
    engine.dispose()
    assert texts(portion(filled, "kazinform", BEGINNING, most_bytes=9**9).lines) == ALL[:3]
    assert last_places(filled) == {"kazinform": (2, 0)}
    assert count_behind(filled, "kazinform", BEGINNING) == 3


def test_a_place_in_a_batch_that_is_not_there_goes_on_with_the_next_from_its_beginning(
    filled: Archive, tmp_path: Path, url: str
) -> None:
    """An archive that was restored from a backup numbers on above the batches that it lost."""
    batches = Batches(url, "kazinform", "f" * 32)
    for number in (7, 8):
        filled.add(numbered(number))
    opened = batches.open(above=4, crawl_id="c", format_version=1, compression="none")
    assert opened is not None
    batches.publish(opened, path="kazinform/p", records=2, size=1, sha256="e" * 64)
    batches.close()
    assert opened.number == 5
    for within_batch in (False, True):
        own = portion(
            filled, "kazinform", (4, 1), most=1, most_bytes=9**9, within_batch=within_batch
        )
        assert (texts(own.lines), own.place) == (["Text 7."], (5, 1))


def test_what_is_behind_a_place_is_counted(filled: Archive) -> None:
    behind = {(1, 0): 6, (1, 1): 5, (1, 2): 4, (2, 0): 3, (3, 1): 1, (4, 0): 0}
    assert {place: count_behind(filled, "kazinform", place) for place in behind} == behind
    assert count_behind(filled, "nobody", BEGINNING) == 0


def test_each_source_has_its_own_places(filled: Archive, tmp_path: Path) -> None:
    foreign = numbered(7)
    foreign.source = "republisher"
    filled.add(foreign)
    assert last_places(filled) == {"kazinform": (4, 0)}, "not published yet"
    publish(filled.url, tmp_path / "feeds", "republisher", "c2")
    assert last_places(filled) == {"kazinform": (4, 0), "republisher": (2, 0)}
    assert texts(portion(filled, "republisher", BEGINNING, most_bytes=9).lines) == ["Text 7."]


def test_the_lines_of_a_batch_are_those_of_its_file(filled: Archive) -> None:
    told = [texts(list(lines_of(filled, own.batch_id))) for own in all_batches(filled)]
    assert told == [ALL[:3], ALL[3:4], ALL[4:]]
