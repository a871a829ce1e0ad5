"""The record that feeds publish: each key with its type and what it says, told here alone.

The JSON Schema, the columns for readers, and the table in docs/feed-format.md are made of it.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypedDict

SCHEMA_VERSION = 1
"""Version of the record; it stands in every manifest and changes with any field's meaning."""


@dataclass(frozen=True, eq=False)
class Says:
    """What a key holds, as people read it (Markdown), and which texts or numbers it takes, as
    JSON Schema says it."""

    text: str = ""
    takes: dict[str, Any] = field(default_factory=dict)


_HASH = {"pattern": "^[0-9a-f]{32}$"}

UTC = Says(takes={"format": "date-time", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$"})
Moment = Annotated[str, UTC]
"""A moment in UTC, whole seconds: ``2026-08-18T16:38:00Z``. Readers have a type for it."""


class Image(TypedDict):
    """A picture of an article: address, caption and credit (each text or null)."""

    url: str
    caption: str | None
    credit: str | None


class Dateline(TypedDict):
    """The opening of an article's text: place and agency (or null) and the words themselves."""

    place: str | None
    agency: str | None
    raw: str


class Record(TypedDict):
    """One published version of one article: a line of a feed.

    The names are schema.org NewsArticle's in snake_case, in the feed's order. Every key is on
    every line. What ``scrapy read`` prints has the same keys, but no ``revision`` and no crawl.
    """

    id: Annotated[str, Says("the first 32 hex digits of SHA-256 of `url`", _HASH)]
    url: Annotated[str, Says("canonical address, `https:`", {"pattern": "^https://"})]
    source: Annotated[str, Says("the spider that published it")]
    edition: Annotated[str, Says("the edition's code; a republisher's host")]
    in_language: Annotated[
        str | None,
        Says(
            "BCP 47: `ru`, `kk-Cyrl`, `kk-Latn`, `kk-Arab`, `en`, `zh-Hans`, `uz-Cyrl`; null where "
            "it is not known"
        ),
    ]
    headline: Annotated[
        str | None, Says("plain text; null only where the article was forgotten on demand")
    ]
    description: Annotated[str | None, Says("the lead, plain text, or null")]
    article_body: Annotated[
        str | None,
        Says(
            "plain text, never cut: paragraphs, list items, quotations, table rows (cells parted "
            "by ` | `) and the text of embedded posts, each followed by the post's address, joined "
            "by one blank line. Lead, captions and photo credits are not in it. Null only where "
            "the article was forgotten on demand"
        ),
    ]
    article_section: Annotated[
        list[str],
        Says(
            "the sections that the page names; where it names none, those whose listings had shown "
            "the article when its batch was opened, sorted. What is noted of it later stands in "
            "later revisions only, and makes none"
        ),
    ]
    keywords: Annotated[list[str], Says("the page's tags")]
    author: Annotated[list[str], Says("names")]
    image: Annotated[list[Image], Says("pictures, each with address, caption and credit or null")]
    dateline: Annotated[
        Dateline | None, Says("the text's opening words, which stay in the body as well, or null")
    ]
    date_published: Annotated[
        Moment | None, Says("UTC, whole seconds: `2026-08-18T16:38:00Z`, or null")
    ]
    date_modified: Annotated[Moment | None, Says("the same of the last change that the page tells")]
    date_published_local: Annotated[
        str | None,
        Says(
            "the instant of `date_published` on the site's own clock, with the offset valid then; "
            "Astana's is `+06:00` before 2024-03-01, `+05:00` since. A day without a time is "
            "midnight there",
            {"format": "date-time", "pattern": "[+-][0-9]{2}:[0-9]{2}$"},
        ),
    ]
    date_published_raw: Annotated[str | None, Says("as printed")]
    revision: Annotated[
        int,
        Says(
            "1, 2, …: a version of the same `id` whose headline, description or body differ, or "
            "its withdrawal",
            {"minimum": 1},
        ),
    ]
    content_hash: Annotated[
        str | None,
        Says(
            "the first 32 hex digits of SHA-256 of the line "
            '`{"":[headline, description, article_body]}` as JSON without spaces, ended by `\\n`; '
            "null only where the article was forgotten on demand",
            _HASH,
        ),
    ]
    status: Annotated[
        Literal["usable", "gone"],
        Says("`usable`, or `gone` for an article that its site took down (with the last text)"),
    ]
    layout: Annotated[
        str,
        Says(
            "which page object read it: the name of a file in `kazcrawl/sites/*/layouts/` (`g3`, "
            "…), or `generic` for a layout that is not known: then headline and text are very "
            "likely right, but look before you rely on them"
        ),
    ]
    fetched_at: Annotated[
        Moment,
        Says(
            "when the page was fetched, UTC; by the servers' clocks where the crawler's own was "
            "more than ten minutes behind them"
        ),
    ]
    crawl_id: Annotated[str, Says("the crawl that fetched it")]
