"""Was this run good? From the crawl's stats to a verdict with its reason and exit code.

A verdict is read from pages, never from new articles alone: a quiet night is a good run.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

GOOD, FAILED, USAGE, LAYOUT, UNREACHABLE, NOT_DELIVERED, STOPPED, LOCKED = 0, 1, 2, 3, 4, 5, 6, 75
"""The exit codes of ``scrapy crawl``; docs/exit-codes.md says what each means to cron."""

# Reasons for which a crawl ends that are no failure of the program.
_ENDED_WELL = ("finished", "closespider_itemcount", "closespider_pagecount", "closespider_timeout")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run ended: a word, the exit code, one sentence that says why."""

    word: str
    exit_code: int
    reason: str

    @property
    def healthy(self) -> bool:
        """Whether cron may keep silent about the run."""
        return self.word in ("good", "nothing new")


def judge(stats: Mapping[str, Any]) -> Verdict:
    """The verdict on a run from its stats (those of ``spiders/base.py`` and Scrapy's own)."""
    for what in ("archive", "feed", "raw"):
        if reason := stats.get(f"failure/{what}"):
            return Verdict("not delivered", NOT_DELIVERED, str(reason))
    listings, articles = _by_edition(stats, "listing"), _by_edition(stats, "article")
    if signal := stats.get("stopped/by"):
        return Verdict("stopped", STOPPED, f"stopped by {signal} before the end")
    if verdict := _unreachable(stats, listings, articles):
        return verdict
    if verdict := _layout_change(stats, listings, articles):
        return verdict
    raised = stats.get("spider_exceptions/count", 0)
    read = sum(counts["read"] for counts in articles.values())
    if stats.get("finish_reason") not in _ENDED_WELL or raised > read:
        why = f"{raised} pages raised an error" if raised else str(stats.get("finish_reason"))
        return Verdict("failed", FAILED, f"the program failed: {why}; see the log")
    if verdict := _degraded(stats, listings, articles, raised):
        return verdict
    new, revised, gone = (stats.get(f"archive/{one}", 0) for one in ("new", "revised", "gone"))
    if not new and not revised and not gone:
        return Verdict("nothing new", GOOD, "the site holds nothing that the archive lacks")
    return Verdict("good", GOOD, f"{new} new articles, {revised} revised, {gone} gone")


def _by_edition(stats: Mapping[str, Any], kind: str) -> dict[str, defaultdict[str, int]]:
    """Counts of ``<kind>/<edition>/<count>`` by edition."""
    found: dict[str, defaultdict[str, int]] = {}
    for name, value in stats.items():
        parts = name.split("/")
        if len(parts) == 3 and parts[0] == kind:
            found.setdefault(parts[1], defaultdict(int))[parts[2]] += value
    return found


def _unreachable(
    stats: Mapping[str, Any],
    listings: dict[str, defaultdict[str, int]],
    articles: dict[str, defaultdict[str, int]],
) -> Verdict | None:
    down = [e for e, c in listings.items() if c["failed"] and not c["pages"]]
    down += [
        e
        for e, c in articles.items()
        if e not in down and c["failed"] and not c["read"] and not c["unfit"] and c["failed"] > 2
    ]
    if not down:
        return None
    reasons = {k.split("/", 1)[1]: v for k, v in stats.items() if k.startswith("failed/")}
    why = ", ".join(f"{name} ({number})" for name, number in sorted(reasons.items()))
    return Verdict(
        "unreachable", UNREACHABLE, f"nothing could be had of {', '.join(sorted(down))}: {why}"
    )


def _layout_change(
    stats: Mapping[str, Any],
    listings: dict[str, defaultdict[str, int]],
    articles: dict[str, defaultdict[str, int]],
) -> Verdict | None:
    if stats.get("source") == "republisher":
        return None
    for edition, counts in sorted(listings.items()):
        if counts["unfit"] * 2 > counts["pages"]:
            return Verdict(
                "layout change",
                LAYOUT,
                f"{counts['unfit']} of {counts['pages']} listing pages of {edition} "
                "fit no known layout",
            )
    for edition, counts in sorted(articles.items()):
        pages = counts["read"] + counts["unfit"]
        strange = counts["unfit"] + counts["generic"]
        if strange * 2 > pages:
            return Verdict(
                "layout change",
                LAYOUT,
                f"{strange} of {pages} article pages of {edition} fit no known layout",
            )
    return None


def _degraded(
    stats: Mapping[str, Any],
    listings: dict[str, defaultdict[str, int]],
    articles: dict[str, defaultdict[str, int]],
    raised: int,
) -> Verdict | None:
    troubles = []
    if failed := sum(c["failed"] + c["unfit"] for c in listings.values()):
        troubles.append(f"{failed} listing pages failed")
    if failed := sum(c["failed"] + c["unfit"] for c in articles.values()) + raised:
        troubles.append(f"{failed} article pages failed")
    if not troubles:
        return None
    return Verdict("degraded", GOOD, " and ".join(troubles))
