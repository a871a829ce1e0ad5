"""What a page says of itself for machines, read once and one way for every layout.

JSON-LD, ``<meta>``, microdata, ``<time>``, the canonical link, ``<base>`` and the language. All of
it is a claim: a layout's own selector wins, and what stands on the page decides where they differ.
"""

import re
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from kazcrawl.pages import jsonld, moments
from kazcrawl.pages.linked_data import LinkedData, name_of
from kazcrawl.pages.links import joined
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
    def data(self) -> LinkedData:
        """The page's JSON-LD."""
        scripts = self.tree.css('script[type*="ld+json" i]')
        return LinkedData([entry for node in scripts for entry in jsonld.objects(node.text())])

    @cached_property
    def article(self) -> dict[str, Any]:
        """The JSON-LD object of this page's article, or an empty one."""
        if not self.data.objects:
            return {}
        hint = self.meta("og:title", "twitter:title") or self.title or ""
        return self.data.article(hint, [own for own in (self.url, self.canonical) if own])

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
            or next((name for entry in self.data.of("WebSite") if (name := name_of(entry))), None)
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
        page = next(iter(self.data.of("WebPage")), {})
        return publications(self.article, page, self.metas)

    @cached_property
    def modified(self) -> str | None:
        """The last change, likewise."""
        page = next(iter(self.data.of("WebPage")), {})
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
            author = self.data.resolved(entry, "name")
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
        publisher = self.data.resolved(self.article.get("publisher"), "name")
        return without_newsroom(names, publisher, lambda: self.site) if names else names

    @cached_property
    def images(self) -> list[str]:
        """Addresses of the article's pictures, OpenGraph's first."""
        said = self.article.get("image") or self.article.get("thumbnailUrl")
        found: list[str] = []
        for entry in said if isinstance(said, list) else [said]:
            picture = self.data.resolved(entry, "url", "contentUrl")
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
            or self.data.crumbs(self.titles[0] if self.titles else "")
        )
        return [part.strip() for value in found for part in value.split(",") if part.strip()][:6]

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
