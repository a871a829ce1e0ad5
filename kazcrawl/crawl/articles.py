"""The article side of a crawl: what the archive lacks is asked for, read, and accounted for."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.archive import ArchiveError, Known
from kazcrawl.archive.waiting import LOOK, MISSING, NEW, Found, due, expect, postpone
from kazcrawl.crawl.records import make_article
from kazcrawl.crawl.walk import Entry, Walk
from kazcrawl.dates import ASTANA
from kazcrawl.disk.steps import reached
from kazcrawl.fetch.responses import (
    GONE,
    NO_TEXT,
    NOT_MODIFIED,
    ask_again_headers,
    html_page,
    raw_page,
    reason_of,
    refused_until,
    status_of,
    validators_of,
)
from kazcrawl.pages import GENERIC, Reading
from kazcrawl.record import Article
from kazcrawl.sites.choice import layouts_of
from kazcrawl.sites.kazinform.addresses import canonical, identities, url_hash

if TYPE_CHECKING:
    from kazcrawl.crawl.spider import WalkSpider


class Articles:
    """Requests for articles, and what comes of them."""

    def __init__(self, spider: "WalkSpider") -> None:
        self.spider = spider
        # Archived articles that were looked at in this run: once is enough.
        self.looked: set[str] = set()

    # --- what is asked for ------------------------------------------------------------------

    def missing(self, walk: Walk, listed: Iterable[tuple[str, Entry]]) -> list[Request]:
        """Requests for the listed articles that neither this crawl has met nor the archive holds.

        What is listed are addresses with their cards' moments. Each is noted in the archive
        before it is asked for; one that failed of late is left until it is due again.
        """
        spider, edition = self.spider, walk.edition
        entries = {entry.id: (url, entry) for url, entry in listed}
        names = {one: identities(url) for one, (url, _) in entries.items()}
        asked = [name for group in names.values() for name in group if name not in spider.met]
        known = spider.archive.known(asked)
        found, requests = [], []
        for one, (url, entry) in entries.items():
            if any(name in spider.met for name in names[one]):
                continue
            held = next((known[name] for name in names[one] if name in known), None)
            if held is None:
                day = str(entry.published.astimezone(ASTANA).date()) if entry.published else None
                found.append(Found(one, url, edition, walk.section, day))
                continue
            spider.count(f"article/{edition}/known")
            self._meet(names[one], held)
            if spider.config.revisit.always and held.status == "usable":
                requests.append(self.look(url, edition, held, "listed"))
        now = clock.text(clock.now())
        waiting = expect(spider.archive, spider.name, found)
        for new in found:
            spider.met.update(dict.fromkeys(names[new.url_hash]))
            if new.url_hash in waiting and not waiting[new.url_hash].is_due(now):
                spider.count(f"article/{edition}/postponed")
                continue
            spider.count(f"article/{edition}/asked")
            requests.append(self.request(new, NEW))
        return requests

    def _meet(self, names: Iterable[str], held: Known) -> None:
        moment = clock.parse(held.date_published) if held.date_published else None
        self.spider.met.update(dict.fromkeys(names, moment))

    def waiting(self, edition: str, kind: str, days: "set[str] | None" = None) -> list[Request]:
        """Requests for what waits from earlier runs and is due; ``days`` bounds it to these."""
        spider = self.spider
        requests = []
        everything = kind == NEW and spider.retries_all
        for row in due(spider.archive, spider.name, edition, kind, everything=everything):
            names = identities(row.url)
            if days is not None and row.day not in days:
                continue
            found = Found(row.url_hash, row.url, row.edition, row.section, row.day)
            if kind == LOOK:
                held = spider.archive.known([row.url_hash]).get(row.url_hash)
                if held is not None and held.url_hash not in self.looked:
                    self._meet(names, held)
                    requests.append(self.look(row.url, edition, held, "signalled"))
            elif not any(name in spider.met for name in names):
                spider.met.update(dict.fromkeys(names))
                spider.count(f"article/{edition}/retried")
                requests.append(self.request(found, NEW))
        return requests

    def look(self, url: str, edition: str, held: Known, why: str) -> Request:
        """A request for an archived article, conditional where its server allows that."""
        self.looked.add(held.url_hash)
        self.spider.count(f"article/{edition}/revisited")
        self.spider.count(f"looks/{why}")
        request = self.request(Found(held.url_hash, url, edition), LOOK)
        request.headers.update(ask_again_headers(*self.spider.archive.validators(held.url_hash)))
        return request

    def request(self, found: Found, kind: str) -> Request:
        """A request for one article; ``kind`` tells what waits when it fails."""
        return Request(
            canonical(found.url),
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"found": found, "kind": kind},
            meta={"handle_httpstatus_list": [NOT_MODIFIED]},
        )

    # --- what comes of it -------------------------------------------------------------------

    def parse(self, response: Response, found: Found, kind: str) -> Iterator[Article]:
        """The article of a page; whatever else the page is, is noted."""
        spider, edition = self.spider, found.edition
        reached("after fetch")
        if response.status == NOT_MODIFIED:
            spider.count(f"article/{edition}/unchanged")
            self._note_unchanged(found)
            return
        page = html_page(response)
        if spider.is_refused(response, page, edition):
            self._note_failure(found, kind, "challenge", "failed")
            return
        self._keep_raw(response, edition)
        if page is None:
            self._note_failure(found, kind, NO_TEXT, "failed")
            return
        reading = layouts_of(page.url).read_article(page)
        if reading is None:
            if layouts_of(page.url).is_missing(page):
                self._note_missing(found, kind)
            else:
                spider.logger.warning("no known article layout: %s", response.url)
                self._note_failure(found, kind, "unreadable", "unfit")
            return
        spider.count(f"article/{edition}/read")
        spider.count(f"layout/{reading.layout}")
        if reading.layout == GENERIC:
            spider.count(f"article/{edition}/generic")
        if reading.disagrees:
            spider.count("layout_disagreement")
            spider.count(f"layout_disagreement/{reading.layout}")
            spider.logger.warning("%s finds half of an article: %s", reading.layout, response.url)
        article = self._article(response, found, reading)
        yield article
        if article.date_published:
            spider.met[url_hash(article.url)] = clock.parse(article.date_published)

    def _article(self, response: Response, found: Found, reading: Reading) -> Article:
        """An article of a reading, with its canonical address and the others as aliases."""
        spider = self.spider
        assert response.request is not None
        redirects = response.request.meta.get("redirect_urls", [])
        asked = [found.url, *redirects, response.url]
        own = spider.is_article_of(found.edition, response.url)
        claimed = spider.language_of(found.edition, reading)
        article = make_article(
            reading,
            url=response.url if own else canonical(found.url),
            source=spider.name,
            edition=found.edition,
            language=claimed,
            fetched_at=clock.now(),
            crawl_id=spider.crawl_id,
            asked=asked,
        )
        if article.in_language != claimed:
            spider.count("language/mismatch")
        article.validators = validators_of(response)
        article.found = found
        if not article.article_section and found.section:
            article.article_section = [found.section]
        return article

    def failed(self, failure: Failure) -> None:
        """An article's page did not come."""
        request = failure.request  # type: ignore[attr-defined]
        found, kind = request.cb_kwargs["found"], request.cb_kwargs["kind"]
        if status_of(failure) in GONE:
            self._note_missing(found, kind)
            return
        self.spider.note_failure(failure, found.edition)
        self._note_failure(found, kind, reason_of(failure), "failed", refused_until(failure))

    def dropped(self, article: Article, reason: str) -> None:
        """A page gave an article that is none (no headline, no text)."""
        if isinstance(article.found, Found):
            self._note_failure(article.found, NEW, reason, "invalid")

    def _note_failure(
        self, found: Found, kind: str, reason: str, stat: str, until: str | None = None
    ) -> None:
        spider = self.spider
        spider.count(f"article/{found.edition}/{stat}")
        try:
            given_up = postpone(
                spider.archive,
                spider.name,
                found,
                kind=kind,
                reason=reason,
                limit=spider.config.attempts,
                until=until,
            )
        except ArchiveError as error:
            spider.give_up("archive", error)
            return
        if given_up:
            spider.count(f"given_up/{found.edition}")
            spider.logger.info("given up (%s): %s", reason, found.url)

    def _note_missing(self, found: Found, kind: str) -> None:
        """A page is not there: if its article is held, two such runs make it gone."""
        spider = self.spider
        if kind == NEW:
            self._note_failure(found, kind, MISSING, "missing")
            return
        spider.count(f"article/{found.edition}/missing")
        now = clock.text(clock.now())
        try:
            if spider.archive.miss(found.url_hash, checked_at=now, crawl_id=spider.crawl_id):
                spider.count("archive/gone")
            elif self._is_usable(found.url_hash):
                # Another run decides, soon.
                limit = spider.config.attempts
                postpone(spider.archive, spider.name, found, kind=kind, reason=MISSING, limit=limit)
        except ArchiveError as error:
            spider.give_up("archive", error)

    def _is_usable(self, one: str) -> bool:
        held = self.spider.archive.known([one]).get(one)
        return held is not None and held.status == "usable"

    def _note_unchanged(self, found: Found) -> None:
        try:
            now = clock.text(clock.now())
            self.spider.archive.unchanged(found.url_hash, checked_at=now)
        except ArchiveError as error:
            self.spider.give_up("archive", error)

    def _keep_raw(self, response: Response, edition: str) -> None:
        """Keeps the page as it came, so that a parser mended later needs no second crawl."""
        spider = self.spider
        if spider.raw is None:
            return
        try:
            spider.raw.write(*raw_page(response, spider.name, edition))
        except OSError as error:
            spider.give_up("raw", error)
