"""Two days of a living site on which every tenth answer fails: the feed holds all of it."""

from datetime import timedelta
from pathlib import Path

from tests.simulation.simulate import Plan, simulate


def test_the_feed_of_two_simulated_days_equals_the_truth_and_the_ledger_is_complete(
    tmp_path: Path,
) -> None:
    looks = ("-s", "KAZCRAWL_REVISIT_SHARE=1")
    # Every third hour: more runs between cost as much and show nothing else.
    plan = Plan(days=2, every=timedelta(hours=3), a_day=140, faults=0.1, settings=looks)
    found = simulate(plan, tmp_path)
    assert found.differences == ""
    assert found.incomplete == []
    # Once, five looks by age, what was told, and the retries of a site that fails.
    assert found.most <= 14
    assert found.codes[0] > 0.9 * len(found.requests), found.codes
    assert len(found.requests) == 17 + 6
