"""What every listing layout shares: cards in the page's order, and which page this is."""

import re
from dataclasses import dataclass, field
from typing import ClassVar

from selectolax.lexbor import LexborNode

from kazcrawl.pages.moments import card_moment
from kazcrawl.pages.names import name_layout
from kazcrawl.pages.page import Page
from kazcrawl.text import tidy, tidy_or_none

# A page's number in an address of the agency, of WordPress.
_NUMBER = re.compile(r"[?&]page=(\d{1,6})\b|/page/(\d{1,6})/?$")
_DIGITS = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Card:
    """One entry of a listing: absolute address, headline and date (or None), as printed or as
    an attribute holds it.

    ``modified_raw`` is the printed moment of a change, which only feeds for machines tell.
    """

    url: str
    headline: str | None
    date_raw: str | None
    modified_raw: str | None = None


@dataclass(slots=True)
class Listing:
    """What a listing page shows.

    ``current`` is the page's own number by its pager, ``named`` the highest that the pager names,
    None where the layout has no pager that is known; ``oldest_raw`` the printed date of the
    oldest card where the page tells it. ``whole`` is False for a feed whose XML broke off or had
    to be mended; ``parts`` are the sitemaps that an index of them names, the newest
    first.
    """

    layout: str
    cards: list[Card] = field(default_factory=list)
    current: int | None = None
    named: int | None = None
    oldest_raw: str | None = None
    whole: bool = True
    parts: list[Card] = field(default_factory=list)


class ListingPage:
    """Base of the listing layouts: selectors of a card, of what holds the cards, of the pager and
    its active item, and of what tells the oldest card's date (its ``data-id``).

    A selector of None means that the layout has no such thing. ``layout`` is the name of the
    file that it stands in, unless it says another.
    """

    layout: ClassVar[str]
    CARD: ClassVar[str]
    LIST: ClassVar[str | None] = None
    LINK: ClassVar[str] = "a[href]"
    TITLE: ClassVar[str | None] = None
    DATE: ClassVar[str | None] = None
    PAGER: ClassVar[str | None] = None
    CURRENT: ClassVar[str | None] = None
    OLDEST: ClassVar[str | None] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        name_layout(cls)

    def __init__(self, page: Page) -> None:
        self.page = page

    def read(self) -> Listing | None:
        """The listing, or None if the page has no card of this layout."""
        cards = [card for node in self.page.all(self.CARD) if (card := self.card(node))]
        if not cards:
            return None
        oldest = self.page.first(self.OLDEST)
        return Listing(
            layout=self.layout,
            cards=cards,
            current=(current := self.current()),
            named=self.named(current),
            oldest_raw=oldest.attributes.get("data-id") if oldest else None,
        )

    def is_empty(self) -> bool:
        """Whether the layout's list is there and holds no link: a day without articles."""
        held = self.page.first(self.LIST)
        return held is not None and held.css_first("a[href]") is None

    def card(self, node: LexborNode) -> Card | None:
        """One card; None for what stands among the cards without a link, as advertising does."""
        link = node if node.tag == "a" else node.css_first(self.LINK)
        url = self.page.link(link.attributes.get("href")) if link else None
        if link is None or url is None:
            return None
        title = node.css_first(self.TITLE) if self.TITLE else None
        date = node.css_first(self.DATE) if self.DATE else None
        return Card(
            url=url,
            headline=tidy_or_none((title or link).text()),
            date_raw=card_moment(node, date),
        )

    def current(self) -> int | None:
        """The number of this page as the pager shows it."""
        node = self.page.first(self.CURRENT)
        match = re.search(r"\d+", tidy(node.text())) if node else None
        return int(match[0]) if match else None

    def named(self, current: int | None) -> int | None:
        """The highest number that the pager names; None where a link of it tells no number."""
        pager = self.page.first(self.PAGER)
        numbers = [_number(link) for link in pager.css("a[href]")] if pager else []
        if not numbers or None in numbers:
            return None
        return max(number for number in (current, *numbers) if number is not None)


def _number(link: LexborNode) -> int | None:
    """The number of the page to which a link of a pager leads."""
    match = _NUMBER.search(link.attributes.get("href") or "")
    text = tidy(link.text())
    return int(match[1] or match[2]) if match else int(text) if _DIGITS.fullmatch(text) else None
