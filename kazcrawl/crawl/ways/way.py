"""What every way over a walk shares: what it asks for, what is asked for again, how it ends."""

import logging
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl.archive import ArchiveError
from kazcrawl.crawl import ledger
from kazcrawl.crawl.account import NEVER_SENT
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.recheck import Recheck
from kazcrawl.crawl.tail import Tail
from kazcrawl.crawl.walk import Ending, Step, Walk
from kazcrawl.fetch.browser import BrowserError
from kazcrawl.fetch.refusals import REFUSALS, NotAskedError
from kazcrawl.fetch.responses import GONE, NOT_MODIFIED, answered_address, status_of
from kazcrawl.sites.addresses import bare

logger = logging.getLogger(__name__)


class Way:
    """A walk under way.

    ``is_audit``: it reads again what was called complete, and is no part of what the run walks.
    """

    is_audit = False

    def __init__(self, articles: Articles, walk: Walk) -> None:
        self.context = articles.context
        self.articles = articles
        self.account = articles.account
        self.walk = walk
        self.report = self.context.report.edition(walk.edition)
        # Pages that did not come, or do not continue the page before: asked for once more when all
        # else was read.
        self._lost: list[int] = []
        self._asked_again: set[int] = set()
        self._recheck: Recheck | None = None
        self._is_over = False
        self.tail: Tail | None = None

    @property
    def has_numbers(self) -> bool:
        """Whether every page that was read can be asked for by its number."""
        return True

    def parse(self, response: Response, number: int) -> Iterator[Request]:
        """What a page of the walk brings."""
        raise NotImplementedError

    # --- what is asked for ------------------------------------------------------------------

    def begin(self) -> Request:
        """The walk's first request."""
        return self.request(1)

    def request(self, number: int) -> Request:
        """A request for one page, counted from 1; the first one is conditional where it can be."""
        url = self.walk.page(number)
        is_conditional = number == 1 and self.walk.is_conditional and self._recheck is None
        # Behind the articles: a walk that runs ahead would fill the memory with requests.
        return Request(
            url,
            headers=self.context.standing.headers(url) if is_conditional else {},
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"number": number},
            meta={"handle_httpstatus_list": [NOT_MODIFIED]},
            priority=-1,
        )

    def next(self, number: int) -> Request:
        """What is asked for behind a page, where the walk goes on."""
        return self.request(number + 1)

    def again(self) -> list[Request]:
        """Requests for the pages that did not come, each once.

        Where nothing came of the site at all it is down, and asking goes on with the next run.
        """
        lost, self._lost = self._lost, []
        if not self.context.is_answering():
            self.report.listings.failed += len(lost)
            return []
        return [self._again(number) for number in lost]

    def _again(self, number: int) -> Request:
        """A request for a page once more; where there must be one, reading begins a page before
        it, because meanwhile the list may have moved."""
        walk = self.walk
        is_doubtful_end = walk.doubted(number) is not None and not walk.is_promised(number)
        if walk.depth < number - 1 or is_doubtful_end or self._recheck is not None or number == 1:
            return self.request(number)
        walk.rewind(number - 1)
        return self.request(number - 1)

    def confirm(self) -> list[Request]:
        """Requests for the second reading of a walk that came to its end, once all else was
        read."""
        numbers = self._recheck.begin() if self._recheck else []
        # In their order: Scrapy's queue gives the last of equals first.
        return [self.request(number).replace(priority=-number) for number in numbers]

    def settled(self, url_hash: str) -> list[Request]:
        """What follows when an article's page came to something."""
        return []

    def release(self) -> list[Request]:
        """What follows if nothing more is waited for."""
        return []

    def further(self) -> list["Way"]:
        """Ways that must be gone as well by what this one met, once all else was read."""
        return []

    # --- what follows -----------------------------------------------------------------------

    def follow(self, number: int, step: Step, new: int) -> Iterator[Request]:
        """What comes behind a page that showed ``new`` articles to ask for."""
        if step is Step.GO_ON:
            yield self.next(number)
        elif step is Step.END:
            self.ended()
        elif step is Step.DOUBT:
            if self.walk.is_promised(number) and number not in self.walk.leaps:
                logger.warning(
                    "%s: %s, and the pager names more",
                    self.walk.edition,
                    self.walk.doubted(number),
                )
            self._lost.append(number)

    def doubt(self, number: int, what: str) -> Iterator[Request]:
        """What comes behind a page that does not continue the one before."""
        if self._recheck is not None:
            self._lose(number)
        else:
            yield from self.follow(number, self.walk.doubt(number, what), 0)

    # --- how it ends --------------------------------------------------------------------------

    def end(self, ending: Ending, witness: str) -> None:
        """The walk came to its end."""
        self.walk.end(ending, witness)
        self.ended()

    def ended(self) -> None:
        """The walk is at its end: what the ledger is to tell of several pages is read again."""
        if self.walk.depth > 1 and ledger.is_entitled(self.walk):
            self._recheck = Recheck(self.walk, self.tail, with_last=self.has_numbers)
        else:
            self.close()

    def close(self) -> None:
        """Notes in the ledger what the walk entitles to, or what contradicts it."""
        walk = self.walk
        self._is_over = True
        if walk.ending is Ending.CONTRADICTED:
            logger.warning("%s: %s: %s", walk.edition, walk.address, walk.witness)
            self.report.contradictions[walk.witness] += 1
        try:
            self.note()
        except ArchiveError as error:
            self.context.stop("archive", error)

    def finish(self) -> None:
        """The run ended by itself: where the walk did not, and nothing tells why, a page of it was
        never sent for."""
        listings = self.report.listings
        if not (self._is_over or listings.failed or listings.unfit or self.report.failures):
            listings.failed += 1
            self.report.failures[NEVER_SENT] += 1

    def note(self) -> None:
        """Notes what the walk, now at its proved end, entitles to. Raises ArchiveError."""
        ledger.note(self.context, self.walk)

    def failed(self, failure: Failure) -> "list[Request] | None":
        """A page did not come."""
        number = failure.request.cb_kwargs["number"]  # type: ignore[attr-defined]
        # What another edition lacks says nothing of this one.
        is_gone = status_of(failure) in GONE and self._is_own(answered_address(failure))
        if is_gone and number > 1:
            # WordPress answers 404 past the last page.
            return list(self.doubt(number, f"HTTP {status_of(failure)} at page {number}"))
        self.account.note_failure(failure, self.walk.edition)
        if status_of(failure) in REFUSALS:
            said = status_of(failure), failure.request.url  # type: ignore[attr-defined]
            logger.warning("%s: HTTP %d: %s", self.walk.edition, *said)
        if is_gone:
            self._lose_section("missing")
        # The browser has tried twice itself; what may not be asked for now may not be later.
        elif not isinstance(failure.value, BrowserError | NotAskedError):
            self._lose(number)
            return None
        self.report.listings.failed += 1
        return None

    def _is_own(self, url: str) -> bool:
        named = self.context.site.addresses.edition_of(url)
        return named is None or bare(named.code) == bare(self.walk.edition)

    def _lose(self, number: int) -> None:
        """A page is lacking: one refusal among good answers must not cut a walk short."""
        if number not in self._asked_again:
            self._asked_again.add(number)
            self._lost.append(number)
            return
        self.report.listings.failed += 1
        if self._recheck is not None:
            self._recheck.fail(number)

    def _lose_section(self, why: str) -> None:
        """A section that is empty or gone does not make its edition's run incomplete."""
        if self.walk.section is not None:
            self.end(Ending.ABSENT, why)
