"""Posts on any host."""

import pytest

from kazcrawl.sites.wordpress.addresses import ADDRESSES


def test_a_host_is_an_edition() -> None:
    edition = ADDRESSES.edition_of("https://Blog.example:8080/story/")
    assert edition is not None
    assert (edition.code, edition.front_page()) == (
        *("blog.example",),
        "https://blog.example/page/{page}/",
    )
    assert ADDRESSES.edition_of("no address") is None
    assert ADDRESSES.edition_of("https://[broken") is None


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://blog.example/story/", True),
        ("https://blog.example/2026/05/story/", True),
        ("https://blog.example/?p=7", True),
        ("https://blog.example/", False),
        ("https://blog.example/?s=word", False),
        *(
            (f"https://blog.example/{word}/x/", False)
            for word in ("category", "tag", "author", "page", "wp-content", "wp-json", "feed")
        ),
        ("https://[broken/story/", False),
    ],
)
def test_a_post_is_what_is_no_archive(url: str, wanted: bool) -> None:
    assert ADDRESSES.is_article(url) is wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://blog.example/story/", True),
        ("https://www.blog.example/story/", True),
        ("https://other.example/story/", False),
        ("https://blog.example/tag/x/", False),
        ("no address", False),
    ],
)
def test_a_listing_holds_posts_of_its_own_host(url: str, wanted: bool) -> None:
    assert ADDRESSES.is_article_of("blog.example", url) is wanted
    assert ADDRESSES.is_article_of("www.blog.example", url) is wanted


BLOG = "https://blog.example"


@pytest.mark.parametrize(
    ("answered", "claimed", "wanted"),
    [
        ("/?p=77", "/story/", f"{BLOG}/story/"),
        ("/?p=77&utm_source=x", "/2026/05/story/", f"{BLOG}/2026/05/story/"),
        ("/story/amp/", "/story/", f"{BLOG}/story/"),
        ("/story/?amp=1", "/story/", f"{BLOG}/story/"),
        ("/story/", "https://www.blog.example/story/", "https://www.blog.example/story/"),
        ("/?p=77", "/?p=78", None),
        ("/?p=77", "/", None),
        ("/?p=77", "/category/news/", None),
        ("/?p=77", "https://other.example/story/", None),
        ("/?page=77", "/story/", None),
        ("/amp/", "/story/amp/", None),
        ("/story/", "/another/", None),
        ("/story/", "/?p=77", None),
    ],
)
def test_a_twin_is_the_post_that_its_canonical_link_names(
    answered: str, claimed: str, wanted: str | None
) -> None:
    assert ADDRESSES.believed_canonical(BLOG + answered, claimed) == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [("/?p=77", True), ("/?p=x", False), ("/story/?p=77", False), ("/77/", False)],
)
def test_a_short_link_names_a_post_by_its_number(url: str, wanted: bool) -> None:
    assert ADDRESSES.is_bare_number(BLOG + url) is wanted
