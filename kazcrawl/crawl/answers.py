"""What comes of the articles that were asked for: read, unchanged, missing, or a failure."""

import logging
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.archive import ArchiveError
from kazcrawl.archive.waiting import reason_of as reason_of_waiting
from kazcrawl.crawl.account import Account
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.cut import CutPages
from kazcrawl.crawl.doubt import Doubts
from kazcrawl.crawl.leads import Leads
from kazcrawl.crawl.records import Finding, fetched_of
from kazcrawl.disk.steps import reached
from kazcrawl.fetch.challenges import Challenges
from kazcrawl.fetch.ends import NO_END
from kazcrawl.fetch.responses import (
    GONE,
    NO_TEXT,
    NOT_MODIFIED,
    UNASKED,
    headers_of,
    html_page,
    is_unasked,
    reason_of,
    refused_until,
    status_of,
    validators_of,
)
from kazcrawl.items import LOOK, Fetched, Found
from kazcrawl.pages import GENERIC, Page, Reading
from kazcrawl.raw import RawPage
from kazcrawl.record import digest

logger = logging.getLogger(__name__)

# One text under more addresses in a run is a wall, a notice or a cache's mix-up; where the page is
# not what its card announced, under more than one.
_MOST_ALIKE = 2
# Why a page is not its address's article. One for which it waits does not become so by waiting.
_ANOTHERS = (
    "its canonical link is another article's",
    "the page of another article",
    "the same text as under other addresses",
)

WAS_MISSING = "kazcrawl_was_missing"
"""In a request's meta: a list shows what was not there in two runs."""


