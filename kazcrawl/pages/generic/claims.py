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


def read_claims(tree: HtmlElement, url: str) -> Claims:
    metas: dict[str, list[str]] = {}
    title_tag = canonical = None
    for el in tree.iter("meta", "link", "title"):
        if el.tag == "meta":
            key = el.get("property") or el.get("name") or el.get("itemprop")
            value = text_of(el.get("content"))
            if key and value:
                metas.setdefault(key.strip().lower(), []).append(value)
                # Some templates put a second key beside it: name= and property= on one tag.
                if el.get("name") and el.get("property"):
                    metas.setdefault(str(el.get("name")).strip().lower(), []).append(value)
        elif el.tag == "link":
            if "canonical" in (el.get("rel") or "").lower().split() and canonical is None:
                canonical = (el.get("href") or "").strip() or None
        elif title_tag is None and not (el.getparent() is not None and el.getparent().tag == "svg"):
            title_tag = text_of(el.text)

    def meta(*names: str) -> str | None:
        return next((metas[n][0] for n in names if n in metas), None)

    c = Claims()
    objects = json_ld(tree)
    articles = [o for o in objects if types_of(o) & ARTICLE_TYPES]
    # Several articles on one page (related ones, a list): the one whose title is the page's.
    hint = meta("og:title", "twitter:title") or title_tag or ""
    if len(articles) > 1:
        articles.sort(
            key=lambda o: (
                -same_words(text_of(o.get("headline")) or text_of(o.get("name")) or "", hint)
            )
        )
    pages = [o for o in objects if "WebPage" in types_of(o)]
    art: dict[str, Any] = articles[0] if articles else {}
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""

    c.is_article = (
        bool(articles)
        or (meta("og:type") or "").lower() == "article"
        or "article:published_time" in metas
    )
    c.site = (
        meta("og:site_name", "application-name")
        or text_of(art.get("publisher"))
        or next(
            (
                text_of(o.get("name"))
                for o in objects
                if types_of(o) & {"WebSite"} and text_of(o.get("name"))
            ),
            None,
        )
    )
    c.titles = [
        t
        for t in (
            text_of(art.get("headline")),
            meta("og:title"),
            meta("twitter:title"),
            meta("title", "dc.title"),
            title_tag,
        )
        if t
    ]
    cut = [cut_site(t, c.site, [o for o in c.titles if o != t], host) for t in c.titles]
    c.title = next((t for t in cut if t), None)
    c.titles = list(dict.fromkeys(cut + c.titles))
    c.description = text_of(art.get("description")) or meta(
        "og:description", "description", "twitter:description"
    )

    def date_of(*values: str | None) -> str | None:
        for v in values:
            if v and (m := ISO.search(v)):
                return (
                    re.sub(r"\s+", "T", m[0].strip(), count=1)
                    if re.match(r"\S+\s+\d", m[0])
                    else m[0].strip()
                )
        return None

    page: dict[str, Any] = pages[0] if pages else {}
    c.published = date_of(
        text_of(art.get("datePublished")),
        meta("article:published_time", "og:article:published_time", "article:published"),
        meta(
            "datepublished",
            "date",
            "pubdate",
            "publishdate",
            "publish-date",
            "dc.date",
            "dc.date.issued",
            "dcterms.created",
            "sailthru.date",
            "parsely-pub-date",
            "cxenseparse:recs:publishtime",
            "mediator_published_time",
        ),
        text_of(page.get("datePublished")),
        text_of(art.get("dateCreated")),
    )
    c.modified = date_of(
        text_of(art.get("dateModified")),
        meta("article:modified_time", "og:updated_time", "datemodified"),
        text_of(page.get("dateModified")),
    )
    by_id = {o["@id"]: o for o in objects if isinstance(o.get("@id"), str)}
    raw_author = art.get("author") or art.get("creator")
    names: list[str] = []
    for a in raw_author if isinstance(raw_author, list) else [raw_author]:
        if isinstance(a, dict) and not a.get("name") and isinstance(a.get("@id"), str):
            a = by_id.get(a["@id"], a)
        names += list_of(a.get("name") if isinstance(a, dict) else a)
    if not names:
        names = [
            v
            for k in (
                "author",
                "article:author",
                "dc.creator",
                "parsely-author",
                "sailthru.author",
                "byl",
            )
            for v in metas.get(k, [])
        ]
    c.authors = people(names)
    pictures = art.get("image") or art.get("thumbnailUrl")
    for p in pictures if isinstance(pictures, list) else [pictures]:
        if (
            isinstance(p, dict)
            and not (p.get("url") or p.get("contentUrl"))
            and isinstance(p.get("@id"), str)
        ):
            p = by_id.get(p["@id"], p)
        u = text_of(p.get("url") or p.get("contentUrl")) if isinstance(p, dict) else text_of(p)
        if u and "#" not in u:
            c.images.append(u)
    c.images = list(
        dict.fromkeys(metas.get("og:image", [])[:3] + c.images + metas.get("twitter:image", [])[:1])
    )
    words = (
        metas.get("article:tag", [])
        or list_of(art.get("keywords"))
        or metas.get("news_keywords", [])
        or metas.get("keywords", [])
    )
    c.keywords = list(
        dict.fromkeys(
            w
            for v in words
            for w in (s.strip(" #") for s in re.split(r"[,;،、，]", v))
            if w and len(w) < 80
        )
    )[:40]
    crumbs: list[str] = []
    for o in objects:
        if "BreadcrumbList" in types_of(o) and isinstance(o.get("itemListElement"), list):
            for item in o["itemListElement"]:
                if isinstance(item, dict):
                    t = text_of(item.get("name")) or text_of(item.get("item"))
                    if t:
                        crumbs.append(t)
            break
    c.sections = (
        list_of(art.get("articleSection"))
        or metas.get("article:section", [])
        or [t for t in crumbs[1:] if same_words(t, c.title or "") < 0.6][:3]
    )
    c.sections = [s.strip() for v in c.sections for s in v.split(",") if s.strip()][:6]
    try:
        link = canonical or meta("og:url")
        c.canonical = urljoin(url, link) if link else None
    except ValueError:
        c.canonical = None
    root_lang = tree.get("lang") or tree.get("xml:lang") if tree.tag == "html" else None
    c.language = (
        root_lang
        or text_of(art.get("inLanguage"))
        or (meta("og:locale") or "").replace("_", "-")
        or meta("content-language", "language")
        or ""
    ).strip() or None
    body = art.get("articleBody") or art.get("text")
    if isinstance(body, str) and len(body) > 200:
        c.body = (
            htmllib.unescape(re.sub(r"<[^<>]{1,2000}>", " ", body))
            if "<" in body
            else htmllib.unescape(body)
        )
    return c
