"""Feeds for machines before listings: one request that tells two hundred articles.

An edition's RSS, or else its news sitemap, is asked for first. Where it reaches back to known
ground, the sitemap of the last news (``last_news``) or a listing page is asked for only now and
then, to confirm that nothing is missing; where it does not, or where there is none, the listing
is walked. Stats by edition:
``discovery/<edition>/<source>_<what>`` with source ``rss`` or ``sitemap`` and what ``entries``,
``new``, ``unchanged``, ``missing``, ``broken``, ``short`` (does not reach known ground),
``behind`` (older than what is archived), and ``…/changed`` and ``…/vanished`` articles that are
looked at again because of a listing.
"""

import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import orjson
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl import clock, pages
from kazcrawl.archive import ArchiveError
from kazcrawl.archive.waiting import LOOK, Found, look_again
from kazcrawl.crawl.walk import Entry, Walk
from kazcrawl.dates import read_date, read_machine_date
from kazcrawl.fetch.responses import GONE, NOT_MODIFIED, status_of
from kazcrawl.pages import Listing
from kazcrawl.sites.kazinform.addresses import url_hash

if TYPE_CHECKING:
    from kazcrawl.crawl.spider import WalkSpider

Cards = dict[str, tuple[str, Entry]]
# How much older than the newest archived article a feed's newest may be: editors set times.
_LAG = timedelta(minutes=15)
# What a standing page showed: for each article its moment (or "") and its title's checksum.
Seen = dict[str, list[str]]


