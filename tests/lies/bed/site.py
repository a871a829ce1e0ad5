"""A world's honest site: an address and a moment in, an answer out, and what it showed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote

from kazcrawl.sample_site.articles import SampleArticle
from kazcrawl.sample_site.calendar import astana
from kazcrawl.sample_site.layouts import LAYOUTS
from kazcrawl.sample_site.layouts.parts import View, html_page
from kazcrawl.sites.edition import Edition
from kazcrawl.sites.kazinform import SITE
from tests.lies.bed.news import News

if TYPE_CHECKING:
    from tests.lies.bed.lie import Lie

HTML, XML = "text/html; charset=utf-8", "application/xml; charset=utf-8"
RSS_ITEMS, NEWS_ITEMS, LAST_ITEMS = 12, 16, 20
"""Articles in RSS, news sitemap and the sitemap of the last news: less than a page of the feed."""


@dataclass(slots=True)
class Asked:
    """A request: ``number`` counts the world's requests, ``again`` those of this address before."""

    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    moment: datetime
    number: int = 0
    again: int = 0

    @property
    def edition(self) -> Edition | None:
        """The edition that the host is of."""
        return SITE.addresses.edition_of(f"https://{self.host}/")

    @property
    def page(self) -> int:
        """The page of a listing, 1 where none is named."""
        text = self.query.get("page", "")
        return int(text) if text.isdecimal() and int(text) else 1

    @property
    def is_conditional(self) -> bool:
        """Whether the asker said what it holds already."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


@dataclass(slots=True)
class Answer:
    """An answer. ``kind`` is feed, day, section, article, rss, sitemap, last_news, robots or other.

    ``articles`` are those that it shows. With ``raw`` exactly these bytes are sent and the
    connection is closed, whatever else is set.
    """

    kind: str
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    articles: list[SampleArticle] = field(default_factory=list)
    raw: bytes | None = None

    @property
    def is_listing(self) -> bool:
        """Whether it is a page of cards."""
        return self.kind in ("feed", "day", "section")


def page(kind: str, text: str, articles: list[SampleArticle] | None = None) -> Answer:
    """An HTML page."""
    return Answer(kind, 200, text.encode(), {"Content-Type": HTML}, articles or [])


def redirect(kind: str, where: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(kind, status, b"", {"Location": where})


def missing(kind: str, edition: Edition, status: int = 200) -> Answer:
    """What the site says where there is nothing: an error page, with 200 unless told otherwise."""
    body = '<div class="error__wrapper"><h1>404</h1><p>Страница не найдена</p></div>'
    answer = page(kind, html_page(edition.language, "404", "", body))
    answer.status = status
    return answer


class WorldSite:
    """The agency's hosts with a world's news; ``lies`` say how articles are linked."""

    def __init__(self, news: News, layout: str, lies: "list[Lie]") -> None:
        self.news, self.layout_name, self.layout, self.lies = news, layout, LAYOUTS[layout], lies

    def answer(self, asked: Asked) -> Answer:
        """The honest answer to a request."""
        edition = asked.edition
        if asked.path == "/robots.txt":
            text = b"User-agent: *\nDisallow: /account/\n"
            return Answer("robots", 200, text, {"Content-Type": "text/plain; charset=utf-8"})
        if edition is None or edition.code not in self.news.pieces:
            return Answer("other", 404, b"<h1>Unknown host</h1>", {"Content-Type": HTML})
        if asked.host != edition.host:
            return redirect("other", edition.root + asked.path, 301)
        feeds = {
            edition.syndication["rss"]: self._rss,
            edition.syndication["sitemap"]: self._sitemap,
            edition.last_news: self._last_news,
        }
        if asked.path in feeds:
            return feeds[asked.path](edition, asked.moment)
        segments = [segment for segment in asked.path.split("/") if segment]
        match segments:
            case ["lenta"] if "start_date" in asked.query:
                return self._day(edition, asked)
            case ["lenta"]:
                return self.listing(edition, "feed", asked, self._all(edition, asked.moment))
            case ["category", slug]:
                own = [one for one in self._all(edition, asked.moment) if _is_in(one, slug)]
                return self.listing(edition, "section", asked, own)
            case [] | ["about"]:
                return page("other", html_page(edition.language, "Kazinform", "", "<h1>News</h1>"))
        return self._article(edition, asked)

    def _all(self, edition: Edition, moment: datetime) -> list[SampleArticle]:
        return self.news.shown(edition.code, moment)

    # --- listings -----------------------------------------------------------------------------

    def _day(self, edition: Edition, asked: Asked) -> Answer:
        first, last = (date.fromisoformat(asked.query[one]) for one in ("start_date", "end_date"))
        own = [
            article
            for article in self._all(edition, asked.moment)
            if first <= self.day_of(article) <= last
        ]
        return self.listing(edition, "day", asked, own)

    def day_of(self, article: SampleArticle) -> date:
        """The day of the archive in which an article stands."""
        return astana(article.published).date()

    def listing(
        self, edition: Edition, kind: str, asked: Asked, articles: list[SampleArticle]
    ) -> Answer:
        """A page of a listing; past its end it is the first page."""
        size = self.layout.CARDS
        last = max(1, -(-len(articles) // size))
        shown = asked.page if asked.page <= last else 1
        own = articles[(shown - 1) * size : shown * size]
        pinned = self.news.pinned(edition.code)
        if kind == "feed" and shown == 1 and pinned:
            own.insert(1, pinned)
        return self.cards(edition, kind, asked.path, own, shown, last)

    def cards(
        self,
        edition: Edition,
        kind: str,
        path: str,
        articles: list[SampleArticle],
        shown: int,
        last: int,
    ) -> Answer:
        """A page of cards that says of itself to be ``shown`` of ``last``."""
        linked = [(article, self.href(edition, article)) for article in articles]
        view = View(
            edition.code, "section" if kind == "section" else "feed", "", path, shown, last, linked
        )
        return page(kind, self.layout.listing(view), articles)

    def href(self, edition: Edition, article: SampleArticle) -> str:
        """How a listing links to an article."""
        href = article.url.removeprefix(edition.root)
        for lie in self.lies:
            href = lie.href(article, href)
        return href

    # --- feeds for machines -------------------------------------------------------------------

    def _rss(self, edition: Edition, moment: datetime) -> Answer:
        return self.rss(edition, self._all(edition, moment)[:RSS_ITEMS])

    def rss(self, edition: Edition, articles: list[SampleArticle]) -> Answer:
        """An RSS document of articles."""
        items = "".join(
            f"<item><title>{escape(one.headline)}</title><link>{escape(one.url)}</link>"
            f"<description>{escape(one.lead or '')}</description>"
            f"<pubDate>{format_datetime(astana(one.published))}</pubDate></item>"
            for one in articles
        )
        text = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>KAZINFORM</title><link>{edition.root}/</link>{items}</channel></rss>"
        )
        return Answer("rss", 200, text.encode(), {"Content-Type": XML}, articles)

    def _sitemap(self, edition: Edition, moment: datetime) -> Answer:
        return self.sitemap(self._all(edition, moment)[:NEWS_ITEMS])

    def sitemap(self, articles: list[SampleArticle]) -> Answer:
        """A news sitemap of articles."""
        rows = "".join(
            f"<url><loc>{_loc(one)}</loc><news:news><news:publication_date>"
            f"{astana(one.published).isoformat()}</news:publication_date>"
            f"<news:title>{escape(one.headline)}</news:title></news:news></url>"
            for one in articles
        )
        return Answer("sitemap", 200, _urlset(rows), {"Content-Type": XML}, articles)

    def _last_news(self, edition: Edition, moment: datetime) -> Answer:
        changed = {}
        for piece in self.news.pieces[edition.code]:
            if article := piece.at(moment):
                versions = [since for since, _ in piece.versions if since <= moment]
                changed[article.url] = versions[-1] if len(versions) > 1 else article.published
        return self.last_news(self._all(edition, moment)[:LAST_ITEMS], changed)

    def last_news(self, articles: list[SampleArticle], changed: dict[str, datetime]) -> Answer:
        """A sitemap of the last news with the moments of their changes by address."""
        rows = "".join(
            f"<url><loc>{_loc(one)}</loc>"
            f"<lastmod>{astana(changed[one.url]).isoformat()}</lastmod></url>"
            for one in articles
        )
        return Answer("last_news", 200, _urlset(rows), {"Content-Type": XML}, articles)

    # --- articles -----------------------------------------------------------------------------

    def _article(self, edition: Edition, asked: Asked) -> Answer:
        path = unquote(asked.path).rstrip("/")
        for piece in self.news.pieces[edition.code]:
            paths = {unquote(url.removeprefix(edition.root)).rstrip("/") for url in piece.urls()}
            if path not in paths:
                continue
            article = piece.at(asked.moment)
            if article is None:
                return missing("article", edition, 404 if piece.is_withdrawn(asked.moment) else 200)
            own = unquote(article.url.removeprefix(edition.root)).rstrip("/")
            if path != own:
                return redirect("article", article.url, 301)
            return self.article(article)
        return missing("article", edition)

    def article(self, article: SampleArticle) -> Answer:
        """The page of an article."""
        return page("article", self.layout.article(article), [article])


def _is_in(article: SampleArticle, slug: str) -> bool:
    slugs = [section.slug for section in article.prose.sections]
    number = article.section
    # Every fifth article stands in the next section, too.
    own = {slugs[number], slugs[(number + 1) % len(slugs)] if article.number % 5 == 0 else ""}
    return slug in own


def _loc(article: SampleArticle) -> str:
    return escape(quote(article.url, safe=":/%"))


def _urlset(rows: str) -> bytes:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>'
    )
    return text.encode()


def parse_query(text: str) -> dict[str, str]:
    """The first value of each name of a query."""
    values: dict[str, Any] = parse_qs(text)
    return {name: own[0] for name, own in values.items()}
