"""The rules of a verdict, the gravest first."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from kazcrawl.health.case import Case
from kazcrawl.health.causes import causes
from kazcrawl.health.degraded import degraded
from kazcrawl.health.editions import layout_change, refused, unreachable
from kazcrawl.health.past import PastRun
from kazcrawl.health.run_report import RunReport
from kazcrawl.health.verdict import Verdict

Rule = Callable[[Case], Verdict | None]

# Reasons for which a crawl ends that are no failure of the program: its end, and what is told by
# a verdict of its own.
_ENDED_WELL = ("finished", "stopped", "archive_failed", "feed_failed", "raw_failed")
# The beginning of the reasons that Scrapy's settings of the same name in capitals give.
_BOUND = "closespider_"


def judge(report: RunReport, past: Sequence[PastRun] = ()) -> Verdict:
    """The verdict on a run.

    ``past`` are the runs of the last weeks; what of them can be compared is chosen here. An
    extraordinary run (a past range, some sections only) is compared with none. The gravest rule
    that holds gives word and figures; whatever other editions are in trouble is named behind it.
    """
    case = Case(report, past)
    for rule in _RULES:
        if verdict := rule(case):
            others = [other(case) for other in _OF_EDITIONS if other is not rule]
            reasons = [verdict.reason, *(other.reason for other in others if other)]
            return replace(verdict, reason="; ".join(reasons))
    return _well(report)


def _locked(case: Case) -> Verdict | None:
    if holder := case.report.trouble.get("publisher"):
        what = "everything fetched is archived, and waits for the next run to publish it"
        return Verdict("locked", f"{holder}; {what}", _articles(case.report))
    return None


def _not_delivered(case: Case) -> Verdict | None:
    for what in ("archive", "feed", "raw", "output"):
        if reason := case.report.trouble.get(what):
            return Verdict("not delivered", reason, {"what": what, **_articles(case.report)})
    return None


def _failed(case: Case) -> Verdict | None:
    """Errors of the program itself, articles that it lost, and an end that nobody asked for."""
    report, why = case.report, []
    editions = report.editions.values()
    raised, ending = report.exceptions, str(report.finish_reason)
    lost = sum(edition.articles.unaccounted for edition in editions)
    if raised:
        why.append(f"{raised} pages raised an error")
    if lost:
        why.append(f"{lost} articles were read and are not accounted for")
    # A run that lost its servers is left at once, before Scrapy could note how it ended.
    is_left = report.finish_reason is None and "archive" in report.trouble
    is_asked_for = bool(report.stopped_by) or ending.startswith(_BOUND) or is_left
    if not is_asked_for and ending not in _ENDED_WELL:
        why.append(ending)
    if not why:
        return None
    case.is_failure_told = True
    told = causes({code: edition.errors for code, edition in report.editions.items()}, named=True)
    reason = ", ".join(why) + "; see the log" + (f": {told}" if told else "")
    figures = {"raised": raised} | ({"unaccounted": lost} if lost else {})
    return Verdict("failed", f"the program failed: {reason}", figures)


def _stopped(case: Case) -> Verdict | None:
    ending = str(case.report.finish_reason)
    by = case.report.stopped_by or (ending.upper() if ending.startswith(_BOUND) else None)
    if by is None:
        return None
    figures = {"by": by, **_articles(case.report)}
    return Verdict("stopped", f"stopped by {by} before the end", figures)


def _well(report: RunReport) -> Verdict:
    editions = report.editions.values()
    new = _articles(report)
    figures = new | {
        "listing pages": sum(edition.listings.pages for edition in editions),
        "article pages": sum(
            edition.articles.read + edition.articles.unchanged for edition in editions
        ),
    }
    if not any(new.values()):
        return Verdict("nothing new", "the site holds nothing that the archive lacks", figures)
    return Verdict(
        "good", f"{new['new']} new articles, {new['revised']} revised, {new['gone']} gone", figures
    )


def _articles(report: RunReport) -> dict[str, Any]:
    archived = report.archived
    return {"new": archived.new, "revised": archived.revised, "gone": archived.gone}


_RULES: tuple[Rule, ...] = (
    _locked,
    _not_delivered,
    _failed,
    refused,
    unreachable,
    layout_change,
    _stopped,
    degraded,
)
_OF_EDITIONS: tuple[Rule, ...] = (_failed, refused, unreachable, layout_change, degraded)
