"""The estimate by two witnesses: what it says of known populations."""

from random import Random

import pytest

from kazcrawl.health.counts import WitnessCounts
from kazcrawl.health.recapture import Estimate, estimate

WORLDS = 300


def test_who_sees_everything_leaves_nothing_to_expect() -> None:
    assert estimate(WitnessCounts(feed=100, listing=100, both=100)) == Estimate(100, 100, 101)


def test_what_both_lack_is_told_by_what_each_lacks() -> None:
    # Of a hundred, ninety and eighty: nine in ten of eighty.
    told = estimate(WitnessCounts(feed=90, listing=80, both=72))
    assert told is not None
    assert told.total == pytest.approx(98 + 18 * 8 / 73)
    assert told.low <= 100 <= told.high


@pytest.mark.parametrize(("feed", "listing"), [(0, 9), (9, 0)])
def test_one_witness_is_none(feed: int, listing: int) -> None:
    assert estimate(WitnessCounts(feed=feed, listing=listing)) is None


def test_witnesses_that_share_nothing_tell_that_much_is_unseen() -> None:
    told = estimate(WitnessCounts(feed=10, listing=10, both=0))
    assert told is not None
    assert told.high > 100


def test_the_interval_holds_the_truth_in_nine_of_ten_worlds_of_independent_losses() -> None:
    held = 0
    for seed in range(WORLDS):
        random = Random(seed)
        articles = random.randint(30, 2000)
        losses = random.uniform(0.01, 0.2), random.uniform(0.01, 0.2)
        feed, listing = (
            {number for number in range(articles) if random.random() > loss} for loss in losses
        )
        told = estimate(WitnessCounts(len(feed), len(listing), len(feed & listing)))
        assert told is not None
        held += told.low <= articles <= told.high
    assert held >= 0.9 * WORLDS
