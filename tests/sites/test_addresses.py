"""Addresses of a site that has never moved."""

import pytest

from kazcrawl.record import id_of
from kazcrawl.sites.addresses import Addresses, bare, last_segment
from kazcrawl.sites.edition import Edition

EN = Edition("en", "news.example", "en", "/all/{page}/", hosts=("old.example",))
AR = Edition("ar", "ar.news.example", "ar", "/all/{page}/")
ADDRESSES = Addresses({"en": EN, "ar": AR}, article=r"/\d{4}/[a-z-]+")
STORY = "https://news.example/2026/a-story"


def test_hosts_are_those_of_all_editions_former_ones_too() -> None:
    assert ADDRESSES.hosts() == ["news.example", "old.example", "ar.news.example"]


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (STORY, EN),
        ("http://NEWS.example.:8080/", EN),
        ("https://old.example/x", EN),
        ("https://ar.news.example/x", AR),
        ("https://www.news.example/", None),
        ("https://other.example/2026/a-story", None),
        ("https://[broken", None),
        ("https://news.example:port/", None),
        ("", None),
    ],
)
def test_an_edition_is_named_by_its_host(url: str, wanted: Edition | None) -> None:
    assert ADDRESSES.edition_of(url) is wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (STORY, True),
        (STORY + "?page=2#top", True),
        ("https://old.example/2026/a-story", True),
        ("https://news.example/2026/", False),
        ("https://news.example/x/2026/a-story", False),
        ("https://other.example/2026/a-story", False),
        ("https://[broken/2026/a-story", False),
    ],
)
def test_an_article_is_told_by_host_and_whole_path(url: str, wanted: bool) -> None:
    assert ADDRESSES.is_article(url) is wanted


def test_a_listing_holds_articles_of_its_own_edition_only() -> None:
    assert ADDRESSES.is_article_of("en", STORY) is True
    assert ADDRESSES.is_article_of("ar", STORY) is False
    assert ADDRESSES.is_article_of("en", "https://news.example/about") is False
    assert ADDRESSES.is_article_of("en", "https://other.example/2026/a-story") is False


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://old.example/2026/a-story#comments", STORY),
        ("https://news.example:443/2026/a-story?utm_source=x&fbclid=1", STORY),
        ("https://news.example:80/2026/a-story", STORY),
        ("https://news.example:81/", "https://news.example:81/"),
        ("https://other.example", "https://other.example/"),
        ("https://other.example/?p=7&from=x&empty=", "https://other.example/?p=7&empty="),
        (
            "https://other.example/%d0%B0-а/?q=%d0%b0",
            "https://other.example/%D0%B0-%D0%B0/?q=%D0%B0",
        ),
        (" no address ", "no address"),
        (" https://[broken ", "https://[broken"),
    ],
)
def test_an_address_has_one_form(url: str, wanted: str) -> None:
    assert ADDRESSES.canonical(url) == wanted


def test_an_article_is_known_by_the_id_of_its_canonical_address() -> None:
    assert ADDRESSES.url_hash("http://old.example/2026/a-story#x") == id_of(STORY)
    assert ADDRESSES.identities(STORY) == (id_of(STORY),)


@pytest.mark.parametrize(
    ("claimed", "wanted"),
    [
        (STORY, STORY),
        (" /2026/a-story?ref=home ", STORY),
        ("https://www.news.example/x/a-story", "https://www.news.example/x/a-story"),
        ("https://ar.news.example/2026/a-story", None),
        ("https://news.example/2026/another", None),
        ("https://news.example/", None),
        ("", None),
        (None, None),
    ],
)
def test_a_canonical_link_must_keep_host_and_slug(claimed: str | None, wanted: str | None) -> None:
    assert ADDRESSES.believed_canonical(STORY, claimed) == wanted


def test_two_addresses_without_a_slug_are_not_one_article() -> None:
    assert ADDRESSES.believed_canonical("https://news.example/?p=7", "/?p=8") is None


def test_the_last_segment_and_the_bare_host() -> None:
    assert [last_segment(path) for path in ("/a/b/", "/b", "b", "/", "")] == ["b", "b", "b", "", ""]
    assert [bare(host) for host in ("www.a.example", "a.example", None)] == [
        *("a.example", "a.example"),
        "",
    ]


def test_addresses_are_of_one_article_when_they_have_one_form_or_one_slug() -> None:
    assert ADDRESSES.are_one(STORY, "http://old.example/2026/a-story?ref=x")
    assert ADDRESSES.are_one(STORY, "https://www.news.example/x/a-story/")
    assert not ADDRESSES.are_one(STORY, "https://news.example/2026/another")
    assert not ADDRESSES.are_one(STORY, "https://cdn.example:99999/2026/a-story")
    assert ADDRESSES.key_hash(STORY) is None
    assert ADDRESSES.former_identities(STORY) == ()
    assert not ADDRESSES.is_bare_number("https://news.example/?p=7")
