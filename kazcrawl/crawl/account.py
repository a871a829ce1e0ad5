"""The account of what was asked for: what failed, what waits, what is looked at again.

Whatever becomes of an article's page, it is said here: to the archive, which remembers what is
still to come, and to those who wait for the article's moment.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.archive import ArchiveError
from kazcrawl.archive.waiting import MISSING, postpone, take_back
from kazcrawl.crawl.context import RunContext
from kazcrawl.fetch.refusals import REFUSALS
from kazcrawl.fetch.responses import reason_of, status_of
from kazcrawl.health.editions import is_all_absent
from kazcrawl.health.run_report import ArticleCounts
from kazcrawl.items import LOOK, NEW, Found

logger = logging.getLogger(__name__)

NEVER_SENT = "never sent"
"""Why a page did not come whose request never came back: a middleware or scheduler of somebody
else's, or a bound of Scrapy's, dropped it without a word."""


class Account:
    """What became of the articles of a run; ``settled`` is called with each one's hash."""

    def __init__(self, context: RunContext) -> None:
        self.context = context
        self.settled: Callable[[str], None] = lambda _url_hash: None
        # Articles that were read and are in the pipelines, and new addresses without an article.
        self._in_pipelines: dict[str, Found] = {}
        # What was asked for and came to nothing yet, with its kind.
        self._asked: dict[str, tuple[Found, str]] = {}
        self._absent: defaultdict[str, list[str]] = defaultdict(list)

    def counts(self, found: Found) -> ArticleCounts:
        """The counts of an article's edition."""
        return self.context.report.edition(found.edition).articles

    def asked(self, found: Found, kind: str) -> None:
        """An article's page is asked for."""
        self._asked[found.url_hash] = found, kind
        self.context.memory.depart(found.url_hash)

    def arrived(self, found: Found, moment: datetime | None = None) -> None:
        """An article's page came to something."""
        self._asked.pop(found.url_hash, None)
        self._in_pipelines.pop(found.url_hash, None)
        self.context.memory.arrive(found.url_hash, moment)
        self.settled(found.url_hash)

    def unchanged(self, found: Found) -> None:
        """The server says that an article's page is as it was."""
        self.counts(found).unchanged += 1
        try:
            now = clock.text(clock.now())
            self.context.archive.unchanged(found.url_hash, checked_at=now)
        except ArchiveError as error:
            self.context.stop("archive", error)
        self.arrived(found)

    def failed(self, found: Found, kind: str, reason: str, until: str | None = None) -> None:
        """An article's page did not come; ``until`` is when its server wants to be asked."""
        self.counts(found).failed += 1
        self._postpone(found, kind, reason, until)
        self.arrived(found)

    def unfit(self, found: Found, kind: str) -> None:
        """A page came that no layout could read."""
        self.counts(found).unfit += 1
        self._postpone(found, kind, "unreadable")
        self.arrived(found)

    def invalid(self, found: Found, kind: str, reason: str) -> None:
        """A page gave an article that is none: no headline, no text."""
        self.counts(found).invalid += 1
        self._postpone(found, kind, reason)
        self.arrived(found)

    def handed_over(self, found: Found) -> None:
        """An article was read; whatever becomes of it must be told."""
        self.counts(found).read += 1
        self._in_pipelines[found.url_hash] = found

    def raised(self, found: Found, kind: str, why: str) -> None:
        """An error of our own came up while a page was read: its article waits."""
        self.counts(found).raised += 1
        self._blame(found, kind, why)
        self.arrived(found)

    def unaccounted(self, found: Found, kind: str, why: str) -> None:
        """An article that was read is neither archived nor dropped for a reason of ours."""
        self.counts(found).unaccounted += 1
        self._blame(found, kind, why)
        self.arrived(found)

    def _blame(self, found: Found, kind: str, why: str) -> None:
        self.context.report.edition(found.edition).errors[why] += 1
        self._postpone(found, kind, why)

    def close(self, *, is_finished: bool) -> None:
        """The end of a run. Of one that ended by itself no article may be on its way still; and
        an edition none of whose new articles is there gives none of them up for that."""
        if is_finished:
            for found, kind in self._asked.values():
                if found.url_hash not in self._in_pipelines:
                    self.counts(found).failed += 1
                    self.context.report.edition(found.edition).failures[NEVER_SENT] += 1
                    self._postpone(found, kind, NEVER_SENT)
            for found in self._in_pipelines.values():
                self.counts(found).unaccounted += 1
                self._blame(found, NEW, "lost in a pipeline")
        for edition, url_hashes in self._absent.items():
            counts = self.context.report.edition(edition)
            if is_all_absent(counts.articles):
                counts.given_up -= take_back(self.context.archive, url_hashes)

    def missing(self, found: Found, kind: str) -> None:
        """A page is not there: if its article is held, two such runs make it gone."""
        self.counts(found).missing += 1
        context = self.context
        try:
            if kind == NEW:
                context.memory.miss(found.url_hash)
                self.counts(found).absent += 1
                self._absent[found.edition].append(found.url_hash)
                self._postpone(found, kind, MISSING)
            elif context.archive.miss(
                found.url_hash, checked_at=clock.text(clock.now()), crawl_id=context.crawl_id
            ):
                context.report.archived.gone += 1
            elif self._is_usable(found.url_hash):
                # Another run decides, soon.
                self._note(found, LOOK, MISSING)
        except ArchiveError as error:
            context.stop("archive", error)
        self.arrived(found)

    def note_failure(self, failure: Failure, edition: str) -> None:
        """Counts why a page, of an article or another, did not come."""
        reason = reason_of(failure)
        report = self.context.report.edition(edition)
        report.failures[reason] += 1
        if status_of(failure) in REFUSALS:
            report.refused += 1
        logger.info("failed (%s): %s", reason, failure.request.url)  # type: ignore[attr-defined]

    def _is_usable(self, url_hash: str) -> bool:
        held = self.context.archive.known([url_hash]).get(url_hash)
        return held is not None and held.status == "usable"

    def _postpone(self, found: Found, kind: str, reason: str, until: str | None = None) -> None:
        try:
            is_given_up = self._note(found, kind, reason, until)
        except ArchiveError as error:
            self.context.stop("archive", error)
            return
        if is_given_up:
            self.context.report.edition(found.edition).given_up += 1
            logger.info("given up (%s): %s", reason, found.url)

    def _note(self, found: Found, kind: str, reason: str, until: str | None = None) -> bool:
        return postpone(
            self.context.archive,
            self.context.site.name,
            found,
            kind=kind,
            reason=reason,
            limit=self.context.config.attempts,
            until=until,
        )
