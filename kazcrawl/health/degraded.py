"""What is no failure of a run, but lacking: pages, feeds for machines, fields."""

from collections.abc import Iterator
from typing import Any

from kazcrawl.health.case import Case
from kazcrawl.health.causes import causes, names
from kazcrawl.health.editions import ABSENT_LEAST
from kazcrawl.health.fields import rarer
from kazcrawl.health.run_report import UNTOLD
from kazcrawl.health.silence import silence
from kazcrawl.health.verdict import Verdict

CLOCKS_APART, CLOCKS_NOT_BELIEVED = 120, 600
"""Seconds by which this machine's clock and the servers' are apart enough to be told, and so far
that none of them is believed."""

# Of so many new articles one that is not there may have been withdrawn.
_ABSENT_SHARE = 4

Lack = tuple[str, str, Any]
"""What is lacking: the name of its figure, a sentence, and the figure."""


def degraded(case: Case) -> Verdict | None:
    """What is lacking at the editions of which no graver rule told."""
    pages = list(_pages(case))
    lacks = [
        *_clock(case),
        *pages,
        *_absent(case),
        *_contradicted(case),
        *_strange(case),
        *_audited(case),
        *_silent(case),
        *_refused(case),
        *_feeds(case, told=bool(pages)),
        *_fields(case),
        *_behind(case),
        *((warning, warning, 1) for warning in case.report.warnings),
    ]
    if not lacks:
        return None
    figures = {name: figure for name, _, figure in lacks}
    return Verdict("degraded", "; ".join(text for _, text, _ in lacks), figures)


def _pages(case: Case) -> Iterator[Lack]:
    """Pages that failed; the causes, which both kinds share, stand behind the last kind."""
    editions = [case.report.met(code) for code in case.editions]
    listings = sum(edition.listings.failed + edition.listings.unfit for edition in editions)
    articles = sum(
        edition.articles.failed + edition.articles.unfit + edition.articles.invalid
        for edition in editions
    )
    failures = {code: case.failures(code) for code in case.editions}
    failures[UNTOLD] = case.failures(UNTOLD)
    why = causes(failures, named=True)
    behind = f": {why}" if why else ""
    if listings:
        yield (
            "listings failed",
            f"{listings} listing pages failed{'' if articles else behind}",
            listings,
        )
    if articles:
        yield "articles failed", f"{articles} article pages failed{behind}", articles


def _absent(case: Case) -> Iterator[Lack]:
    """New articles that are not there, too many for withdrawals."""
    for code in case.editions:
        articles = case.report.met(code).articles
        absent, new = articles.absent, articles.absent + articles.read
        if absent >= ABSENT_LEAST and absent * _ABSENT_SHARE >= new:
            what = "HTTP 404, or a page that says so"
            text = f"{absent} of {new} articles of {code} are not there: {what}"
            yield f"{code} absent", text, absent


def _clock(case: Case) -> Iterator[Lack]:
    """A clock that is minutes off, the machine's or the servers': nobody knows which is right."""
    seconds = case.report.clock_ahead
    if abs(seconds) > CLOCKS_APART:
        side = "ahead of" if seconds > 0 else "behind"
        text = f"this machine's clock is {abs(seconds):,.0f} s {side} the servers' Date"
        lost = "; nothing is noted as walked" if abs(seconds) > CLOCKS_NOT_BELIEVED else ""
        yield "clock ahead", text + lost, seconds


def _contradicted(case: Case) -> Iterator[Lack]:
    """Listings that cannot be read to a proved end: their days are not called complete."""
    for code in case.editions:
        for what, number in case.report.met(code).contradictions.items():
            yield f"{code} contradicted", f"{code} contradicts itself: {what}", number


def _strange(case: Case) -> Iterator[Lack]:
    """Cards that may be articles under addresses of a form that is not known."""
    for code in case.editions:
        if number := case.report.met(code).listings.strange:
            text = (
                f"{code}: {number} cards lead to the site, and to no article's address; see the log"
            )
            yield f"{code} strange cards", text, number


def _audited(case: Case) -> Iterator[Lack]:
    """What an audit found missing from days that were called complete: it is fetched now."""
    for code in case.editions:
        audit = case.report.met(code).audit
        if audit.missed:
            text = (
                f"{code}: {audit.missed} of {audit.listed} articles were missing from days called "
                f"complete (recall {audit.recall:.1%})"
            )
            yield f"{code} audit", text, audit.missed


def _silent(case: Case) -> Iterator[Lack]:
    """Editions that always have news, and have had none for a day."""
    for code in case.editions:
        if (lasting := silence(case, code)) is not None:
            hours, longest = (
                f"{span.total_seconds() / 3600:.0f} h"
                for span in (case.report.started - lasting.since, lasting.longest)
            )
            text = f"{code}: nothing new for {hours}; the longest silence before was {longest}"
            yield f"{code} silent", text, hours


def _refused(case: Case) -> Iterator[Lack]:
    if by := case.refused():
        number = sum(by.values())
        yield "refused", f"{number} pages of {names(by)} were refused", number


def _feeds(case: Case, *, told: bool) -> Iterator[Lack]:
    """The feeds for machines that are lacking, with their causes unless these are told.

    One that is not there is told once: what an earlier run lacked is no news.
    """
    for code in case.editions:
        for source, counts in sorted(case.report.met(code).sources.items()):
            for what in ("broken", "missing"):
                if getattr(counts, what) and not _lacked_before(case, code, source, what):
                    yield f"{code} {source} is {what}", f"{code}: {source} is {what}", 1
            if counts.failed:
                why = "" if told else case.causes([code])
                text = f"{code}: {source} failed" + (f": {why}" if why else "")
                yield f"{code} {source} failed", text, 1


def _behind(case: Case) -> Iterator[Lack]:
    """Errors of pipelines behind the archive, which has the article."""
    for code, edition in sorted(case.report.editions.items()):
        number = edition.errors.total() - edition.articles.raised - edition.articles.unaccounted
        if number > 0 and not case.is_failure_told:
            why = causes({code: edition.errors}, named=True)
            yield (
                f"{code} errors",
                f"{number} articles were archived and then failed: {why}",
                number,
            )


def _lacked_before(case: Case, code: str, source: str, what: str) -> bool:
    accounts = (run.report.met(code).sources.get(source) for run in case.past)
    return any(getattr(counts, what) for counts in accounts if counts)


def _fields(case: Case) -> Iterator[Lack]:
    for rare in rarer(case.report, case.past):
        if rare.edition not in case.told:
            yield (
                f"{rare.edition} {rare.layout} {rare.field}",
                f"{rare.field} of {rare.edition} ({rare.layout}) stands on {rare.having} of "
                f"{rare.records} pages, usually on {rare.usual:.0%}",
                f"{rare.having}/{rare.records}",
            )
