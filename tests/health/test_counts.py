"""Counts are read and set by name, and are false until something was counted."""

import pytest

from kazcrawl.health.counts import (
    ArchivedCounts,
    ArticleCounts,
    Counts,
    ListingCounts,
    SourceCounts,
)

KINDS = [ArchivedCounts, ArticleCounts, ListingCounts, SourceCounts]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_was_counted_until_it_is(kind: type[Counts]) -> None:
    counts = kind()
    assert not counts
    for name, count in counts.items():
        assert count == 0
        counts = kind()
        counts.set(name, 1)
        assert counts
        assert getattr(counts, name) == 1
        assert sum(count for _, count in counts.items()) == 1


def test_items_come_in_the_order_of_their_description() -> None:
    assert list(ListingCounts(1, 2, 3, 4, 5, 6, 7).items()) == [
        ("pages", 1),
        ("unchanged", 2),
        ("empty", 3),
        ("unfit", 4),
        ("failed", 5),
        ("nameless", 6),
        ("strange", 7),
    ]


def test_a_name_that_is_no_count_is_passed_by() -> None:
    counts = ArchivedCounts()
    counts.set("moved", 3)
    counts.set("items", 3)
    assert not counts
    assert callable(counts.items)
