"""The rules about editions: refused, unreachable, or of a layout that is not known."""

from collections.abc import Iterator
from typing import Any

from kazcrawl.health.case import Case
from kazcrawl.health.causes import names
from kazcrawl.health.counts import ArticleCounts
from kazcrawl.health.verdict import Verdict

# As many articles must usually be seen before seeing none is strange.
_USUALLY_SEEN = 5
# An edition whose listings come is down all the same when so many articles fail and none comes.
_FAILED_LEAST = 3
# So many new articles that are not there, and none that is, are no withdrawals.
ABSENT_LEAST = 5


def refused(case: Case) -> Verdict | None:
    """An edition that refused as many pages as it gave, or a listing that was to go on."""
    by: dict[str, str] = {}
    for code, number in case.refused().items():
        edition = case.report.met(code)
        # Its RSS may have come: what counts is that its pages may not be had.
        if number >= edition.answers or 0 < edition.listings.failed <= number:
            by[code] = f"{number} refused, {edition.answers} answered"
    if not by:
        return None
    why = case.causes(by) or "a challenge or log-in page stood in the article's place"
    told = "; ".join(f"{code}: {counts}" for code, counts in sorted(by.items()))
    case.told.update(by)
    return Verdict("refused", f"the site refuses us at {names(by)} ({told}): {why}", by)


def unreachable(case: Case) -> Verdict | None:
    """An edition of which nothing could be had, or that was never asked."""
    reasons: list[str] = []
    figures: dict[str, Any] = {}
    down = _down(case)
    if down:
        reasons.append(f"nothing could be had of {names(down)}: {case.causes(down)}")
        figures["failed"] = down
        case.told.update(down)
    absent = _absent(case)
    for code, number in absent.items():
        reasons.append(
            f"none of {number} new articles of {code} is there: HTTP 404, or a page that says so"
        )
    if absent:
        figures["absent"] = absent
        case.told.update(absent)
    silent = [
        code
        for code in case.report.asked
        if code not in case.told and case.report.met(code).is_silent
    ]
    if silent and case.report.finish_reason == "finished":
        reasons.append(f"no listing page of {names(silent)} was answered")
        figures["asked"] = 0
        case.told.update(silent)
    return Verdict("unreachable", "; ".join(reasons), figures) if reasons else None


def _down(case: Case) -> dict[str, int]:
    """The editions of which nothing came, or no article, with how many pages failed."""
    down = {}
    for code in case.editions:
        edition = case.report.met(code)
        if edition.failed and not edition.answers:
            down[code] = edition.failed
        elif edition.articles.failed >= _FAILED_LEAST and not edition.articles_came:
            down[code] = edition.articles.failed
    return down


def is_all_absent(articles: ArticleCounts) -> bool:
    """Whether the new articles of an edition are not there, too many for withdrawals."""
    return articles.absent >= ABSENT_LEAST and not articles.read


def _absent(case: Case) -> dict[str, int]:
    """The editions whose new articles are not there, with how many."""
    counts = {code: case.report.met(code).articles for code in case.editions}
    return {code: articles.absent for code, articles in counts.items() if is_all_absent(articles)}


def layout_change(case: Case) -> Verdict | None:
    """An edition most of whose pages fit no known layout; not of foreign sites."""
    if case.report.any_host:
        return None
    reasons: list[str] = []
    figures: dict[str, Any] = {}
    for code in case.editions:
        if strange := next(_strange(case, code), None):
            reasons.append(strange[0])
            figures[code] = strange[1]
            case.told.add(code)
    return Verdict("layout change", "; ".join(reasons), figures) if reasons else None


def _strange(case: Case, code: str) -> Iterator[tuple[str, dict[str, float]]]:
    """What is strange about an edition's pages, the listings first, with its figures."""
    edition = case.report.met(code)
    listings, articles = edition.listings, edition.articles
    if listings.unfit * 2 > listings.pages:
        yield (
            f"{listings.unfit} of {listings.pages} listing pages of {code} fit no known layout",
            {"unfit": listings.unfit, "pages": listings.pages},
        )
    pages = articles.read + articles.unfit
    strange = articles.unfit + articles.generic
    if strange * 2 > pages:
        yield (
            f"{strange} of {pages} article pages of {code} fit no known layout",
            {"unfit": strange, "pages": pages},
        )
    middle = case.usually_seen(code)
    if edition.seen == 0 and middle >= _USUALLY_SEEN:
        yield (
            f"{listings.pages} listing pages of {code} came and named no article; "
            f"usually they name {middle:.0f}",
            {"seen": 0, "usually": middle},
        )
    if listings.nameless * 2 > listings.pages:
        yield (
            f"most cards of {listings.nameless} of {listings.pages} listing pages of {code} are no "
            "articles of it",
            {"nameless": listings.nameless, "pages": listings.pages},
        )
