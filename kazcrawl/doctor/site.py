"""The live site: robots.txt, one listing and one article of each edition, and what they gave."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from protego import Protego
from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl import clock, health
from kazcrawl.crawl.records import UnreadableError, read_page
from kazcrawl.fetch.clocks import ahead_of
from kazcrawl.fetch.refusals import REFUSALS
from kazcrawl.fetch.responses import html_page, reason_of
from kazcrawl.fetch.robots import text_of
from kazcrawl.health.causes import cause
from kazcrawl.health.degraded import CLOCKS_APART
from kazcrawl.health.fields import FILLED
from kazcrawl.pages import GENERIC, is_refusal
from kazcrawl.sites.edition import Edition
from kazcrawl.sites.site import Site

# Without these an article is no article; the others may be missing on any page.
_NEEDED = ("headline", "body", "date")
# A listing's first card may be a page that was taken down.
_TRIES = 3


@dataclass(slots=True)
class Finding:
    """What one edition gave; ``code`` is the exit code of the worst of it."""

    edition: str
    robots: str = "not asked"
    listing: str = "not asked"
    article: str = "not asked"
    fields: dict[str, bool] = field(default_factory=dict)
    code: int = health.UNREACHABLE
    clock_off: float | None = None


class DoctorSpider(Spider):
    """Asks for three pages of each edition, or as few as robots.txt allows."""

    name = "doctor"
    custom_settings: ClassVar[dict[Any, Any]] = {  # type: ignore[misc]  # Scrapy's type is wider
        "EXTENSIONS": {},
        "ITEM_PIPELINES": {},
        "ROBOTSTXT_OBEY": False,  # it is read here, and obeyed
        "RETRY_TIMES": 1,
    }
    site: Site
    editions: tuple[Edition, ...]
    findings: dict[str, Finding]

    async def start(self) -> AsyncIterator[Any]:
        self.findings = {one.code: Finding(one.code) for one in self.editions}
        for edition in self.editions:
            yield self._request(edition, "/robots.txt", self.parse_robots)

    def _request(self, edition: Edition, path: str, callback: Any, **more: Any) -> Request:
        return Request(
            path if "://" in path else edition.root + path,
            callback=callback,
            errback=self.failed,
            cb_kwargs={"edition": edition, **more},
            meta={"handle_httpstatus_all": True},
            dont_filter=True,
        )

    def parse_robots(self, response: Response, edition: Edition) -> Iterator[Request]:
        """What robots.txt allows; one that is not there allows everything."""
        finding = self.findings[edition.code]
        finding.clock_off = ahead_of(response)
        if response.status >= 500:
            finding.robots = cause(str(response.status))
            return
        finding.robots = "allows all" if response.status >= 400 else "read"
        rules = Protego.parse(text_of(response) if response.status < 400 else "")
        agent = str(self.settings["USER_AGENT"])
        url = edition.front_page().replace("{page}", "1")
        if not rules.can_fetch(url, agent):
            finding.robots = finding.listing = "forbids the listing"
            return
        yield self._request(edition, url, self.parse_listing, rules=rules)

    def parse_listing(
        self, response: Response, edition: Edition, rules: Protego
    ) -> Iterator[Request]:
        """Which layout the listing has, and the articles that it names."""
        finding = self.findings[edition.code]
        page = html_page(response)
        if trouble := _trouble(response):
            finding.listing = trouble
            return
        listing = self.site.layouts.read_listing(page) if page else None
        finding.code = health.LAYOUT
        if listing is None:
            finding.listing = "no known layout"
            return
        urls = [
            card.url
            for card in listing.cards
            if self.site.addresses.is_article_of(edition.code, card.url)
            and rules.can_fetch(card.url, str(self.settings["USER_AGENT"]))
        ]
        finding.listing = f"{listing.layout}, {len(urls)} articles"
        if urls:
            yield self._request(edition, urls[0], self.parse_article, rest=urls[1:_TRIES])

    def parse_article(
        self, response: Response, edition: Edition, rest: list[str]
    ) -> Iterator[Request]:
        """Which layout read the article, and which fields came."""
        finding = self.findings[edition.code]
        try:
            if trouble := _trouble(response):
                finding.code = health.UNREACHABLE
                raise UnreadableError(trouble)
            header = response.headers.get("Content-Type")
            found = read_page(
                response.body,
                response.url,
                header.decode("latin-1") if header else None,
                clock.now(),
            )
        except UnreadableError as error:
            finding.article = str(error)
            if rest:
                yield self._request(edition, rest[0], self.parse_article, rest=rest[1:])
            return
        finding.article = str(found["layout"])
        finding.fields = {name: bool(found[of]) for name, of in FILLED.items()}
        whole = all(finding.fields[name] for name in _NEEDED)
        finding.code = health.GOOD if whole and found["layout"] != GENERIC else health.LAYOUT

    def failed(self, failure: Failure) -> None:
        """A page did not come."""
        request = failure.request  # type: ignore[attr-defined]
        finding = self.findings[request.cb_kwargs["edition"].code]
        said = cause(reason_of(failure))
        finding.code = health.UNREACHABLE
        if request.url.endswith("/robots.txt"):
            finding.robots = said
        elif "rest" in request.cb_kwargs:
            finding.article = said
        else:
            finding.listing = said


def _trouble(response: Response) -> str | None:
    page = html_page(response)
    if page is not None and is_refusal(page):
        return "refused: a challenge or log-in page"
    if response.status in REFUSALS:
        return f"refused: {cause(str(response.status))}"
    return cause(str(response.status)) if response.status >= 400 else None


def clock_trouble(findings: list[Finding]) -> tuple[str, int]:
    """What the servers' clocks say of this machine's, and the exit code."""
    offs = sorted(one.clock_off for one in findings if one.clock_off is not None)
    if not offs:
        return "no server told its time", health.GOOD
    off = offs[len(offs) // 2]
    if abs(off) <= CLOCKS_APART:
        return f"{clock.text(clock.now())}, as the site's", health.GOOD
    side = "ahead of" if off > 0 else "behind"
    return f"{abs(off):,.0f} s {side} the site's", health.FAILED
