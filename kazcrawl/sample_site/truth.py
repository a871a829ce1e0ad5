"""The records that a crawl of the sample site must produce, but for what the crawl itself adds.

``fetched_at`` and ``crawl_id`` are the crawl's own and not in the truth.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from kazcrawl.languages import checked_language
from kazcrawl.record import Image, content_hash
from kazcrawl.sample_site.articles import REPUBLISHERS, Newsroom, SampleArticle
from kazcrawl.sample_site.calendar import astana
from kazcrawl.sample_site.layouts import LAYOUTS
from kazcrawl.sample_site.layouts.parts import body_text
from kazcrawl.sample_site.stories import language_of
from kazcrawl.sites.kazinform.addresses import ADDRESSES
from kazcrawl.sites.kazinform.editions import EDITIONS


def truth(room: Newsroom, layout: str, source: str = "kazinform") -> Iterator[dict[str, Any]]:
    """Every record of a source, in no promised order: one an article, and a second one of each
    article that changed or went away (until now, on a living site).

    Beside a record's fields each has a ``story``: the name of what several editions tell, null
    for what one tells alone. What is told every day anew is no story.
    """
    if source == "kazinform":
        editions = list(EDITIONS)
    else:
        editions = [f"rep-{name}" for name in REPUBLISHERS if source in (name, "republisher")]
    before = Newsroom(room.articles, room.seed, room.now, room.days)
    for edition in editions:
        for number in range(room.size(edition)):
            article = before.article(edition, number)
            first = truth_of(article, layout) | {"story": article.story}
            yield first
            if room.is_gone(edition, number):
                yield first | {"revision": 2, "status": "gone"}
            elif room.is_changed(edition, number):
                now = truth_of(room.article(edition, number), layout) | {"story": article.story}
                if now["content_hash"] != first["content_hash"]:
                    yield now | {"revision": 2}


def truth_of(article: SampleArticle, layout: str) -> dict[str, Any]:
    """The record that an article's page gives in a layout."""
    template = LAYOUTS[layout]
    republished = article.edition.startswith("rep-")
    language = language_of(article.edition)
    body = body_text(article)
    headline = article.headline
    description = article.lead if template.PAGE.has_lead else None
    published = article.published
    modified = article.modified if template.PAGE.has_modified else None
    host = f"{article.edition[4:]}.republisher.example" if republished else article.edition
    if article.prose.language != language:
        # An edition without prose of its own: what is borrowed may be told for what it is.
        language = checked_language(language, body) or language
    return {
        "id": ADDRESSES.url_hash(article.url),
        "url": article.url,
        "source": "republisher" if republished else "kazinform",
        "edition": host,
        "in_language": language,
        "headline": headline,
        "description": description,
        "article_body": body,
        "article_section": [article.prose.sections[article.section].name],
        "keywords": article.tags,
        "author": article.authors,
        "image": images(article, captioned=template.PAGE.has_captions),
        "dateline": {"place": article.place, "agency": article.agency, "raw": article.dateline}
        if article.dateline
        else None,
        "date_published": _utc(published),
        "date_modified": _utc(modified) if modified else None,
        "date_published_local": astana(published).isoformat(),
        "date_published_raw": template.printed(article),
        "revision": 1,
        "content_hash": content_hash(headline, description, body),
        "status": "usable",
        "layout": layout,
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def images(article: SampleArticle, *, captioned: bool) -> list[Image]:
    """The pictures of a page: the main one, then those of the body's figures."""
    found = [
        Image(
            url=article.image,
            caption=article.caption if captioned else None,
            credit=article.credit,
        )
    ]
    for block in article.body:
        if block.kind == "figure":
            caption, credit = block.texts
            found.append(Image(url=block.url, caption=caption, credit=credit or None))
    return found
