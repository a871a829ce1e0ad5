"""The site's feeds for machines, in every condition in which feeds are found."""

from datetime import datetime, timedelta
from html import escape
from urllib.parse import quote

from kazcrawl.sample_site.articles import Newsroom, SampleArticle
from kazcrawl.sample_site.calendar import astana
from kazcrawl.sites.edition import Edition

CONDITIONS = ("whole", "missing", "html", "empty", "malformed", "bomb", "behind", "duplicates")
"""Of an RSS feed: ``html`` a page instead, ``malformed`` XML that breaks off, ``bomb`` entities
that would grow to gigabytes, ``behind`` three days old, ``duplicates`` every item twice."""

_XML = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_BOMB = "<!DOCTYPE rss [<!ENTITY a0 'lol'>{}]>".format(
    "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9))
)


def rss(room: Newsroom, edition: Edition, condition: str) -> tuple[int, str, str]:
    """Status, document and content type of an edition's RSS."""
    if condition == "missing":
        return 404, "<h1>Not found</h1>", "text/html; charset=utf-8"
    if condition == "html":
        return 200, "<!DOCTYPE html><html><body><h1>Kazinform</h1></body></html>", _XML
    articles = _newest(room, edition, 0 if condition == "empty" else 200)
    if condition == "behind":
        bound = (room.moment or room.now) - timedelta(days=3)
        articles = [one for one in articles if one.published < bound]
    if condition == "duplicates":
        articles = [one for one in articles for _ in range(2)]
    items = "".join(
        f"<item><title>{escape(a.headline)}</title><link>{escape(a.url)}</link>"
        f"<description>{escape(a.lead or '')}</description>"
        f"<pubDate>{astana(a.published):%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
        for a in articles
    )
    if condition == "bomb":
        items = f"<item><title>&a9;</title><link>{edition.root}/</link></item>{items}"
    document = (
        f'{_HEAD}{_BOMB if condition == "bomb" else ""}<rss version="2.0"><channel>'
        f"<title>KAZINFORM</title><link>{edition.root}/</link>{items}</channel></rss>"
    )
    return 200, document[: len(document) // 2] if condition == "malformed" else document, _XML


def sitemap(room: Newsroom, edition: Edition, number: int, *, news: bool) -> str:
    """A sitemap of the newest articles, a news sitemap or one with the times of changes."""
    name = "<news:publication><news:name>Kazinform</news:name></news:publication>"
    urls = "".join(
        f"<url><loc>{escape(quote(a.url, safe=':/%'))}</loc>"
        + (
            f"<news:news>{name}<news:publication_date>{astana(a.published).isoformat()}"
            f"</news:publication_date><news:title>{escape(a.headline)}</news:title></news:news>"
            if news
            else f"<lastmod>{astana(_changed(room, a)).isoformat()}</lastmod>"
        )
        + "</url>"
        for a in _newest(room, edition, number)
    )
    return (
        f'{_HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
    )


def _changed(room: Newsroom, article: SampleArticle) -> datetime:
    """When an article was last touched; on a living site, what has happened to it."""
    if room.moment is None:
        return article.modified or article.published
    changed = room.changed_at(article.edition, article.number)
    return changed if room.is_rewritten(article.edition, article.number) else article.published


def last_change(room: Newsroom, edition: Edition, number: int) -> str:
    """When the newest ``number`` articles last changed, as a Last-Modified header says it."""
    size = room.size(edition.code)
    moments = [room.now - timedelta(days=400)]
    for one in range(max(0, size - number - 40), size):
        moments.append(room.published(edition.code, one))
        changed = room.changed_at(edition.code, one)
        if room.moment is not None and changed <= room.moment:
            moments.append(changed)
    return max(moments).strftime("%a, %d %b %Y %H:%M:%S GMT")


def _newest(room: Newsroom, edition: Edition, number: int) -> list[SampleArticle]:
    code, size = edition.code, room.size(edition.code)
    numbers = [size - 1 - rank for rank in range(min(number, size))]
    if room.moment is not None:
        numbers = [one for one in numbers if not room.is_gone(code, one)]
    return [room.article(code, one) for one in numbers]
