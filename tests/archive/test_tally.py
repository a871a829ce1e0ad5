"""What is held is counted once, whatever comes behind it."""

import random

import pytest
from sqlalchemy import Connection

from kazcrawl.archive import Archive, tally
from kazcrawl.archive.holdings import Holding, counted
from kazcrawl.archive.tally import holdings, note_holdings
from tests.archive.test_store import article, numbered


def counted_anew(archive: Archive) -> list[Holding]:
    with archive.reading() as reader:
        return counted(reader, 10**9)


def change(archive: Archive, chance: random.Random, moment: int) -> None:
    """A new article, a revision, a page that is missing for good, or one that is back."""
    number, year = chance.randrange(8), chance.choice((None, "2024", "2025"))
    dated = f"{year}-01-02T03:04:05Z" if year else None
    known = numbered(number, date_published=dated)
    known.edition = chance.choice(("ru", "en"))
    if chance.random() < 0.5:
        known.content_hash = f"{moment:064}"
        archive.add(known)
    else:
        for _ in range(2):
            archive.miss(known.id, checked_at="2026-11-23T12:00:00Z", crawl_id="c")


@pytest.mark.parametrize("seed", range(5))
def test_a_count_that_goes_on_is_the_count_of_everything(archive: Archive, seed: int) -> None:
    chance = random.Random(seed)
    for moment in range(60):
        change(archive, chance, moment)
        if chance.random() < 0.3:
            note_holdings(archive)
        assert holdings(archive) == counted_anew(archive)
    assert sum(row.gone for row in holdings(archive)) > 2


def test_what_was_noted_is_not_counted_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(article())
    note_holdings(archive)
    monkeypatch.delattr(tally, "counted")
    archive.add(numbered(1))
    assert [row.articles for row in holdings(archive)] == [2]


def test_far_behind_what_was_noted_all_is_counted_by_the_indexes(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(article())
    note_holdings(archive)
    monkeypatch.setattr(tally, "_FAR", 2)
    monkeypatch.delattr(tally, "_further")
    for number in range(3):
        archive.add(numbered(number))
    assert [row.articles for row in holdings(archive)] == [4]


def test_noting_writes_only_what_is_new(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add(article())
    note_holdings(archive)
    monkeypatch.setattr(Archive, "writing", None)
    note_holdings(archive)
    assert [row.articles for row in holdings(archive)] == [1]


def test_two_runs_that_end_at_once_count_nothing_twice(
    archive: Archive, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(numbered(0))
    noted, other = tally._noted, Archive(url)

    def noted_between(reader: Connection) -> object:
        # Between this run's two questions another one archives, and notes its count.
        monkeypatch.setattr(tally, "_noted", noted)
        other.add(numbered(1))
        note_holdings(other)
        return noted(reader)

    monkeypatch.setattr(tally, "_noted", noted_between)
    note_holdings(archive)
    other.close()
    assert holdings(archive) == counted_anew(archive)
