"""What a verdict is, and the exit codes that it can carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GOOD, FAILED, USAGE, LAYOUT, UNREACHABLE, NOT_DELIVERED, STOPPED, LOCKED = 0, 1, 2, 3, 4, 5, 6, 75
"""The exit codes of ``scrapy crawl``; docs/exit-codes.md says what each means to cron."""

WORDS: dict[str, int] = {
    "good": GOOD,
    "nothing new": GOOD,
    "degraded": GOOD,
    "failed": FAILED,
    "layout change": LAYOUT,
    "unreachable": UNREACHABLE,
    "refused": UNREACHABLE,
    "not delivered": NOT_DELIVERED,
    "stopped": STOPPED,
    "locked": LOCKED,
}
"""Every verdict and its exit code."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run ended: a word of WORDS, one sentence that names the cause, the figures behind it.

    ``figures`` hold only numbers and text, so that they can be written as JSON.
    """

    word: str
    reason: str
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """What the command returns to the shell."""
        return WORDS[self.word]

    @property
    def healthy(self) -> bool:
        """Whether cron may keep silent about the run."""
        return self.word in ("good", "nothing new")
