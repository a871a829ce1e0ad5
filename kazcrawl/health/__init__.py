"""Was this run good? From a run's account to a verdict with its reason and exit code.

A verdict is read from pages, never from new articles alone: a quiet night is a good run.
Judging is pure: the accounts of a run and of past runs in, a verdict out.
"""

from kazcrawl.health.past import PastRun
from kazcrawl.health.rules import judge
from kazcrawl.health.run_report import RunReport
from kazcrawl.health.verdict import (
    FAILED,
    GOOD,
    LAYOUT,
    LOCKED,
    NOT_DELIVERED,
    STOPPED,
    UNREACHABLE,
    USAGE,
    WORDS,
    Verdict,
)

__all__ = [
    "FAILED",
    "GOOD",
    "LAYOUT",
    "LOCKED",
    "NOT_DELIVERED",
    "STOPPED",
    "UNREACHABLE",
    "USAGE",
    "WORDS",
    "PastRun",
    "RunReport",
    "Verdict",
    "judge",
]
