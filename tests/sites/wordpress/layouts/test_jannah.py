"""Jannah: the theme's JSON-LD, its pictures, its pager and its button."""

import json

import pytest

from kazcrawl.pages import Page, Reading
from kazcrawl.sites.wordpress.layouts.jannah import (
    JannahArticle,
    JannahListing,
    LoadMore,
    read_load_more,
)

URL = "https://news.example/story/"


def read(data: dict[str, object], header: str = "", body: str = "<p>One.</p>") -> Reading:
    said = json.dumps({"@type": "Article"} | data)
    html = (
        "<meta property='article:published_time' content='of meta'><article id=the-post>"
        f"<div class=entry-header><h1 class='post-title entry-title'>T</h1>{header}</div>"
        f"<div class='entry-content entry'>{body}</div></article>"
        f"<script type='application/ld+json'>{said}</script>"
    )
    reading = JannahArticle(Page(html, URL)).read()
    assert reading is not None
    return reading


def test_the_moment_is_that_of_json_ld_then_of_metadata() -> None:
    assert read({"datePublished": " of json "}).published_machine == "of json"
    assert read({"datePublished": 7}).published_machine == "of meta"
    assert read({}).published_machine == "of meta"


def test_the_author_is_that_of_json_ld_then_the_one_shown() -> None:
    header = "<span class=meta-author><a class=author-name>Ivan Petrov</a></span>"
    assert read({"author": {"name": "Anna Smith"}}, header).authors == ["Anna Smith"]
    assert read({}, header).authors == ["Ivan Petrov"]


def test_the_section_is_the_one_shown_then_that_of_json_ld() -> None:
    header = "<a class=post-cat>Shown</a>"
    assert read({"articleSection": ["Said"]}, header).sections == ["Shown"]
    assert read({"articleSection": ["Said"]}).sections == ["Said"]


def test_the_lead_and_the_date_are_the_headers() -> None:
    header = "<h2 class=entry-sub-title>Lead</h2><span class='date meta-item'>2 weeks ago</span>"
    reading = read({}, header)
    assert (reading.description, reading.date_raw) == ("Lead", "2 weeks ago")


@pytest.mark.parametrize(
    "noise",
    [
        *("class=stream-item", "id=inline-related-post", "class=mag-box", "class=post-bottom-tags"),
        *("class=post-bottom-meta", "class=share-buttons", "class=sharedaddy"),
        *("class=jp-relatedposts", "id=related-posts", "class=about-author"),
        *("class=post-shortlinks", "class=screen-reader-text", "id=post-extra-info"),
    ],
)
def test_what_the_theme_puts_into_a_text_is_not_the_text(noise: str) -> None:
    assert read({}, body=f"<p>One.</p><div {noise}>Theme.</div>").body == ["One."]


def test_pictures_of_people_are_none_of_the_article() -> None:
    body = "<p>One.</p><img src='/avatar/7.png'><img src='/port.jpg'>"
    assert [image["url"] for image in read({}, body=body).images] == [
        "https://news.example/port.jpg"
    ]


def test_a_listing_of_posts_and_its_numbers() -> None:
    html = (
        "<ul id=posts-container><li class=post-item><h2 class=post-title><a href='/a/'>A</a></h2>"
        "<span class=date>May 1, 2026</span><p><a href='/b/'>more</a></p></li></ul>"
        "<div class=pages-nav><ul class=pages-numbers><li class=current>4</li><li>5</li></ul></div>"
    )
    listing = JannahListing(Page(html, URL)).read()
    assert listing is not None
    assert [(card.url, card.headline, card.date_raw) for card in listing.cards] == [
        ("https://news.example/a/", "A", "May 1, 2026")
    ]
    assert (listing.layout, listing.current) == ("jannah", 4)
    assert JannahListing(Page("<ul id=posts-container></ul>", URL)).is_empty()


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ("data-query='q' data-max='9'", LoadMore("q", 9)),
        ("data-max='2'", LoadMore("", 2)),
        ("data-max='1'", None),
        ("data-max='many'", None),
        ("", None),
    ],
)
def test_a_button_that_has_more_says_how_to_ask(attributes: str, wanted: LoadMore | None) -> None:
    assert read_load_more(Page(f"<a id=load-more-archives {attributes}>More</a>", URL)) == wanted


def test_a_page_without_a_button_has_none_and_a_button_asks_by_a_form() -> None:
    assert read_load_more(Page("<a>More</a>", URL)) is None
    assert LoadMore("q", 9).form(3, "tie_archives") == {
        "action": "tie_archives",
        "query": "q",
        "max": "9",
        "page": "3",
    }
