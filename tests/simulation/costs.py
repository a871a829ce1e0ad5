"""What a simulated day costs in requests, beside a plain re-walk and the least that could do.

    python -m tests.simulation.costs

The day is the one before the simulation's end: what the first run fetches lies a day back.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from kazcrawl.sites.kazinform.editions import EDITIONS
from tests.simulation.simulate import Plan, Result, simulate


@dataclass(frozen=True)
class Costs:
    """Requests of a day of runs.

    ``least``: every new and every changed article once, and one check per edition and run.
    ``plain``: every run walks and reads all of it anew, as a crawler without an archive does.
    """

    runs: int
    new: int
    changed: int
    ours: int
    plain: int

    @property
    def least(self) -> int:
        return self.new + self.changed + len(EDITIONS) * self.runs


def costs(plan: Plan, result: Result) -> Costs:
    """The costs of a plan's last day."""
    since = plan.end - timedelta(days=1)
    ours = [
        requests
        for moment, requests in zip(result.moments, result.requests, strict=True)
        if since < moment <= plan.end
    ]
    room = plan.room()
    new = changed = 0
    for code in EDITIONS:
        for number in range(room.size(code)):
            new += since < room.published(code, number) <= plan.end
            happens = room.is_rewritten(code, number) or room.is_gone(code, number)
            changed += happens and since < room.changed_at(code, number) <= plan.end
    return Costs(len(ours), new, changed, sum(ours), result.anew * len(ours))


def main() -> None:
    """Runs the days and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.costs")
    parser.add_argument("--days", type=float, default=2)
    parser.add_argument("--every", type=int, default=30, help="minutes between runs")
    parser.add_argument("--a-day", type=int, default=570, help="articles a day, all editions")
    options = parser.parse_args()
    plan = Plan(
        days=options.days, every=timedelta(minutes=options.every), a_day=options.a_day, anew=True
    )
    with tempfile.TemporaryDirectory() as folder:
        result = simulate(plan, Path(folder))
    found = costs(plan, result)
    print(json.dumps(result.codes), "differences to the truth:", result.differences or "none")
    print(f"{found.runs} runs in a day: {found.new} new articles, {found.changed} changed")
    for name, number in (("plain", found.plain), ("ours", found.ours), ("least", found.least)):
        print(f"{name:6} {number:8,} requests  {number / found.least:7.2f} x the least")


if __name__ == "__main__":
    main()
