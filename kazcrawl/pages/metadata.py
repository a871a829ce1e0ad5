"""What a page says of itself for machines, read once and one way for every layout.

JSON-LD, ``<meta>``, microdata, ``<time>``, the canonical link, ``<base>`` and the language. All of
it is a claim: a layout's own selector wins, and what stands on the page decides where they differ.
"""

import re
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from kazcrawl.pages import jsonld, moments
from kazcrawl.pages.likeness import same_words
from kazcrawl.pages.links import bare, joined
from kazcrawl.pages.newsrooms import without_newsroom
from kazcrawl.pages.people import people
from kazcrawl.pages.publication import publications
from kazcrawl.pages.text import text_of
from kazcrawl.text import tidy_or_none

# Signs that a title may have; a longer one is a whole text.
_TITLE = 1_000
_AUTHOR = tuple(
    """
    author article:author dc.creator dc:creator dcterms.creator parsely-author sailthru.author byl
    citation_author og:author og:article:author mediator_author authors article_author
    """.split()
)


class Metadata:
    """The metadata of one page, each read when it is first asked for."""

    def __init__(self, tree: LexborHTMLParser, url: str) -> None:
        self.tree = tree
        self.url = url

    @cached_property
    def base(self) -> str:
        """The address from which the page's relative links are counted."""
        node = self.tree.css_first("base[href]")
        return joined(self.url, node.attributes.get("href") if node else None) or self.url

    def link(self, href: str | None) -> str | None:
        """An absolute address from an attribute of this page, or None."""
        return joined(self.base, href)

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """``<meta>`` contents by ``name``, ``property`` or ``itemprop`` in lower case.

        The agency writes ``article:published_time`` now as one, now as the other.
        """
        found: dict[str, list[str]] = {}
        for node in self.tree.css("meta[content]"):
            attributes = node.attributes
            content = jsonld.clean(attributes.get("content") or "")
            if content is None:
                continue
            # Some templates put a second key beside the first.
            named = (attributes.get("name"), attributes.get("property"), attributes.get("itemprop"))
            for key in named:
                if key:
                    values = found.setdefault(key.strip().lower(), [])
                    if content not in values:
                        values.append(content)
        return found

    def meta(self, *keys: str) -> str | None:
        """The first content found under any of ``keys``, in their order."""
        return next((self.metas[key][0] for key in keys if key in self.metas), None)

    @cached_property
    def objects(self) -> list[dict[str, Any]]:
        """Every object of the page's JSON-LD."""
        scripts = self.tree.css('script[type*="ld+json" i]')
        return [entry for node in scripts for entry in jsonld.objects(node.text())]

    @cached_property
    def article(self) -> dict[str, Any]:
        """The JSON-LD object of this page's article, or an empty one.

        Of several (related ones, a list) the one with the page's address or its title; one of
        quite another title and address is another article's.
        """
        articles = [entry for entry in self.objects if jsonld.is_article(entry)]
        if not articles:
            return {}
        hint = self.meta("og:title", "twitter:title") or self.title or ""
        headline = articles[0].get("headline")
        if len(articles) == 1 and headline and hint.startswith(str(headline)):
            return articles[0]
        own = [(self._likeness(entry, hint), -place) for place, entry in enumerate(articles)]
        likeness, place = max(own)
        return articles[-place] if likeness > 0 else {}

    def _likeness(self, entry: dict[str, Any], hint: str) -> float:
        told = (entry.get("url"), entry.get("@id"), entry.get("mainEntityOfPage"))
        addresses = {bare(address) for address in told if isinstance(address, str)}
        own = {bare(address) for address in (self.url, self.canonical) if address}
        if not addresses.isdisjoint(own):
            return 2.0
        title = jsonld.text_of(entry.get("headline")) or jsonld.text_of(entry.get("name"))
        if title and hint:
            return same_words(title, hint)
        # One that names nothing but another article's address is that article's.
        return 0.0 if any("/" in address for address in addresses) else 0.5

    @cached_property
    def is_article(self) -> bool:
        """Whether the page says of itself that it is one."""
        kind = (self.meta("og:type") or "").lower()
        return bool(self.article) or kind == "article" or "article:published_time" in self.metas

    @cached_property
    def title(self) -> str | None:
        """The ``<title>``, not that of a picture."""
        node = self.tree.css_first("head > title") or self.tree.css_first("title")
        return jsonld.clean(text_of(node)) if node else None

    @cached_property
    def titles(self) -> list[str]:
        """Every title the page claims, as it stands there, best first."""
        found = (
            jsonld.text_of(self.article.get("headline")),
            self.meta("og:title"),
            self.meta("twitter:title"),
            self.meta("title", "dc.title"),
            self.title,
        )
        return list(dict.fromkeys(title for title in found if title and len(title) <= _TITLE))

    @cached_property
    def site(self) -> str | None:
        """The site's name."""
        return (
            self.meta("og:site_name", "application-name")
            or jsonld.text_of(self.article.get("publisher"))
            or next((name for entry in self._of("WebSite") if (name := _name(entry))), None)
        )

    @cached_property
    def descriptions(self) -> list[str]:
        """Every description the page claims, best first."""
        found = (
            jsonld.text_of(self.article.get("description")),
            self.meta("og:description"),
            self.meta("description"),
            self.meta("twitter:description"),
        )
        return list(dict.fromkeys(text for text in found if text))

    @property
    def description(self) -> str | None:
        """The best of them."""
        return next(iter(self.descriptions), None)

    @cached_property
    def published(self) -> str | None:
        """The publication as an ISO date, with ``T`` between day and time; or None."""
        return moments.iso(*self._told_publications)

    @property
    def printed(self) -> str | None:
        """The publication as people write it, where a template has it so."""
        return moments.printed(*self._told_publications)

    @cached_property
    def _told_publications(self) -> list[str | None]:
        page = next(iter(self._of("WebPage")), {})
        return publications(self.article, page, self.metas)

    @cached_property
    def modified(self) -> str | None:
        """The last change, likewise."""
        page = next(iter(self._of("WebPage")), {})
        return moments.iso(
            jsonld.text_of(self.article.get("dateModified")),
            self.meta("article:modified_time", "og:updated_time", "datemodified"),
            jsonld.text_of(page.get("dateModified")),
        )

    @cached_property
    def stamp(self) -> tuple[str | None, str | None]:
        """(for machines, as printed): the publication by microdata or the first ``<time>``."""
        return moments.stamp(self.tree)

    @cached_property
    def told_authors(self) -> list[str]:
        """The people whom JSON-LD names as authors; a newspaper or an agency is none."""
        said = self.article.get("author") or self.article.get("creator")
        names: list[str] = []
        for entry in said if isinstance(said, list) else [said]:
            author = self._resolved(entry, "name")
            if not isinstance(author, dict):
                names += jsonld.texts_of(author)
            elif not jsonld.is_organization(author):
                given, family = author.get("givenName"), author.get("familyName")
                names += jsonld.texts_of(author.get("name") or f"{given or ''} {family or ''}")
        return self._without_site(people(names))

    @cached_property
    def authors(self) -> list[str]:
        """The people who are named as authors."""
        named = [name for key in _AUTHOR for name in self.metas.get(key, [])]
        return self.told_authors or self._without_site(people(named))

    def _without_site(self, names: list[str]) -> list[str]:
        """Names without the site's own."""
        publisher = self._resolved(self.article.get("publisher"), "name")
        return without_newsroom(names, publisher, lambda: self.site) if names else names

    @cached_property
    def images(self) -> list[str]:
        """Addresses of the article's pictures, OpenGraph's first."""
        said = self.article.get("image") or self.article.get("thumbnailUrl")
        found: list[str] = []
        for entry in said if isinstance(said, list) else [said]:
            picture = self._resolved(entry, "url", "contentUrl")
            if isinstance(picture, dict):
                picture = picture.get("url") or picture.get("contentUrl")
            address = jsonld.text_of(picture)
            if address and "#" not in address:
                found.append(address)
        metas = self.metas
        claimed = metas.get("og:image", [])[:3] + found
        for key in ("twitter:image", "og:image:secure_url", "twitter:image:src"):
            claimed += metas.get(key, [])[:1]
        return list(dict.fromkeys(link for address in claimed if (link := self.link(address))))

    @cached_property
    def keywords(self) -> list[str]:
        said = (
            self.metas.get("article:tag", [])
            or jsonld.texts_of(self.article.get("keywords"))
            or self.metas.get("news_keywords", [])
            or self.metas.get("keywords", [])
        )
        words = (part.strip(" #") for value in said for part in re.split(r"[,;،、，]", value))
        return list(dict.fromkeys(word for word in words if word and len(word) < 80))[:40]

    @cached_property
    def sections(self) -> list[str]:
        """The sections the article belongs to: as named, or by the trail of breadcrumbs."""
        found = (
            jsonld.texts_of(self.article.get("articleSection"))
            or self.metas.get("article:section", [])
            or self._crumbs()
        )
        return [part.strip() for value in found for part in value.split(",") if part.strip()][:6]

    def _crumbs(self) -> list[str]:
        for trail in self._of("BreadcrumbList"):
            if isinstance(trail.get("itemListElement"), list):
                entries = [entry for entry in trail["itemListElement"] if isinstance(entry, dict)]
                names = [_name(entry) or jsonld.text_of(entry.get("item")) for entry in entries]
                title = self.titles[0] if self.titles else ""
                return [name for name in names[1:] if name and same_words(name, title) < 0.6][:3]
        return []

    @cached_property
    def canonical(self) -> str | None:
        """What the page claims to be its canonical address; not yet believed."""
        node = self.tree.css_first('link[rel~="canonical" i]')
        return self.link(node.attributes.get("href")) if node else self.link(self.meta("og:url"))

    @cached_property
    def language(self) -> str | None:
        """The page's language as it stands there."""
        node = self.tree.css_first("html")
        own = node.attributes if node else {}
        return (
            tidy_or_none(own.get("lang") or own.get("xml:lang"))
            or jsonld.text_of(self.article.get("inLanguage"))
            or (self.meta("og:locale") or "").replace("_", "-")
            or self.meta("content-language", "language")
        )

    @cached_property
    def body(self) -> str | None:
        """The article's text as JSON-LD tells it, if it is more than a teaser."""
        body = jsonld.prose_of(self.article.get("articleBody") or self.article.get("text"))
        return body if body and len(body) > 200 else None

    def _of(self, kind: str) -> list[dict[str, Any]]:
        return [entry for entry in self.objects if kind in jsonld.types_of(entry)]

    def _resolved(self, value: Any, *needed: str) -> Any:
        """A value, or the object that it only names by ``@id`` and says nothing of."""
        if isinstance(value, dict) and not any(value.get(name) for name in needed):
            own_id = value.get("@id")
            named = (
                entry for entry in reversed(self.objects) if own_id and entry.get("@id") == own_id
            )
            return next(named, value)
        return value


def _name(entry: dict[str, Any]) -> str | None:
    return jsonld.text_of(entry.get("name"))
