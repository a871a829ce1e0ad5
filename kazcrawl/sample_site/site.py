"""The site's answers: an address in, a page out. Knows nothing of sockets."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qs

from kazcrawl.sample_site import addresses, index, load_more, syndication
from kazcrawl.sample_site.articles import REPUBLISHERS, Newsroom, SampleArticle
from kazcrawl.sample_site.index import Sequence
from kazcrawl.sample_site.layouts import LAYOUTS, REPUBLISHER, Template
from kazcrawl.sample_site.layouts.parts import View, html_page
from kazcrawl.sample_site.search import HOST as SEARCH_HOST
from kazcrawl.sample_site.search import JSON, Search
from kazcrawl.sample_site.stories import sections_of
from kazcrawl.sample_site.switches import Switches
from kazcrawl.sites.edition import Edition
from kazcrawl.sites.kazinform.editions import EDITIONS

_HTML = "text/html; charset=utf-8"
_XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: status, body, content type and, for a redirect, where to."""

    status: int
    body: str
    content_type: str = _HTML
    location: str | None = None


class SampleSite:
    """All virtual hosts of the sample site in one layout of the agency."""

    def __init__(
        self,
        room: Newsroom,
        layout: str,
        *,
        renamed: bool = False,
        rss: dict[str, str] | None = None,
        robots: str = "",
        switches: Switches | None = None,
    ) -> None:
        self.room = room
        self.robots = robots
        # The condition of each edition's RSS, by ``syndication.CONDITIONS``.
        self.rss = rss or {}
        self.switches = switches or Switches()
        self.search = Search(room, self.switches)
        self.renamed = renamed
        self.layout_name = layout
        self.layout = LAYOUTS[layout]

    def answer(self, host: str, path: str, query: str) -> Answer:
        """What ``https://host/path?query`` gives."""
        if path == "/robots.txt":
            text = self.robots or _ROBOTS.format(host=host)
            return Answer(200, text, "text/plain; charset=utf-8")
        if host == SEARCH_HOST:
            return Answer(*self.search.answer(path, query))
        first, _, rest = host.partition(".")
        if rest == "republisher.example" and first in REPUBLISHERS:
            return self._republisher(f"rep-{first}", path, query)
        edition = addresses.BY_HOST.get(host)
        if edition is None:
            return Answer(404, html_page("en", "Unknown host", "", "<h1>Unknown host</h1>"))
        if host != edition.host and not path.startswith("/lenta"):
            return Answer(301, "", location=f"{edition.root}{path}")
        return self._agency(edition, path, {k: v[0] for k, v in parse_qs(query).items()})

    # --- the agency ---------------------------------------------------------------------------

    def _agency(self, edition: Edition, path: str, query: dict[str, str]) -> Answer:
        code = edition.code
        segments = [segment for segment in path.split("/") if segment]
        if path == edition.syndication["rss"]:
            return Answer(*syndication.rss(self.room, edition, self.rss.get(code, "whole")))
        if path == edition.syndication["sitemap"]:
            return Answer(200, syndication.sitemap(self.room, edition, 300, news=True), _XML)
        if path == edition.last_news:
            return Answer(200, syndication.sitemap(self.room, edition, 300, news=False), _XML)
        if path == "/sitemap.xml":
            return Answer(200, syndication.sitemap(self.room, edition, 1000, news=False), _XML)
        match segments:
            case [] | ["about"]:
                return Answer(
                    200, html_page(edition.language, "Kazinform", "", "<h1>Kazinform</h1>")
                )
            case ["lenta"] | [_, "lenta"]:
                return self._feed(edition, query)
            case ["category", slug]:
                slugs = [section.slug for section in sections_of(code)]
                if slug in slugs:
                    sequence = index.section(self.room, code, slugs.index(slug))
                    return self._listing(edition, "section", f"/category/{slug}/", sequence, query)
            case ["search_results"]:
                return Answer(200, self.search.shell(edition))
            case ["static", "js", "search.js"]:
                return Answer(200, self.search.script(edition), "text/javascript; charset=utf-8")
            case ["static", "js", "away"] if self.switches.search_lure:
                return Answer(302, "", location=f"http://{self.switches.search_lure}/redirect")
            case ["tag", _]:
                sequence = index.tag(self.room, code)
                return self._listing(edition, "tag", path, sequence, query)
            case _:
                return self._article(edition, path, segments)
        return self._missing(edition)

    def _feed(self, edition: Edition, query: dict[str, str]) -> Answer:
        if "start_date" not in query:
            return self._listing(
                edition, "feed", "/lenta/", index.feed(self.room, edition.code), query
            )
        try:
            first = date.fromisoformat(query["start_date"])
            last = date.fromisoformat(query.get("end_date", query["start_date"]))
        except ValueError:
            return self._missing(edition)
        sequence = index.days(self.room, edition.code, first, last)
        return self._listing(edition, "feed", "/lenta/", sequence, query, pinned=False)

    def _listing(
        self,
        edition: Edition,
        kind: str,
        path: str,
        sequence: Sequence,
        query: dict[str, str],
        *,
        pinned: bool = True,
    ) -> Answer:
        asked = int(query["page"]) if query.get("page", "").isdecimal() else 1
        shown, last, cards = self._cards(edition.code, sequence, asked, self.layout, kind)
        if kind == "feed" and pinned and shown == 1 and cards:
            # An editor's choice, years old, stands above the newest.
            old = self.room.article(edition.code, 0)
            cards.insert(1, (old, self._href(old, kind)))
            removed = replace(cards[0][0], headline=cards[0][0].later_headline)
            cards.append((removed, f"{edition.root}{_removed_path(edition)}"))
        view = View(edition.code, kind, "Лента", path, shown, last, cards)
        return Answer(200, self.layout.listing(view))

    def _cards(
        self, code: str, sequence: Sequence, asked: int, layout: Template, kind: str
    ) -> tuple[int, int, list[tuple[SampleArticle, str]]]:
        """The page shown, the last page, and the cards. Past the end it is the first page."""
        size = layout.CARDS
        last = max(1, -(-sequence.size // size))
        shown = asked if 1 <= asked <= last else 1
        ranks = range((shown - 1) * size, min(shown * size, sequence.size))
        numbers = [sequence.at(rank) for rank in ranks]
        if self.room.moment is not None:
            # A living site lists no more what it took down.
            numbers = [one for one in numbers if not self.room.is_gone(code, one)]
        articles = [self.room.article(code, number) for number in numbers]
        return shown, last, [(one, self._href(one, kind)) for one in articles]

    def _href(self, article: SampleArticle, kind: str) -> str:
        """How a listing links to an article: in one of the ways that sites have."""
        if article.edition.startswith("rep-"):
            return article.url
        number, slug = article.number, article.slug
        edition = EDITIONS[article.edition]
        path = article.url.removeprefix(edition.root)
        if "_a" in slug:
            own_id = addresses.number_of(slug) or 0
            if kind == "section" and number % 6 == 1:
                return path.replace(slug, f"former-words_a{slug.rpartition('_a')[2]}")
            if kind == "feed" and article.published.year < 2016 and number % 4 == 2:
                return addresses.legacy_url(article.edition, own_id)
        if article.edition == "en" and number % 7 == 1:
            return f"https://en.inform.kz{path}"
        if kind == "feed" and number % 9 == 2:
            return f"https://inform.kz{path}" if edition.code == "ru" else path.rstrip("/")
        if kind == "section" and number % 11 == 5:
            return f"{path}?utm_source=section&utm_medium=card"
        if kind == "tag" and number % 3 == 0:
            return f"/amp/{slug}"
        return path

    def _article(self, edition: Edition, path: str, segments: list[str]) -> Answer:
        is_amp = "amp" in (segments[0], segments[-1])
        rest = [one for one in segments if one not in ("amp", "news", *edition.paths)]
        article = self.room.find(edition.code, "/".join(rest))
        if article is None:
            return self._missing(edition)
        if self.room.is_gone(edition.code, article.number):
            # Half of them the honest way, half as the site does it.
            missing = self._missing(edition)
            return replace(missing, status=404) if article.number % 20 == 14 else missing
        own_path = article.url.removeprefix(edition.root)
        other_slug = "_a" in article.slug and rest != [article.slug] and len(rest) == 1
        if path != own_path and not is_amp and not other_slug:
            return Answer(301, "", location=article.url)
        page = self.layout.article(article)
        return Answer(200, renamed_page(page) if self.renamed else page)

    def _missing(self, edition: Edition) -> Answer:
        """A soft 404: the site says that there is nothing, and answers 200."""
        body = '<div class="error__wrapper"><h1>404</h1><p>Страница не найдена</p></div>'
        return Answer(200, html_page(edition.language, "404", "", body))

    # --- the republisher ----------------------------------------------------------------------

    def _republisher(self, code: str, path: str, query: str) -> Answer:
        segments = [segment for segment in path.split("/") if segment]
        layout = LAYOUTS[REPUBLISHER]
        number: Callable[[str], int] = lambda text: int(text) if text.isdecimal() else 0  # noqa: E731
        more = load_more.page_asked(query, self.switches) if path == load_more.AJAX else None
        if path == load_more.SCRIPT:
            return Answer(200, load_more.script(), "text/javascript; charset=utf-8")
        numbered = segments[:1] == ["page"] and len(segments) == 2
        if not segments or more or (numbered and load_more.has_pages(code, self.switches)):
            asked = more or (number(segments[1]) if segments else 1)
            size = self.room.size(code)
            sequence = Sequence(size, lambda rank: size - 1 - rank)
            shown, last, cards = self._cards(code, sequence, asked, layout, "feed")
            if shown == asked:
                page = layout.listing(View(code, "feed", "", "", shown, last, cards))
                if more:
                    return Answer(200, load_more.answer(page, last=shown == last), JSON)
                return Answer(200, load_more.with_script(page) if code == "rep-kk" else page)
        elif len(segments) == 1 and (article := self.room.find(code, segments[0])):
            return Answer(200, layout.article(article))
        return Answer(404, html_page("en", "Page not found", "", "<h1>Nothing here</h1>"))


def renamed_page(html: str) -> str:
    """A page after a redesign: every class and id has another name, which says nothing."""
    return re.sub(
        r'\s(class|id)="([^"]*)"',
        lambda found: f' {found[1]}="n{zlib.crc32(found[2].encode()):08x}"',
        html,
    )


def _removed_path(edition: Edition) -> str:
    return edition.article.format(slug="removed-by-its-editors-q-zu-zu-zu-zu")


_ROBOTS = """User-agent: *
Disallow: /account/

Sitemap: https://{host}/sitemap.xml
"""
