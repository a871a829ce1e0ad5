"""What a page says about itself: JSON-LD, OpenGraph, `article:*`, microdata, <time>, <h1>, <title>.

Everything here is a claim of the page; the text on it decides where the two differ.
"""

import html as htmllib
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from kazcrawl.pages.generic.titles import cut_site
from kazcrawl.pages.generic.values import (
    ARTICLE_TYPES,
    json_ld,
    list_of,
    same_words,
    text_of,
    types_of,
)
from kazcrawl.pages.people import people

ISO = re.compile(
    r"(?:19|20)\d\d-\d\d?-\d\d?(?:[T ]+\d\d?:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?)?"
)


_PUBLISHED = tuple(
    """
    datepublished date pubdate publishdate publish-date dc.date dc.date.issued dcterms.created
    sailthru.date parsely-pub-date cxenseparse:recs:publishtime mediator_published_time
    """.split()
)
_AUTHOR = "author article:author dc.creator parsely-author sailthru.author byl".split()


@dataclass(slots=True)
class Claims:
    title: str | None = None  # the best metadata title, site name cut
    titles: list[str] = field(default_factory=list)  # every candidate, raw
    site: str | None = None
    description: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    canonical: str | None = None
    language: str | None = None
    body: str | None = None  # JSON-LD articleBody
    is_article: bool = False  # says of itself that it is one


@dataclass(slots=True)
class _Head:
    """What the claims are read from: ``<meta>`` by key, the title, the canonical link, JSON-LD."""

    metas: dict[str, list[str]]
    title: str | None
    canonical: str | None
    objects: list[dict[str, Any]]
    article: dict[str, Any] = field(default_factory=dict)  # the JSON-LD object of the article

    def meta(self, *names: str) -> str | None:
        return next((self.metas[name][0] for name in names if name in self.metas), None)

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [one for one in self.objects if kind in types_of(one)]

    def resolved(self, value: Any, *needed: str) -> Any:
        """A JSON-LD value, or the object that it only names by ``@id`` and says nothing of."""
        if isinstance(value, dict) and not any(value.get(name) for name in needed):
            return next(
                (one for one in reversed(self.objects) if one.get("@id") == value.get("@id")),
                value,
            )
        return value


def read_claims(tree: HtmlElement, url: str) -> Claims:
    """All that the page says about itself; ``url`` resolves its canonical link."""
    head = _read_head(tree)
    claims = Claims(
        is_article=bool(head.article)
        or (head.meta("og:type") or "").lower() == "article"
        or "article:published_time" in head.metas,
        site=_site(head),
        description=text_of(head.article.get("description"))
        or head.meta("og:description", "description", "twitter:description"),
        authors=_authors(head),
        images=_images(head),
        keywords=_keywords(head),
        canonical=_canonical(head, url),
        language=_language(head, tree),
        body=_body(head),
    )
    _read_titles(claims, head, url)
    _read_dates(claims, head)
    claims.sections = _sections(head, claims.title)
    return claims


def _read_head(tree: HtmlElement) -> _Head:
    head = _Head({}, None, None, json_ld(tree))
    for el in tree.iter("meta", "link", "title"):
        if el.tag == "meta":
            _read_meta(el, head.metas)
        elif el.tag == "link":
            if "canonical" in (el.get("rel") or "").lower().split() and head.canonical is None:
                head.canonical = (el.get("href") or "").strip() or None
        elif head.title is None and not (
            el.getparent() is not None and el.getparent().tag == "svg"
        ):
            head.title = text_of(el.text)
    articles = [one for one in head.objects if types_of(one) & ARTICLE_TYPES]
    # Several articles on one page (related ones, a list): the one whose title is the page's.
    hint = head.meta("og:title", "twitter:title") or head.title or ""
    articles.sort(
        key=lambda one: (
            -same_words(text_of(one.get("headline")) or text_of(one.get("name")) or "", hint)
        )
    )
    head.article = articles[0] if articles else {}
    return head


def _read_meta(el: HtmlElement, metas: dict[str, list[str]]) -> None:
    value = text_of(el.get("content"))
    key = el.get("property") or el.get("name") or el.get("itemprop")
    if key and value:
        metas.setdefault(key.strip().lower(), []).append(value)
        # Some templates put a second key beside it: name= and property= on one tag.
        if el.get("name") and el.get("property"):
            metas.setdefault(str(el.get("name")).strip().lower(), []).append(value)


