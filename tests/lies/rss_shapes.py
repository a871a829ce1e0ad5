import json
from html import escape
from random import Random

from kazcrawl.sample_site.articles import SampleArticle
from kazcrawl.sample_site.calendar import astana
from kazcrawl.sites.edition import Edition
from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_SHAPES = (
    *("relative", "protocol", "upper", "picture", "atom-link", "warning", "guid", "cdata"),
    *("atom", "json"),
)


class RssShapes(Lie):
    """RSS in one of the shapes that sites really send."""

    lasts = None

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.form = random.choice(_SHAPES)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "rss" or asked.edition is None:
            return None
        text = _document(self.form, asked.edition, answer.articles)
        return Answer("rss", 200, text.encode(), dict(answer.headers), answer.articles)


def _document(form: str, edition: Edition, articles: list[SampleArticle]) -> str:
    if form == "json":
        rows = [
            {"url": one.url, "title": one.headline, "date_published": _moment(one)}
            for one in articles
        ]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": rows})
    if form == "atom":
        entries = "".join(
            f'<entry><title>{escape(one.headline)}</title><link rel="enclosure" '
            f'href="{one.image}"/><link rel="alternate" href="{one.url}"/>'
            f"<published>{_moment(one)}</published></entry>"
            for one in articles
        )
        return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
    items = "".join(_item(form, edition, one) for one in articles)
    warning = (
        "Warning: Undefined index in /var/www/rss.php on line 7\n" if form == "warning" else ""
    )
    return (
        f'{warning}<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel><title>KAZINFORM</title><link>{edition.root}/</link>{items}</channel></rss>"
    )


def _item(form: str, edition: Edition, article: SampleArticle) -> str:
    url, title = article.url, escape(article.headline)
    path = url.removeprefix(edition.root)
    link = {
        "relative": f"<link>{path}</link>",
        "protocol": f"<link>//{edition.host}{path}</link>",
        "upper": f"<link>HTTPS://{edition.host.upper()}{path}</link>",
        "atom-link": f'<atom:link rel="self" href="{edition.root}/rss/"/><link>{url}</link>',
        "guid": f'<guid isPermaLink="true">{url}</guid>',
        "cdata": f"<link><![CDATA[\n{url}\n]]></link>",
    }.get(form, f"<link>{url}</link>")
    picture = (
        f'<media:content url="{article.image}"><media:title>Photo of the day</media:title>'
        "</media:content>"
        if form == "picture"
        else ""
    )
    return (
        f"<item>{picture}<title>{title}</title>{link}"
        f"<pubDate>{astana(article.published):%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
    )


def _moment(article: SampleArticle) -> str:
    return astana(article.published).isoformat()
