"""The rules of a verdict, the gravest first."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Any

from kazcrawl.health.counts import REFUSALS, Stats, by_edition, by_name, causes, names, seen, total
from kazcrawl.health.fields import rarer
from kazcrawl.health.past import PastRun, comparable
from kazcrawl.health.verdict import Verdict

# Reasons for which a crawl ends that are no failure of the program.
_ENDED_WELL = ("finished", "closespider_itemcount", "closespider_pagecount", "closespider_timeout")
# As many articles must usually be seen before seeing none is strange.
_USUALLY_SEEN = 5
_NOTHING: Counter[str] = Counter()


def judge(stats: Stats, past: Sequence[PastRun] = ()) -> Verdict:
    """The verdict on a run from its stats (those of ``spiders/base.py`` and Scrapy's own).

    ``past`` are the runs of the last weeks; what of them can be compared is chosen here. An
    extraordinary run (a past range, some sections only) is compared with none.
    """
    case = Case(stats, past)
    for rule in _RULES:
        if verdict := rule(case):
            return verdict
    return _well(case)


class Case:
    """A run as the rules look at it."""

    def __init__(self, stats: Stats, past: Sequence[PastRun]) -> None:
        self.stats = stats
        self.listings = by_edition(stats, "listing")
        self.articles = by_edition(stats, "article")
        self.discoveries = by_edition(stats, "discovery")
        self.refused = by_name(stats, "refused") or self._refusals()
        self.started = _moment(stats.get("run/started") or stats.get("start_time"))
        ordinary = bool(stats.get("run/ordinary"))
        self.past = [run for run in past if run.ordinary and run.started < self.started]
        self.usual = comparable(past, self.started) if ordinary else []

    def _refusals(self) -> Counter[str]:
        """Refused pages by edition, where every failure of the run was a refusal."""
        reasons = by_name(self.stats, "failed")
        if not reasons or not set(reasons) <= set(REFUSALS):
            return Counter()
        editions = set(self.listings) | set(self.articles)
        counts = {
            one: self.listing(one)["failed"] + self.article(one)["failed"] for one in editions
        }
        return Counter({one: number for one, number in counts.items() if number})

    def listing(self, edition: str) -> Counter[str]:
        """The counts of an edition's listing pages."""
        return self.listings.get(edition, _NOTHING)

    def article(self, edition: str) -> Counter[str]:
        """The counts of an edition's article pages."""
        return self.articles.get(edition, _NOTHING)

    def answers(self, edition: str) -> int:
        """How many of an edition's pages came as they should."""
        told = self.discovery(edition)
        came = ("read", "unfit", "missing", "unchanged", "invalid")
        return (
            self.listing(edition)["pages"]
            + sum(self.article(edition)[one] for one in came)
            + any(told[name] for name in told if name.endswith(("_entries", "_unchanged")))
        )

    def discovery(self, edition: str) -> Counter[str]:
        """What an edition's RSS and sitemap told, as ``rss_entries``, ``sitemap_missing``, …"""
        return self.discoveries.get(edition, _NOTHING)

    def usually_seen(self, edition: str) -> float:
        """How many articles an edition's listings named in comparable runs: the median, or 0."""
        found = []
        for stats in self.usual:
            counts = (by_edition(stats, kind) for kind in ("listing", "article", "discovery"))
            number = seen(*(one.get(edition, _NOTHING) for one in counts))
            if number is not None:
                found.append(number)
        return median(found) if found else 0


def _moment(value: Any) -> datetime:
    """When a run began: Scrapy's stat, or the same from JSON."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return datetime.max.replace(tzinfo=UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _not_delivered(case: Case) -> Verdict | None:
    for what in ("archive", "feed", "raw"):
        if reason := case.stats.get(f"failure/{what}"):
            return Verdict("not delivered", str(reason), {"what": what, **_articles(case)})
    return None


def _stopped(case: Case) -> Verdict | None:
    if signal := case.stats.get("stopped/by"):
        return Verdict(
            "stopped", f"stopped by {signal} before the end", {"by": signal, **_articles(case)}
        )
    return None


def _refused(case: Case) -> Verdict | None:
    """An edition that refused as many pages as it gave, or a listing that was to go on."""
    by: dict[str, str] = {}
    for edition, number in case.refused.items():
        cut = case.listing(edition)["failed"]
        # Its RSS may have come: what counts is that its pages may not be had.
        if number and (number >= case.answers(edition) or 0 < cut <= number):
            by[edition] = f"{number} refused, {case.answers(edition)} answered"
    if not by:
        return None
    why = causes(case.stats) or "a challenge or log-in page stood in the article's place"
    told = "; ".join(f"{edition}: {counts}" for edition, counts in sorted(by.items()))
    return Verdict("refused", f"the site refuses us at {names(by)} ({told}): {why}", by)


def _unreachable(case: Case) -> Verdict | None:
    down = {
        edition: failed
        for edition in {*case.listings, *case.articles, *case.discoveries}
        if (failed := _failures(case, edition)) and not case.answers(edition)
    }
    for edition, article in case.articles.items():
        came = sum(article[one] for one in ("read", "unfit", "missing", "unchanged", "invalid"))
        if article["failed"] > 2 and not came:
            down[edition] = article["failed"]
    if down:
        why = causes(case.stats)
        return Verdict(
            "unreachable", f"nothing could be had of {names(down)}: {why}", {"failed": down}
        )
    asked = set(case.stats.get("run/editions") or ())
    silent = [one for one in asked if not case.listing(one) and not case.discovery(one)]
    if silent and case.stats.get("finish_reason") == "finished":
        return Verdict(
            "unreachable", f"no listing page of {names(silent)} was answered", {"asked": 0}
        )
    return None


def _failures(case: Case, edition: str) -> int:
    told = case.discovery(edition)
    return (
        case.listing(edition)["failed"]
        + case.article(edition)["failed"]
        + sum(told[name] for name in told if name.endswith("_failed"))
    )


def _layout_change(case: Case) -> Verdict | None:
    if case.stats.get("source") == "republisher":
        return None
    for edition, counts in sorted(case.listings.items()):
        if counts["unfit"] * 2 > counts["pages"]:
            return Verdict(
                "layout change",
                f"{counts['unfit']} of {counts['pages']} listing pages of {edition} "
                "fit no known layout",
                {"edition": edition, "unfit": counts["unfit"], "pages": counts["pages"]},
            )
    for edition, counts in sorted(case.articles.items()):
        pages = counts["read"] + counts["unfit"]
        strange = counts["unfit"] + counts["generic"]
        if strange * 2 > pages:
            return Verdict(
                "layout change",
                f"{strange} of {pages} article pages of {edition} fit no known layout",
                {"edition": edition, "unfit": strange, "pages": pages},
            )
    for edition in sorted(case.listings):
        middle = case.usually_seen(edition)
        found = seen(case.listing(edition), case.article(edition), case.discovery(edition))
        if found == 0 and middle >= _USUALLY_SEEN:
            return Verdict(
                "layout change",
                f"{case.listing(edition)['pages']} listing pages of {edition} came and named no "
                f"article; usually they name {middle:.0f}",
                {"edition": edition, "seen": 0, "usually": middle},
            )
    return None


def _failed(case: Case) -> Verdict | None:
    raised = case.stats.get("spider_exceptions/count", 0)
    read = total(case.articles, "read")
    ending = case.stats.get("finish_reason")
    if ending in _ENDED_WELL and raised <= read:
        return None
    why = f"{raised} pages raised an error" if raised else str(ending)
    return Verdict("failed", f"the program failed: {why}; see the log", {"raised": raised})


def _degraded(case: Case) -> Verdict | None:
    troubles: list[str] = []
    figures: dict[str, Any] = {}

    def trouble(name: str, number: int, text: str) -> None:
        if number:
            troubles.append(text)
            figures[name] = number

    failed = total(case.listings, "failed", "unfit")
    trouble("listings failed", failed, f"{failed} listing pages failed")
    raised = case.stats.get("spider_exceptions/count", 0)
    failed = total(case.articles, "failed", "unfit", "invalid") + raised
    why = causes(case.stats)
    trouble(
        "articles failed", failed, f"{failed} article pages failed" + (f": {why}" if why else "")
    )
    number = sum(case.refused.values())
    trouble("refused", number, f"{number} pages of {names(case.refused)} were refused")
    for edition, what in _missing(case):
        trouble(f"{edition} {what}", 1, f"{edition}: {what}")
    for rare in rarer(case.stats, case.past):
        troubles.append(
            f"{rare.field} of {rare.edition} ({rare.layout}) stands on {rare.having} of "
            f"{rare.records} pages, usually on {rare.usual:.0%}"
        )
        figures[f"{rare.edition} {rare.layout} {rare.field}"] = f"{rare.having}/{rare.records}"
    return Verdict("degraded", "; ".join(troubles), figures) if troubles else None


def _missing(case: Case) -> list[tuple[str, str]]:
    """``(edition, what)`` of the feeds for machines that are lacking.

    One that is not there is told once: what an earlier run lacked is no news.
    """
    found = []
    for edition, counts in sorted(case.discoveries.items()):
        for name in sorted(counts):
            source, _, what = name.rpartition("_")
            stat = f"discovery/{edition}/{name}"
            if what in ("missing", "broken") and not any(one.stats.get(stat) for one in case.past):
                found.append((edition, f"{source} is {what}"))
            elif what == "failed":
                found.append((edition, f"{source} failed"))
    return found


def _articles(case: Case) -> dict[str, Any]:
    return {one: case.stats.get(f"archive/{one}", 0) for one in ("new", "revised", "gone")}


def _well(case: Case) -> Verdict:
    figures = _articles(case) | {
        "listing pages": total(case.listings, "pages"),
        "article pages": total(case.articles, "read", "unchanged"),
    }
    if not any(_articles(case).values()):
        return Verdict("nothing new", "the site holds nothing that the archive lacks", figures)
    return Verdict(
        "good",
        f"{figures['new']} new articles, {figures['revised']} revised, {figures['gone']} gone",
        figures,
    )


_RULES: tuple[Callable[[Case], Verdict | None], ...] = (
    _not_delivered,
    _stopped,
    _refused,
    _unreachable,
    _layout_change,
    _failed,
    _degraded,
)