class Sources:
    """The feeds for machines of a run's editions."""

    def __init__(self, spider: "WalkSpider") -> None:
        self.spider = spider

    def begin(self, walk: Walk, sources: dict[str, str]) -> Request:
        """The first request of a walk; ``sources`` are addresses by name, the best first."""
        standing = self.spider.standing
        for number, (name, url) in enumerate(sources.items()):
            if not standing.is_missing(url):
                rest = dict(list(sources.items())[number + 1 :])
                return standing.request(
                    url, self.parse, self.failed, walk=walk, name=name, rest=rest
                )
        walk.is_confirming = False
        return self.spider.listings.request(walk, 1)

    def parse(
        self, response: Response, walk: Walk, name: str, rest: dict[str, str]
    ) -> Iterator[Request]:
        """The articles that a feed tells, and the listing if it is still needed."""
        spider = self.spider
        assert response.request is not None
        url = _asked(response.request)
        try:
            if response.status == NOT_MODIFIED:
                self._count(walk, f"{name}_unchanged")
                spider.standing.confirm(walk.edition, url)
                seen = orjson.loads(getattr(spider.standing.before(url), "content", None) or "{}")
                moments = [clock.parse(moment) for moment, _ in seen.values() if moment]
                if (request := self._after(walk, name, moments)) is not None:
                    yield request
                return
            listing = pages.read_syndication(response.body)
            cards, titles = self._cards(walk, listing)
            if not cards:
                self._count(walk, f"{name}_broken")
                spider.logger.warning(
                    "%s of %s is %s: %s",
                    *(name, walk.edition, "empty" if listing else "no feed", url),
                )
                spider.standing.lose(url, response.status)
                yield self.begin(walk, rest)
                return
            yield from self._told(response, walk, name, url, cards, titles, listing)
        except ArchiveError as error:
            spider.give_up("archive", error)

    def _cards(self, walk: Walk, listing: Listing | None) -> tuple[Cards, dict[str, str | None]]:
        spider = self.spider
        cards: Cards = {}
        titles: dict[str, str | None] = {}
        fetched = clock.now()
        for card in listing.cards if listing else ():
            if not spider.is_article_of(walk.edition, card.url):
                continue
            moment = read_machine_date(card.date_raw) or read_date(card.date_raw, None, fetched)
            entry = Entry(url_hash(card.url), moment)
            cards.setdefault(entry.id, (card.url, entry))
            # A change that only the feed tells shows as another title would.
            titles.setdefault(entry.id, f"{card.headline}\n{card.modified_raw or ''}")
        return cards, titles

    def _told(
        self,
        response: Response,
        walk: Walk,
        name: str,
        url: str,
        cards: Cards,
        titles: dict[str, str | None],
        listing: Listing | None,
    ) -> Iterator[Request]:
        spider = self.spider
        yield from self.changed(walk, response, url, cards, titles, whole=True)
        requests = spider.articles.missing(walk, list(cards.values()))
        self._count(walk, f"{name}_entries", len(cards))
        self._count(walk, f"{name}_new", len(requests))
        yield from requests
        moments = [entry.published for _, entry in cards.values() if entry.published]
        if listing is None or not listing.whole:
            self._count(walk, f"{name}_broken")
            moments = []
        if (request := self._after(walk, name, moments)) is not None:
            yield request

    def _after(self, walk: Walk, name: str, moments: list[datetime]) -> Request | None:
        """The listing's first page, unless a feed with articles of these moments told it all.

        A feed must reach back to known ground and must not lag behind what is archived; then the
        listing is asked for only now and then, to confirm it.
        """
        spider = self.spider
        since = walk.bounds.since
        if moments and (since is None or min(moments) >= since):
            self._count(walk, f"{name}_short")
            moments = []
        newest = spider.archive.newest_moment(spider.name, walk.edition)
        if moments and newest and max(moments) < clock.parse(newest) - _LAG:
            self._count(walk, f"{name}_behind")
            moments = []
        if not moments:
            walk.is_confirming = False
        elif walk.is_confirming:
            if (request := spider.last_news.request(walk)) is not None:
                return request
            if not spider.standing.is_due(walk.address(1), spider.config.listings_every):
                walk.end("the feed reached known ground")
                spider.walk_ended(walk)
                return None
        return spider.listings.request(walk, 1)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """A feed did not come: the next one is asked for, in the end the listing."""
        request = failure.request  # type: ignore[attr-defined]
        walk, name, rest = (request.cb_kwargs[one] for one in ("walk", "name", "rest"))
        try:
            self.note_lost(walk, name, failure)
            yield self.begin(walk, rest)
        except ArchiveError as error:
            self.spider.give_up("archive", error)

    def note_lost(self, walk: Walk, name: str, failure: Failure) -> None:
        """Notes that a feed is missing, or that it did not come; raises ArchiveError."""
        status = status_of(failure)
        if status in GONE:
            self._count(walk, f"{name}_missing")
            self.spider.logger.warning("%s of %s is missing", name, walk.edition)
            asked = _asked(failure.request)  # type: ignore[attr-defined]
            self.spider.standing.lose(asked, status or 0)
        else:
            self._count(walk, f"{name}_failed")
            self.spider.note_failure(failure, walk.edition)

    def _count(self, walk: Walk, what: str, number: int = 1) -> None:
        self.spider.count(f"discovery/{walk.edition}/{what}", number)

    # --- what changed on a standing page ------------------------------------------------------

    def changed(
        self,
        walk: Walk,
        response: Response,
        url: str,
        cards: Cards,
        titles: dict[str, str | None],
        *,
        whole: bool,
    ) -> Iterator[Request]:
        """Looks at archived articles whose card changed since the page was last seen.

        ``whole``: the page shows everything of its span, so an article that is no longer among
        the others was taken away, and is looked at as well.
        """
        spider = self.spider
        before = spider.standing.before(url)
        seen: Seen = {
            one: [clock.text(entry.published) if entry.published else "", _checksum(titles[one])]
            for one, (_, entry) in cards.items()
        }
        spider.standing.learn(walk.edition, url, response, orjson.dumps(seen).decode())
        if before is None or not before.content:
            return
        known: Seen = orjson.loads(before.content)
        # A card without a year or day ("14:25") reads as another moment every day.
        changed = [one for one in seen if one in known and seen[one][1] != known[one][1]]
        oldest = min((moment for moment, _ in seen.values() if moment), default="")
        vanished = [one for one in known if one not in seen and oldest and known[one][0] > oldest]
        for reason, group in (("changed", changed), ("vanished", vanished if whole else [])):
            held = spider.archive.known(group)
            found = [
                Found(row.url_hash, spider.archive.newest(row.url_hash)["url"], walk.edition)
                for row in held.values()
                if row.status == "usable"
            ]
            look_again(spider.archive, spider.name, found, reason)
            if found:
                self._count(walk, reason, len(found))
        if changed or vanished:
            yield from spider.articles.waiting(walk.edition, LOOK)


def _checksum(title: str | None) -> str:
    return f"{zlib.crc32((title or '').encode('utf-8', 'surrogatepass')):08x}"


def _asked(request: Request) -> str:
    """The address that was asked for, before any redirect."""
    first: str = request.meta.get("redirect_urls", [request.url])[0]
    return first
