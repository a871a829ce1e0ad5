"""Looks at archived articles by their age, within a share of a day's requests."""

from datetime import timedelta
from typing import TYPE_CHECKING

from scrapy import Request

from kazcrawl import clock
from kazcrawl.archive import Known
from kazcrawl.archive.runs import stats_since
from kazcrawl.sites.kazinform.addresses import identities

if TYPE_CHECKING:
    from kazcrawl.crawl.spider import WalkSpider

_WINDOW = timedelta(days=1)
_LOOKS = "looks/scheduled"
_REQUESTS = "downloader/request_count"


class Looks:
    """Which articles are looked at again in this run, once everything new was read."""

    def __init__(self, spider: "WalkSpider") -> None:
        self.spider = spider
        self.asked = False

    def due(self, editions: list[str]) -> list[Request]:
        """Requests for what KAZCRAWL_REVISIT says is due, as far as the allowance goes.

        Asked for once a run; what goes beyond the allowance stays due for later runs, and of
        that the newest comes first: what is corrected is corrected soon.
        """
        spider = self.spider
        longest = spider.config.revisit.longest
        if longest is None or self.asked:
            return []
        self.asked = True
        found: list[tuple[Known, str, str]] = []
        for edition in editions:
            since = clock.text(spider.started - longest)
            for known, url in spider.archive.recent(spider.name, edition, since):
                looked = known.url_hash in spider.articles.looked
                if not looked and spider.config.revisit.is_due(known, spider.started):
                    found.append((known, url, edition))
        # First one that was missing once, for the next look decides; last one that is gone.
        found.sort(key=lambda one: _urgency(one[0]), reverse=True)
        requests = []
        for known, url, edition in found[: self._allowance(len(found))]:
            spider.met.setdefault(known.url_hash, None)
            spider.met.update(dict.fromkeys(identities(url)))
            requests.append(spider.articles.look(url, edition, known, "scheduled"))
        return requests

    def _allowance(self, due: int) -> int:
        """How many looks are left of a day's share, this run's requests counted in."""
        spider = self.spider
        share = spider.config.revisit_share
        if share >= 1:
            return due
        assert spider.crawler.stats is not None
        since = clock.text(spider.started - _WINDOW)
        past = stats_since(spider.archive, spider.name, since)
        past.append(spider.crawler.stats.get_stats())
        others = sum(one.get(_REQUESTS, 0) - one.get(_LOOKS, 0) for one in past)
        looks = sum(one.get(_LOOKS, 0) for one in past)
        # Of all requests, looks included: share = looks / (others + looks).
        allowed = int(others * share / (1 - share))
        return max(0, allowed - int(looks))


def _urgency(known: Known) -> tuple[bool, bool, str]:
    usable = known.status == "usable"
    return usable and known.misses > 0, usable, known.date_published or ""
