"""What every article layout shares: selectors in, a reading out."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import ClassVar

from selectolax.lexbor import LexborNode

from kazcrawl.pages import inline
from kazcrawl.pages.badges import PIECES, lines_of_heading, own_headline, without_badges
from kazcrawl.pages.bodies import linked_boxes, linked_cards, related_links, whole_body
from kazcrawl.pages.chrome import caption_boxes, chrome_boxes, galleries
from kazcrawl.pages.contents import contents_lists
from kazcrawl.pages.names import name_layout
from kazcrawl.pages.page import LONGEST_FIELD, Page, unique
from kazcrawl.pages.people import people
from kazcrawl.pages.quotations import is_quoted
from kazcrawl.pages.sources import leads_away, picture_source, said_of, source_of
from kazcrawl.pages.text import lines
from kazcrawl.record import Image
from kazcrawl.text import tidy, tidy_or_none

# Advertising and embedded players stand inside every layout's body.
ADVERTISING = "[id*=adfox], [class*=adfox], .adsbygoogle, ins[data-ad-client], [id^=aiturec]"

_LOG_IN = "input[type='password' i]"
# A body that holds the page's end was never closed: then what stands behind it is in it, too.
_PAGE_END = "footer, #comments, #respond"
_BEHIND = "footer, #comments, #respond, aside, nav, form, header"


@dataclass(slots=True)
class Reading:
    """What a layout read from a page: texts as printed, nothing cleaned or normalised yet.

    ``body`` holds the article's lines; dates are raw text, ``published_machine`` what the page's
    metadata say. Every list may be empty and every text None, but for ``headline`` and
    ``body``: without both there is no reading.
    """

    layout: str
    headline: str
    body: list[str]
    description: str | None = None
    date_raw: str | None = None
    published_machine: str | None = None
    modified_raw: str | None = None
    authors: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    canonical: str | None = None
    language: str | None = None
    # The layout found much less than stands on the page: that is how a half-changed one looks.
    disagrees: bool = False
    # The body asks for a password: it is a wall in an article's layout.
    is_wall: bool = False


class ArticlePage:
    """Base of the article layouts: a layout names its selectors and overrides what differs.

    A selector of None means that the layout does not carry the field. Subclasses are pure:
    the page in, a ``Reading`` or None (this is not my layout) out. ``layout``, its name in
    records, is the name of the file that it stands in, unless it says another.

    What a layout shows is said here and nowhere else: ``since``, the day from which the site
    had it, ``has_lead``, ``has_captions`` (of the main picture) and ``has_modified`` (the
    moment of a change).
    """

    layout: ClassVar[str]
    since: ClassVar[date]
    has_lead: ClassVar[bool] = True
    has_captions: ClassVar[bool] = True
    has_modified: ClassVar[bool] = True

    TITLE: ClassVar[str]
    BODY: ClassVar[str]
    DATE: ClassVar[str | None] = None
    # The printed moment of a change, where the metadata tell none.
    MODIFIED: ClassVar[str | None] = None
    LEAD: ClassVar[str | None] = None
    NOISE: ClassVar[str | None] = None
    AUTHOR: ClassVar[str | None] = None
    # The name of the ``<meta>`` that names authors, in place of a selector.
    AUTHOR_META: ClassVar[str | None] = None
    SECTION: ClassVar[str | None] = None
    TAGS: ClassVar[str | None] = None
    MAIN_IMAGE: ClassVar[str | None] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        name_layout(cls)

    def __init__(self, page: Page) -> None:
        self.page = page

    def is_own_article(self, url: str) -> bool:
        """Whether an address is that of another article of the layout's site."""
        return False

    def is_picture(self, url: str) -> bool:
        """Whether an address is that of a picture, not of what stands for one."""
        return not url.startswith("data:")

    def read(self) -> Reading | None:
        """The article, or None if the page has not this layout's title and body."""
        body_node = self.page.first(self.BODY)
        headline = self.headline()
        if body_node is None or headline is None:
            return None
        bodies = whole_body(body_node)
        body = [line for node in bodies for line in self.body(node)]
        if not body:
            return None
        return Reading(
            layout=self.layout,
            headline=headline,
            body=body,
            is_wall=any(node.css_first(_LOG_IN) is not None for node in bodies),
            description=self.description(body),
            date_raw=self.date_raw(),
            published_machine=self.published_machine(),
            modified_raw=self.modified_raw(),
            authors=self.authors(),
            images=self.images(body_node),
            sections=self.sections(),
            keywords=self.keywords(),
            canonical=self.page.canonical_link,
            language=self.page.language,
        )

    def headline(self) -> str | None:
        printed = self.page.text(self.TITLE)
        node = self.page.first(self.TITLE)
        if printed is None or node is None:
            return None
        if node.css_first(PIECES) is not None:
            whole = " ".join(lines_of_heading(node, self.page.metadata.titles))
            printed = whole[:LONGEST_FIELD] or printed
        if without_badges(printed) == printed:
            return printed
        return own_headline(printed, self.page.metadata.titles)

    def body(self, node: LexborNode) -> list[str]:
        """The lines of the article, captions left out: they belong to their images."""
        return lines(node, self.noise(node))

    def noise(self, node: LexborNode) -> set[int]:
        """The ``mem_id`` of everything in the body that is not the article's text."""
        behind = _BEHIND if any(not is_quoted(end) for end in node.css(_PAGE_END)) else None
        selector = ", ".join(filter(None, (ADVERTISING, "figcaption", self.NOISE, behind)))
        # A text refers to one article more than once, and to its own page in each anchor.
        is_own = cache(lambda href: self.is_own_article(self.page.link(href) or ""))
        return (
            {n.mem_id for n in node.css(selector) if not is_quoted(n)}
            | related_links(node, is_own)
            | linked_boxes(node)
            | linked_cards(node)
            | contents_lists(node)
            | chrome_boxes(node)
            | caption_boxes(node)
            | galleries(node)
        )

    def description(self, body: list[str]) -> str | None:
        """The lead: the layout's own, or OpenGraph's where it does not repeat the text."""
        if self.LEAD:
            return " ".join(self.page.texts(self.LEAD)) or None
        text = self.page.meta("og:description", "description")
        return None if text is None or repeats(text, body) else text

    def date_raw(self) -> str | None:
        return self.page.text(self.DATE)

    def published_machine(self) -> str | None:
        said = self.page.news_article.get("datePublished")
        return (
            self.page.meta("article:published_time")
            or tidy_or_none(said if isinstance(said, str) else None)
            or self.page.metadata.published
        )

    def modified_raw(self) -> str | None:
        said = self.page.news_article.get("dateModified")
        return (
            self.page.meta("article:modified_time")
            or tidy_or_none(said if isinstance(said, str) else None)
            or self.page.text(self.MODIFIED)
        )

    def authors(self) -> list[str]:
        meta = self.AUTHOR_META
        named = self.page.metas.get(meta, []) if meta else self.page.texts(self.AUTHOR)
        return people(named) or self.page.metadata.authors

    def sections(self) -> list[str]:
        return unique(self.page.texts(self.SECTION)) or self.page.metas.get("article:section", [])

    def keywords(self) -> list[str]:
        return unique([text.lstrip("#").strip() for text in self.page.texts(self.TAGS)])

    def images(self, body: LexborNode) -> list[Image]:
        """The main image, then the body's figures and pictures, each address once."""
        images_by_url: dict[str, Image] = {}
        title = tidy(self.headline())
        skipped = {n.mem_id for n in body.css(self.NOISE)} if self.NOISE else set()
        pictures = [*self.page.all(self.MAIN_IMAGE), *body.css("img, amp-img")]
        for picture in pictures:
            attributes = picture.attributes
            if (
                _is_within(picture, skipped)
                or inline.emoji(attributes.get("class"), attributes.get("alt"))
                or ("style" in attributes and inline.is_hidden("img", attributes))
                or leads_away(picture, body)
            ):
                continue
            url = self.page.link(source_of(picture))
            if url is None or url in images_by_url or not self.is_picture(url):
                continue
            caption, credit = said_of(picture, title)
            images_by_url[url] = Image(url=url, caption=caption, credit=credit)
        if images_by_url:
            return list(images_by_url.values())
        for claimed in self.page.metadata.images:
            url = picture_source({"src": claimed})
            if url and self.is_picture(url):
                return [Image(url=url, caption=None, credit=None)]
        return []


def _is_within(node: LexborNode, ancestors: set[int]) -> bool:
    current: LexborNode | None = node if ancestors else None
    while current is not None:
        if current.mem_id in ancestors:
            return True
        current = current.parent
    return False


def repeats(text: str, body: list[str]) -> bool:
    """Whether a description only says again how the text begins (cut or not)."""
    start = tidy(text).rstrip(".…[] ")[:200]
    return " ".join(body[:8]).find(start) >= 0
