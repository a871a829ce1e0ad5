"""What workers are given to do on the sites of the tests, and what must come of it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from kazcrawl.cluster.work import NEWS, Scope, Work, backfill, crawl, news
from kazcrawl.sample_site.site import Answer
from kazcrawl.sites.kazinform.editions import EDITIONS
from kazcrawl.sites.registry import main_site
from tests.agency import site as agency
from tests.witness import Witness

EVERYTHING = ("-a", "since=2012-01-01")
AGENCY = tuple(Scope.edition(main_site(), code) for code in EDITIONS)
REPUBLISHED = Scope.address("republisher", "https://ru.republisher.example/")
# Its package is installed where the workers are, and not here.
SECOND_AGENCY = Scope("qalam", "editions=en", agency.HOST, "qalam en")


def everything(
    servers: dict[str, str], scopes: Iterable[Scope] = (*AGENCY, REPUBLISHED)
) -> list[Work]:
    """A job a scope, each of which fetches all that there is."""
    return [crawl(NEWS, scope, servers, "all", *EVERYTHING) for scope in scopes]


def news_and_past(servers: dict[str, str], since: date, until: date) -> Iterator[Work]:
    """The latest news of each edition and its days by months, as people enqueue them; and a
    second agency, and a site, whole."""
    for scope in AGENCY:
        yield news(scope, servers)
        yield from backfill(scope, servers, since, until, by_gaps=True)
    yield from everything(servers, (REPUBLISHED, SECOND_AGENCY))


def republished(site: Witness) -> list[dict[str, Any]]:
    """What a crawl of the one republisher must give."""
    return site.truth(REPUBLISHED.host.partition(".")[0])


def second_agency(host: str, path: str, query: str) -> Answer | None:
    """The second agency's pages, for a witness to show beside the sample site's."""
    if host != agency.HOST:
        return None
    text = agency.answer(f"{path}?{query}" if query else path)
    return Answer(200, text) if text else Answer(404, "nothing here", "text/plain; charset=utf-8")