class Answers:
    """Articles that are asked for, and what comes of them."""

    def __init__(self, context: RunContext, account: Account, challenges: Challenges) -> None:
        self.context = context
        self.account = account
        self.challenges = challenges
        self.cut = CutPages(context)
        self.doubts = Doubts(context)
        self.leads = Leads(context, account)

    def request(self, found: Found, kind: str, former: Found | None = None) -> Request:
        """A request for one article; ``kind`` tells what waits when it fails.

        Where an archived article may be the same under its former address, that is asked for.
        """
        self.context.memory.depart(found.url_hash)
        led_by = {"former": former} if former else {}
        return Request(
            self.context.site.addresses.canonical((former or found).url),
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"found": found, "kind": kind, **led_by},
            meta={"handle_httpstatus_list": [NOT_MODIFIED]},
        )

    # --- what comes of it -------------------------------------------------------------------

    def parse(
        self, response: Response, found: Found, kind: str, former: Found | None = None
    ) -> Iterator[Fetched | Request]:
        """The article of a page; whatever else the page is, is noted.

        A former address that answers by itself is another article's, or the same text is at both:
        it is looked at, and the new address asked for.
        """
        reached("after fetch")
        try:
            yield from self._came(response, found, kind, former)
        except ArchiveError as error:
            self.context.stop("archive", error)

    def _came(
        self, response: Response, found: Found, kind: str, former: Found | None
    ) -> Iterator[Fetched | Request]:
        addresses = self.context.site.addresses
        if is_unasked(response):
            self.account.failed(found, kind, UNASKED)
            self.context.report.edition(found.edition).failures[UNASKED] += 1
            return
        if former is not None:
            self.context.memory.look(former.url_hash)
            is_forgotten = self.leads.is_forgotten(former)
            if addresses.canonical(response.url) != addresses.canonical(found.url):
                if not is_forgotten:
                    yield from self._came(response, former, LOOK, None)
                yield self.request(found, kind)
                return
            if is_forgotten:
                self.context.archive.add_aliases(former.url_hash, addresses.identities(found.url))
                self.account.arrived(found)
                return
        is_believed = self.leads.believes(found, kind, response.url)
        if response.status == NOT_MODIFIED and is_believed:
            self.account.unchanged(found)
            return
        yield from self._read(response, found, kind, is_believed)

    def _read(
        self, response: Response, found: Found, kind: str, is_believed: bool
    ) -> Iterator[Fetched | Request]:
        """The article of a page, if it is one and the one of its address."""
        page = html_page(response)
        try:
            reading = self.context.site.layouts.read_article(page) if page else None
        except Exception:
            self._keep_raw(response, found, kind)
            raise
        # Words never refuse what a known layout reads; what the page is made of may.
        is_known = reading is not None and reading.layout != GENERIC
        if self.challenges.is_refusal(response, None if is_known else page, found.edition):
            self.account.failed(found, kind, "challenge")
        elif not is_believed:
            self.leads.refuse(found, kind)
        elif page is not None and self.cut.is_cut(response, page, found):
            yield from self._ask_for_the_rest(response, found, kind)
        elif reading is not None and (why := self._false_article(response, found, reading)):
            logger.warning("%s: %s", why, response.url)
            self.context.report.edition(found.edition).failures[why] += 1
            self.account.failed(found, kind, why)
        elif reading is not None and self.doubts.is_doubtful(response, found, reading):
            yield self.doubts.again(self.request(found, kind))
        else:
            self._keep_raw(response, found, kind)
            yield from self._take(response, page, reading, found, kind)

    def _ask_for_the_rest(self, response: Response, found: Found, kind: str) -> Iterator[Request]:
        if again := self.cut.again(response, self.request(found, kind)):
            yield again
        else:
            self.context.report.edition(found.edition).failures[NO_END] += 1
            self.account.failed(found, kind, NO_END)

    def _take(
        self,
        response: Response,
        page: Page | None,
        reading: Reading | None,
        found: Found,
        kind: str,
    ) -> Iterator[Fetched]:
        """What a page that is kept brings."""
        if page is None:
            self.context.report.edition(found.edition).failures[NO_TEXT] += 1
            self.account.failed(found, kind, NO_TEXT)
            return
        if reading is None:
            if self.context.site.layouts.is_missing(page):
                self.account.missing(found, kind)
            else:
                logger.warning("no known article layout: %s", response.url)
                self.account.unfit(found, kind)
            return
        self.context.ends.note(response, found.edition, reading.layout)
        assert response.request is not None
        if response.request.meta.get(WAS_MISSING):
            logger.warning("%s: was not there in two runs: %s", found.edition, response.url)
        fetched = self._fetched(response, found, kind, reading)
        self._count(reading, found, response.url)
        # A number says nothing of its article: the canonical link alone does.
        own, addresses = fetched.article.url, self.context.site.addresses
        if addresses.is_bare_number(found.url) and not self.leads.believes(found, kind, own):
            self.leads.refuse(found, kind)
            return
        yield fetched

    def _false_article(self, response: Response, found: Found, reading: Reading) -> str | None:
        """Why a page in an article's layout is not the article of its address, None if it is."""
        if reading.is_wall:
            return "a log-in wall in the article's place"
        addresses = self.context.site.addresses
        own = response.url if addresses.is_article(response.url) else found.url
        if addresses.is_another(own, reading.canonical):
            return _ANOTHERS[0]
        if self.context.memory.is_anothers(found.url_hash, reading.headline):
            return _ANOTHERS[1]
        text = digest("\n".join([found.edition, *reading.body]))
        holders = self.context.memory.holders_of(text, found.url_hash)
        most = _MOST_ALIKE
        if self.doubts.is_unannounced(response, found, reading):
            why, most = reason_of_waiting(self.context.archive, found.url_hash), 1
            if why in _ANOTHERS:
                return why
        if len(holders) > most and reading.layout != GENERIC:
            return _ANOTHERS[2]
        return None

    def _count(self, reading: Reading, found: Found, url: str) -> None:
        report = self.context.report
        counts = self.account.counts(found)
        self.account.handed_over(found)
        counts.generic += reading.layout == GENERIC
        report.layouts[reading.layout] += 1
        if reading.disagrees:
            report.disagreements[reading.layout] += 1
            logger.warning("%s finds half of an article: %s", reading.layout, url)

    def _fetched(self, response: Response, found: Found, kind: str, reading: Reading) -> Fetched:
        assert response.request is not None
        finding = Finding(
            found=found,
            kind=kind,
            answered=response.url,
            asked=(found.url, *response.request.meta.get("redirect_urls", ())),
            fetched_at=self.context.clocks.now(),
            crawl_id=self.context.crawl_id,
            validators=validators_of(response),
        )
        fetched = fetched_of(reading, self.context.site, finding)
        claimed = self.context.site.language(found.edition, reading)
        self.context.report.language_mismatches += fetched.article.in_language != claimed
        return fetched

    def failed(self, failure: Failure) -> list[Request]:
        """An article's page did not come; that of a former address tells nothing of the new."""
        request = failure.request  # type: ignore[attr-defined]
        found, kind = request.cb_kwargs["found"], request.cb_kwargs["kind"]
        if "former" in request.cb_kwargs:
            return [self.request(found, kind)]
        if status_of(failure) in GONE:
            self.account.missing(found, kind)
            return []
        self.account.note_failure(failure, found.edition)
        self.account.failed(found, kind, reason_of(failure), refused_until(failure))
        return []

    def _keep_raw(self, response: Response, found: Found, kind: str) -> None:
        """Keeps the page as it came, so that a parser mended later needs no second crawl."""
        context = self.context
        if context.raw is None:
            return
        assert response.request is not None
        headers = headers_of(response)
        page = RawPage(
            url=response.url,
            asked=response.request.meta.get("redirect_urls", [response.url])[0],
            fetched_at=clock.text(context.clocks.now()),
            source=context.site.name,
            edition=found.edition,
            content_type=next(
                (value for name, value in headers if name.lower() == "content-type"), None
            ),
            body=response.body,
            status=response.status,
            section=found.section,
            kind=kind,
        )
        try:
            context.raw.write(page, headers)
        except OSError as error:
            context.stop("raw", error)
