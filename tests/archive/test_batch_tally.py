"""What became of batches is counted once, whatever is published behind it or once again."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from kazcrawl.archive import Archive, batch_tally
from kazcrawl.archive.batch_tally import BatchCounts, batch_counts, note_batches
from kazcrawl.archive.batches import Batch, Batches
from kazcrawl.archive.schema import OPEN_BATCH, batch
from tests.archive.test_store import numbered


@pytest.fixture
def batches(url: str, archive: Archive) -> Iterator[Batches]:
    kept = Batches(url, "kazinform", "f" * 32)
    yield kept
    kept.close()


def opened(archive: Archive, batches: Batches, number: int) -> Batch:
    archive.add(numbered(number))
    own = batches.open(above=0, crawl_id="c", format_version=1, compression="none")
    assert own is not None
    return own


def publish(batches: Batches, own: Batch, records: int = 1) -> None:
    assert batches.publish(own, path=f"p{own.number}", records=records, size=1, sha256="e" * 64)


def counted_anew(archive: Archive) -> BatchCounts:
    counts = (func.count(), func.sum(batch.c.records), func.max(batch.c.published_at))
    with archive.reading() as reader:
        still_open = reader.scalar(select(func.count()).where(OPEN_BATCH)) or 0
        published, records, newest = reader.execute(select(*counts).where(~OPEN_BATCH)).one()
    return BatchCounts(published, still_open, int(records or 0), newest)


@pytest.mark.parametrize("seed", range(4))
def test_a_count_that_goes_on_is_the_count_of_everything(
    archive: Archive, batches: Batches, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, waiting = random.Random(seed), list[Batch]()
    for number in range(40):
        moment = f"2026-11-{1 + number // 2:02}T12:00:00Z"
        monkeypatch.setattr("kazcrawl.clock.text", lambda _, moment=moment: moment)
        waiting.append(opened(archive, batches, number))
        if chance.random() < 0.7:
            publish(batches, waiting.pop(chance.randrange(len(waiting))), chance.randrange(1, 9))
        if chance.random() < 0.3:
            note_batches(archive, "kazinform")
        assert batch_counts(archive) == counted_anew(archive)
    assert len(waiting) > 2


def test_what_was_noted_is_not_counted_again(
    archive: Archive, batches: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(batches, opened(archive, batches, 0))
    note_batches(archive, "kazinform")
    counted = list[int]()
    behind = batch_tally._behind

    def noticed(*arguments: object) -> object:
        tally = behind(*arguments)  # type: ignore[arg-type]
        counted.append(tally.published - arguments[2].published)  # type: ignore[attr-defined]
        return tally

    monkeypatch.setattr(batch_tally, "_behind", noticed)
    publish(batches, opened(archive, batches, 1))
    assert batch_counts(archive)[0] == 2
    assert counted == [1]


def test_a_batch_that_is_published_again_counts_once_and_is_the_newest(
    archive: Archive, batches: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = opened(archive, batches, 0)
    publish(batches, own, 3)
    note_batches(archive, "kazinform")
    monkeypatch.setattr("kazcrawl.clock.text", lambda _: "2031-01-01T00:00:00Z")
    publish(batches, batches.published([own.number])[0], 2)
    assert batch_counts(archive) == BatchCounts(1, 0, 2, "2031-01-01T00:00:00Z")


def test_sources_are_counted_together(archive: Archive, batches: Batches, url: str) -> None:
    publish(batches, opened(archive, batches, 0), 3)
    note_batches(archive, "kazinform")
    other = Batches(url, "republisher", "f" * 32)
    strange = numbered(1)
    strange.source = "republisher"
    archive.add(strange)
    own = other.open(above=0, crawl_id="c", format_version=1, compression="none")
    assert own is not None
    publish(other, own, 4)
    other.close()
    assert batch_counts(archive)[:3] == (2, 0, 7)
    note_batches(archive, "republisher")
    assert batch_counts(archive) == counted_anew(archive)
    assert batch_counts(archive)[:3] == (2, 0, 7)
