"""The records that a crawl of the sample site must produce, but for what the crawl itself adds.

``fetched_at`` and ``crawl_id`` are the crawl's own and not in the truth.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from kazcrawl.record import Image, content_hash
from kazcrawl.sample_site.articles import REPUBLISHERS, Newsroom, SampleArticle
from kazcrawl.sample_site.calendar import MONTHS, astana, printed
from kazcrawl.sites.kazinform.addresses import ADDRESSES
from kazcrawl.sites.kazinform.editions import EDITIONS


def truth(room: Newsroom, layout: str, source: str = "kazinform") -> Iterator[dict[str, Any]]:
    """Every record of a source, in no promised order: one an article, and a second one of each
    article that changed or went away (until now, on a living site)."""
    if source == "kazinform":
        editions = list(EDITIONS)
    else:
        editions = [f"rep-{name}" for name in REPUBLISHERS if source in (name, "republisher")]
    before = Newsroom(room.articles, room.seed, room.now, room.days)
    for edition in editions:
        for number in range(room.size(edition)):
            first = truth_of(before.article(edition, number), layout)
            yield first
            if room.is_gone(edition, number):
                yield first | {"revision": 2, "status": "gone"}
            elif room.is_changed(edition, number):
                now = truth_of(room.article(edition, number), layout)
                if now["content_hash"] != first["content_hash"]:
                    yield now | {"revision": 2}


def truth_of(article: SampleArticle, layout: str) -> dict[str, Any]:
    """The record that an article's page gives in a layout."""
    republished = article.edition.startswith("rep-")
    body = body_text(article)
    headline = article.headline
    has_lead = layout in ("g2", "g3", "jannah")
    description = article.lead if has_lead else None
    published = article.published
    raw = republished_date(article) if republished else printed(layout, article.edition, published)
    has_modified = layout != "g15"
    if republished:
        language = REPUBLISHERS[article.edition[4:]]
        host = f"{article.edition[4:]}.republisher.example"
    else:
        language = EDITIONS[article.edition].language
        host = article.edition
    return {
        "id": ADDRESSES.url_hash(article.url),
        "url": article.url,
        "source": "republisher" if republished else "kazinform",
        "edition": host,
        "in_language": language,
        "headline": headline,
        "description": description,
        "article_body": body,
        "article_section": [article.prose.sections[article.section][1]],
        "keywords": article.tags,
        "author": [article.author] if article.author else [],
        "image": images(article, layout),
        "dateline": {"place": article.place, "agency": article.agency, "raw": article.dateline}
        if article.dateline
        else None,
        "date_published": _utc(published),
        "date_modified": _utc(article.modified) if article.modified and has_modified else None,
        "date_published_local": astana(published).isoformat(),
        "date_published_raw": raw,
        "revision": 1,
        "content_hash": content_hash(headline, description, body),
        "status": "usable",
        "layout": layout,
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def body_text(article: SampleArticle) -> str:
    """The article's text as a record has it: dateline first, captions and credits left out."""
    lines: list[str] = []
    for block in article.body:
        if block.kind in ("p", "quote", "list", "embed"):
            lines.extend(block.texts)
        if block.kind == "embed":
            lines.append(block.url)
    if article.dateline:
        space = "" if article.edition == "cn" else " "
        lines[0] = f"{article.dateline}{space}{lines[0]}"
    return "\n\n".join(lines)


def images(article: SampleArticle, layout: str) -> list[Image]:
    """The pictures of a page: the main one, then those of the body's figures."""
    # G1 and G1.5 show the main picture bare; the others have a caption under it.
    captioned = layout in ("g2", "g3", "jannah")
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


def republished_date(article: SampleArticle) -> str:
    """What a republisher's page shows: a day or an age; only its metadata know the moment."""
    if article.number % 7 == 5 and article.age_days:
        return f"{article.age_days} day{'s' if article.age_days > 1 else ''} ago"
    local = astana(article.published)
    return f"{MONTHS['en'][local.month - 1]} {local.day}, {local.year}"
