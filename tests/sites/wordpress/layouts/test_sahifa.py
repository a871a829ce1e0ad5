"""Sahifa: what stands in and around its text, and the sites' other theme beside it."""

import pytest

from kazcrawl.pages import Page
from kazcrawl.sites.wordpress.layouts.sahifa import SahifaArticle, SahifaListing
from tests.samples import read_article, sample

URL = "https://news.example/story/"


def page(body: str, meta: str = "") -> Page:
    return Page(
        "<article id=the-post><h1 class='name post-title entry-title'><span>Title</span></h1>"
        f"<p class=post-meta>{meta}</p><div class=entry>{body}</div></article>",
        URL,
    )


@pytest.mark.parametrize(
    "noise",
    ["class=e3lan", "class=share-post", "class=page-link", "class=post-views", "class=post-tag"],
)
def test_what_the_theme_puts_into_the_text_is_not_the_articles(noise: str) -> None:
    reading = SahifaArticle(page(f"<p>One.</p><div {noise}>Theme</div><p>Two.</p>")).read()
    assert reading is not None
    assert reading.body == ["One.", "Two."]


def test_a_post_without_json_ld_has_the_day_and_the_names_that_are_shown() -> None:
    meta = (
        "<span class=post-meta-author><a>Anna Smith</a></span><span class=tie-date>May 4, 2026"
        "</span><span class=post-cats><a>Society</a></span>"
    )
    reading = SahifaArticle(page("<p>One.</p>", meta)).read()
    assert reading is not None
    assert (reading.date_raw, reading.published_machine) == ("May 4, 2026", None)
    assert (reading.authors, reading.sections) == (["Anna Smith"], ["Society"])


def test_a_page_of_the_makers_other_theme_is_not_sahifas() -> None:
    jannah = sample("wordpress/jannah/sample-site-ru").page
    assert SahifaArticle(jannah).read() is None
    reading = read_article(page("<p>One.</p>"))
    assert reading is not None
    assert reading.layout == "sahifa"


def test_the_excerpt_of_a_card_is_not_its_headline() -> None:
    html = (
        "<div class=archive-box><article class=item-list><h2 class=post-box-title>"
        "<a href=/one/>One</a></h2><span class=tie-date>May 4, 2026</span>"
        "<div class=entry><p>An excerpt</p><a class=more-link href=/one/>Read More</a></div>"
        "</article></div><div class=pagination><span class=current>3</span></div>"
    )
    listing = SahifaListing(Page(html, URL)).read()
    assert listing is not None
    assert [(card.headline, card.date_raw) for card in listing.cards] == [("One", "May 4, 2026")]
    assert listing.current == 3
    assert SahifaListing(Page("<div class=archive-box></div>", URL)).is_empty()
