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
