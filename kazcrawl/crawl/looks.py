"""Looks at archived articles by their age, within a share of a day's requests."""

from collections.abc import Callable
from datetime import datetime, timedelta

from scrapy import Request

from kazcrawl import clock
from kazcrawl.archive import FORGOTTEN, Known
from kazcrawl.archive.runs import stats_since
from kazcrawl.config.revisit import Revisit
from kazcrawl.crawl.articles import Articles
from kazcrawl.health.run_report import RunReport

_WINDOW = timedelta(days=1)
SCHEDULED = "scheduled"


class Looks:
    """Which articles are looked at again in this run, once everything new was read.

    ``requests_so_far`` tells how many requests the run has sent.
    """

    def __init__(self, articles: Articles, requests_so_far: Callable[[], int]) -> None:
        self.articles = articles
        self.context = articles.context
        self.requests_so_far = requests_so_far
        self._are_asked = False

    def due(self, editions: list[str]) -> list[Request]:
        """Requests for what KAZCRAWL_REVISIT says is due, as far as the allowance goes.

        Asked for once a run; what goes beyond the allowance stays due for later runs, and of
        that the newest comes first: what is corrected is corrected soon. None where the clock is
        not believed: nobody knows how old anything is. Raises ArchiveError.
        """
        context, memory = self.context, self.context.memory
        longest = context.config.revisit.longest
        if longest is None or self._are_asked or context.clocks.are_apart:
            return []
        self._are_asked = True
        due: list[tuple[Known, str]] = []
        since = clock.text(context.started - longest)
        for edition in editions:
            for known in context.archive.recent(context.site.name, edition, since):
                if memory.was_looked_at(known.url_hash):
                    continue
                if is_due(context.config.revisit, known, context.started, clock.now()):
                    due.append((known, edition))
        # First one that was missing once, for the next look decides; last one that is gone.
        due.sort(key=lambda look: _urgency(look[0]), reverse=True)
        requests = []
        for known, edition in due[: self._allowance(len(due))]:
            url = context.archive.newest(known.url_hash)["url"]
            memory.meet([known.url_hash, *context.site.addresses.identities(url)])
            requests.append(self.articles.look(url, edition, known, SCHEDULED))
        return requests

    def _allowance(self, due: int) -> int:
        """How many looks are left of a day's share, this run's requests counted in."""
        context = self.context
        share = context.config.revisit_share
        if share >= 1:
            return due
        since = clock.text(context.started - _WINDOW)
        past = [
            RunReport.from_stats(stats)
            for stats in stats_since(context.archive, context.site.name, since)
        ]
        looks = sum(report.looks[SCHEDULED] for report in [*past, context.report])
        requests = sum(report.requests for report in past) + self.requests_so_far()
        return allowance(requests, looks, share)


def is_due(revisit: Revisit, known: Known, started: datetime, now: datetime) -> bool:
    """Whether an archived article is to be looked at in a run that began at ``started``."""
    if known.status == FORGOTTEN:
        return False
    if revisit.always:
        return True
    if not revisit.ages:
        return False
    checked = clock.parse(known.checked_at)
    if known.misses and known.status != "gone":
        return True  # missing once: the next run decides
    if known.date_published is None:
        return False
    published = clock.parse(known.date_published)
    # A look that is still to come was noted by a wrong clock.
    last = checked if checked <= now else published
    return any(last < published + age <= started for age in revisit.ages)


def allowance(requests: int, looks: int, share: float) -> int:
    """How many more looks a day may have, of whose ``requests`` so far ``looks`` were such.

    Looks may be a ``share`` of all requests, themselves included.
    """
    allowed = int((requests - looks) * share / (1 - share))
    return max(0, allowed - looks)


def _urgency(known: Known) -> tuple[bool, bool, str]:
    is_usable = known.status == "usable"
    return is_usable and known.misses > 0, is_usable, known.date_published or ""
