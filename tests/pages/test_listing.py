"""What every listing layout shares, on a layout of the test's own."""

import pytest

from kazcrawl.pages import Card, Listing, ListingPage, Page

URL = "https://news.example/all/?page=2"


class Full(ListingPage):
    layout = "full"
    CARD = "div.card"
    LIST = "div.list"
    LINK = "a.link"
    TITLE = "h3"
    DATE = "time"
    CURRENT = "b.now"
    OLDEST = "i[data-id]"


class Bare(ListingPage):
    CARD = ".card"


def test_a_listing_is_its_cards_in_the_pages_order_and_its_place_in_the_pager() -> None:
    html = (
        "<div class=list><div class=card><a href='/other'>x</a><time> 10:00 </time>"
        "<a class=link href='/one'>Long</a><h3> One  word </h3></div>"
        "<div class=card><a href='/ad'>No link of this layout</a></div>"
        "<div class=card><a class=link href='#'>Nowhere</a></div>"
        "<div class=card><a class=link href='https://far.example/two'> Two </a></div>"
        "<div class=card><a class=link href='/three'></a></div></div>"
        "<b class=now>Page 12 of 40</b><i data-id='2020-12-01 10:00:00'></i>"
    )
    assert Full(Page(html, URL)).read() == Listing(
        layout="full",
        cards=[
            Card("https://news.example/one", "One word", "10:00"),
            Card("https://far.example/two", "Two", None),
            Card("https://news.example/three", None, None),
        ],
        current=12,
        oldest_raw="2020-12-01 10:00:00",
        whole=True,
    )


def test_a_card_may_be_the_link_itself_and_what_is_not_named_is_not_there() -> None:
    html = (
        "<a class=card href='/one'><h3>One</h3><time>10:00</time></a><b class=now>2</b>"
        "<p class=card><a>No address</a><a href='/two'>Two</a></p>"
    )
    assert Bare(Page(html, URL)).read() == Listing(
        layout="test_listing",
        cards=[
            Card("https://news.example/one", "One10:00", None),
            Card("https://news.example/two", "Two", None),
        ],
    )


@pytest.mark.parametrize("html", ["", "<div class=list></div>", "<div class=card><p>x</p></div>"])
def test_a_page_without_a_card_is_not_this_layout(html: str) -> None:
    assert Full(Page(html, URL)).read() is None


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<div class=list> </div><a href='/'>Home</a>", True),
        ("<div class=list><a>No link</a></div>", True),
        ("<div class=list><a href='/x'>A strange card</a></div>", False),
        ("<a href='/'>Home</a>", False),
    ],
)
def test_a_list_without_links_is_empty_and_a_strange_list_is_not(html: str, wanted: bool) -> None:
    assert Full(Page(html, URL)).is_empty() is wanted
    assert Bare(Page(html, URL)).is_empty() is False, "it does not know what holds its cards"


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("« 31 »", 31), ("now", None), ("", None)])
def test_the_pages_number_is_the_first_in_the_pagers_active_item(
    text: str, number: int | None
) -> None:
    assert Full(Page(f"<b class=now>{text}</b>", URL)).current() == number


def test_an_oldest_card_without_a_date_tells_none() -> None:
    html = "<div class=card><a class=link href='/one'>One</a></div>"
    listing = Full(Page(html, URL)).read()
    assert listing is not None
    assert listing.oldest_raw is None
    assert listing.current is None


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        ("<time datetime='2026-08-18T21:38:00+05:00'>21:38</time>", "2026-08-18T21:38:00+05:00"),
        ("<time datetime='2026-08-18 21:38'>2 weeks ago</time>", "2026-08-18T21:38"),
        ("<time datetime='2026-08-18T21:38Z'></time>", "2026-08-18T21:38Z"),
        ("<time datetime='2026-08-18T21:38Z'>18 August 2026</time>", "2026-08-18T21:38Z"),
        ("<time datetime='2026-08-18'>18 августа</time>", "2026-08-18"),
        # What is printed with day and time is what readers see; a day alone adds nothing to it.
        (
            "<time datetime='2026-08-18T16:38Z'>21:38, 18 Август 2026</time>",
            "21:38, 18 Август 2026",
        ),
        ("<time datetime='2026-08-19'>18.08.2026</time>", "18.08.2026"),
        ("<time datetime=yesterday>21:38</time>", "21:38"),
        (
            "<time class=updated datetime='2026-09-01T10:00Z'></time>"
            "<time datetime='2026-08-18T21:38Z'></time>",
            "2026-08-18T21:38Z",
        ),
        ("<time class=updated datetime='2026-09-01T10:00Z'></time>", None),
    ],
)
def test_a_card_is_dated_by_its_attribute_where_the_print_tells_less(
    dates: str, wanted: str | None
) -> None:
    html = f"<div class=card><a class=link href='/one'>One</a>{dates}</div>"
    listing = Full(Page(html, URL)).read()
    assert listing is not None
    assert listing.cards[0].date_raw == wanted


def test_a_card_whose_named_date_is_gone_is_dated_by_any_time_in_it() -> None:
    html = "<p class=card><a href='/one'>One</a><time datetime='2026-08-18T21:38Z'></time></p>"
    listing = Bare(Page(html, URL)).read()
    assert listing is not None
    assert listing.cards[0].date_raw == "2026-08-18T21:38Z"