def _site(head: _Head) -> str | None:
    sites = (text_of(one.get("name")) for one in head.of_type("WebSite"))
    return (
        head.meta("og:site_name", "application-name")
        or text_of(head.article.get("publisher"))
        or next(filter(None, sites), None)
    )


def _read_titles(claims: Claims, head: _Head, url: str) -> None:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    found = (
        text_of(head.article.get("headline")),
        head.meta("og:title"),
        head.meta("twitter:title"),
        head.meta("title", "dc.title"),
        head.title,
    )
    titles = [title for title in found if title]
    cut = [
        cut_site(title, claims.site, [one for one in titles if one != title], host)
        for title in titles
    ]
    claims.title = next(filter(None, cut), None)
    claims.titles = list(dict.fromkeys(cut + titles))


def _date_of(*values: str | None) -> str | None:
    """The first ISO date, with ``T`` between day and time."""
    for value in values:
        if value and (m := ISO.search(value)):
            date = m[0].strip()
            return re.sub(r"\s+", "T", date, count=1) if re.match(r"\S+\s+\d", m[0]) else date
    return None


def _read_dates(claims: Claims, head: _Head) -> None:
    article, page = head.article, next(iter(head.of_type("WebPage")), {})
    claims.published = _date_of(
        text_of(article.get("datePublished")),
        head.meta("article:published_time", "og:article:published_time", "article:published"),
        head.meta(*_PUBLISHED),
        text_of(page.get("datePublished")),
        text_of(article.get("dateCreated")),
    )
    claims.modified = _date_of(
        text_of(article.get("dateModified")),
        head.meta("article:modified_time", "og:updated_time", "datemodified"),
        text_of(page.get("dateModified")),
    )


def _authors(head: _Head) -> list[str]:
    said = head.article.get("author") or head.article.get("creator")
    names: list[str] = []
    for one in said if isinstance(said, list) else [said]:
        author = head.resolved(one, "name")
        names += list_of(author.get("name") if isinstance(author, dict) else author)
    return people(names or [value for key in _AUTHOR for value in head.metas.get(key, [])])


def _images(head: _Head) -> list[str]:
    said = head.article.get("image") or head.article.get("thumbnailUrl")
    found: list[str] = []
    for one in said if isinstance(said, list) else [said]:
        picture = head.resolved(one, "url", "contentUrl")
        if isinstance(picture, dict):
            picture = picture.get("url") or picture.get("contentUrl")
        address = text_of(picture)
        if address and "#" not in address:
            found.append(address)
    metas = head.metas
    return list(
        dict.fromkeys(metas.get("og:image", [])[:3] + found + metas.get("twitter:image", [])[:1])
    )


def _keywords(head: _Head) -> list[str]:
    metas = head.metas
    said = (
        metas.get("article:tag", [])
        or list_of(head.article.get("keywords"))
        or metas.get("news_keywords", [])
        or metas.get("keywords", [])
    )
    words = (part.strip(" #") for value in said for part in re.split(r"[,;،、，]", value))
    return list(dict.fromkeys(word for word in words if word and len(word) < 80))[:40]


def _sections(head: _Head, title: str | None) -> list[str]:
    crumbs: list[str] = []
    for trail in head.of_type("BreadcrumbList"):
        if isinstance(trail.get("itemListElement"), list):
            items = [one for one in trail["itemListElement"] if isinstance(one, dict)]
            texts = (text_of(one.get("name")) or text_of(one.get("item")) for one in items)
            crumbs = [text for text in texts if text]
            break
    found = (
        list_of(head.article.get("articleSection"))
        or head.metas.get("article:section", [])
        or [crumb for crumb in crumbs[1:] if same_words(crumb, title or "") < 0.6][:3]
    )
    return [part.strip() for value in found for part in value.split(",") if part.strip()][:6]


def _canonical(head: _Head, url: str) -> str | None:
    link = head.canonical or head.meta("og:url")
    try:
        return urljoin(url, link) if link else None
    except ValueError:
        return None


def _language(head: _Head, tree: HtmlElement) -> str | None:
    root = tree.get("lang") or tree.get("xml:lang") if tree.tag == "html" else None
    said = (
        root
        or text_of(head.article.get("inLanguage"))
        or (head.meta("og:locale") or "").replace("_", "-")
        or head.meta("content-language", "language")
        or ""
    )
    return str(said).strip() or None


def _body(head: _Head) -> str | None:
    body = head.article.get("articleBody") or head.article.get("text")
    if not isinstance(body, str) or len(body) <= 200:
        return None
    return htmllib.unescape(re.sub(r"<[^<>]{1,2000}>", " ", body) if "<" in body else body)
