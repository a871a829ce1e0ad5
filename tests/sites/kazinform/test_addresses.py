"""Addresses: a canonical form is a promise to downstream."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kazcrawl.sites.kazinform.addresses import ADDRESSES
from kazcrawl.sites.kazinform.editions import EDITIONS

RU = "https://www.inform.kz/ru/astana-zhanalyq-0a1b2c"
KK = "https://kaz.inform.kz/news/astana-zhanalyq-0a1b2c/"
OLD = "https://qazinform.com/news/some-words_a2430289/"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (RU, RU),
        ("http://inform.kz/ru/astana-zhanalyq-0a1b2c/", RU),
        ("https://www.inform.kz/news/astana-zhanalyq-0a1b2c/", RU),
        ("https://WWW.inform.kz:443/ru/astana-zhanalyq-0a1b2c?utm_source=x&page=2#top", RU),
        ("https://www.inform.kz/amp/astana-zhanalyq-0a1b2c", RU),
        ("https://kaz.inform.kz/news/astana-zhanalyq-0a1b2c", KK),
        ("https://kaz.inform.kz/amp/astana-zhanalyq-0a1b2c/", KK),
        ("https://www.inform.kz/kz/astana-zhanalyq-0a1b2c", KK),
        ("https://www.inform.kz/en/some-words_a2430289", OLD),
        ("https://en.inform.kz/news/some-words_a2430289/", OLD),
        ("https://qazinform.com/news/some-words_a2430289", OLD),
        ("https://qazinform.com/news/some-words_a2430289/amp", OLD),
        ("https://cn.inform.kz/news/-0e1f43/", "https://cn.inform.kz/news/-0e1f43/"),
        ("https://www.inform.kz/rus/article/3725092", "https://www.inform.kz/ru/article/3725092"),
        (
            "https://www.inform.kz/ru/zholdau-prezidenta-polnyy-tekst",
            "https://www.inform.kz/ru/zholdau-prezidenta-polnyy-tekst",
        ),
        ("https://site.example/a/b/?p=7&utm_medium=card#c", "https://site.example/a/b/?p=7"),
        ("https://site.example:8443/post/", "https://site.example:8443/post/"),
        ("not an address", "not an address"),
    ],
)
def test_every_form_of_an_address_leads_to_the_canonical_one(url: str, wanted: str) -> None:
    assert ADDRESSES.canonical(url) == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (RU, True),
        (KK, True),
        (OLD, True),
        ("https://cn.inform.kz/news/-0e1f43/", True),
        ("https://www.inform.kz/rus/article/3725092", True),
        ("https://www.inform.kz/ru/zholdau-prezidenta", True),
        ("https://www.inform.kz/lenta/?page=2", False),
        ("https://www.inform.kz/ru/lenta", False),
        ("https://www.inform.kz/category/ekonomika_s1/", False),
        ("https://www.inform.kz/ru/akmolinskaya-obl_s20774", False),
        ("https://www.inform.kz/ru/stroitel-stvo_t345", False),
        ("https://www.inform.kz/ru/olesya-zhukoven_author1318", False),
        ("https://www.inform.kz/", False),
        ("https://site.example/news/astana-zhanalyq-0a1b2c/", False),
        ("https://www.inform.kz/ru/zholdau-", False),
        ("https://www.inform.kz/ru/-", False),
        ("https://www.inform.kz/ru/one-two/three-four", False),
        ("https://[broken", False),
    ],
)
def test_articles_are_told_from_the_sites_other_pages(url: str, wanted: bool) -> None:
    assert ADDRESSES.is_article(url) is wanted


def test_the_article_key_is_the_hash_or_the_old_id_or_none() -> None:
    assert ADDRESSES.key(RU).text == "0a1b2c"
    assert ADDRESSES.key("https://qz.inform.kz/news/x-50b15bd7/").text == "50b15bd7"
    assert ADDRESSES.key(OLD).text == "a2430289"
    assert ADDRESSES.key("https://www.inform.kz/rus/article/3725092").text == "a3725092"
    assert ADDRESSES.key("https://www.inform.kz/ru/zholdau-prezidenta") is None
    assert ADDRESSES.key("https://www.inform.kz/") is None
    assert [ADDRESSES.key(url).is_id for url in (RU, OLD)] == [False, True]
    assert ADDRESSES.key("https://www.inform.kz/rus/article/3725092").is_id


def test_an_old_id_identifies_an_article_under_any_slug_and_host() -> None:
    names = set(ADDRESSES.identities(OLD))
    for url in ("https://www.inform.kz/en/other-slug_a2430289", "https://en.inform.kz/x_a2430289"):
        assert names & set(ADDRESSES.identities(url))
    assert not names & set(ADDRESSES.identities("https://qazinform.com/news/some-words_a2430290/"))


def test_six_hex_digits_alone_do_not_identify_an_article() -> None:
    other = "https://www.inform.kz/ru/quite-another-0a1b2c"
    assert not set(ADDRESSES.identities(RU)) & set(ADDRESSES.identities(other))


def test_the_url_hash_is_a_fixed_promise() -> None:
    assert ADDRESSES.url_hash(RU) == "794efe70586ba645d3fbf82f7e9cd003"
    assert ADDRESSES.url_hash(RU) == sha256(RU.encode()).hexdigest()[:32]


@pytest.mark.parametrize(
    ("answered", "claimed", "wanted"),
    [
        (RU, RU, RU),
        (RU, "/ru/astana-zhanalyq-0a1b2c", RU),
        (RU, "https://www.inform.kz/ru/", None),
        (RU, "https://www.inform.kz/", None),
        (
            RU,
            "https://www.inform.kz/ru/new-slug-0a1b2c",
            "https://www.inform.kz/ru/new-slug-0a1b2c",
        ),
        (RU, "https://www.inform.kz/ru/astana-zhanalyq-ffffff", None),
        (RU, KK, None),
        (RU, "https://elsewhere.example/ru/astana-zhanalyq-0a1b2c", None),
        (RU, None, None),
        ("https://qazinform.com/news/other_a2430289/", OLD, OLD),
        (
            "https://www.inform.kz/rus/article/77",
            "/ru/words_a77",
            "https://www.inform.kz/ru/words_a77",
        ),
        ("https://s.example/?p=7", "https://s.example/post-7/", None),
        (
            "https://www.s.example/c/post-7",
            "https://s.example/post-7/",
            "https://s.example/post-7/",
        ),
    ],
)
def test_a_canonical_link_is_believed_only_with_the_same_slug_or_key(
    answered: str, claimed: str | None, wanted: str | None
) -> None:
    assert ADDRESSES.believed_canonical(answered, claimed) == wanted


def test_an_id_on_a_foreign_host_is_no_id_of_the_agencys() -> None:
    foreign = "https://elsewhere.example/words_a2430289"
    assert ADDRESSES.identities(foreign) == (ADDRESSES.url_hash(foreign),)


@given(st.text(max_size=80))
def test_canonical_takes_any_text_and_is_stable(text: str) -> None:
    once = ADDRESSES.canonical(text)
    assert ADDRESSES.canonical(once) == once


_SLUG = st.from_regex(r"[a-z]{2,8}(-[a-z]{2,8}){1,4}-[0-9a-f]{6}", fullmatch=True)


@given(st.sampled_from(sorted(EDITIONS)), _SLUG)
def test_every_variant_of_an_editions_article_has_one_hash(code: str, slug: str) -> None:
    edition = EDITIONS[code]
    own = edition.root + edition.article.format(slug=slug)
    variants = [
        f"http://{host}{path}{tail}"
        for host in edition.all_hosts
        for path in (f"/news/{slug}", f"/amp/{slug}", f"/{edition.paths[0]}/{slug}")
        for tail in ("", "/", "?fbclid=1", "#x")
    ]
    assert {ADDRESSES.url_hash(url) for url in variants} == {ADDRESSES.url_hash(own)}
    assert ADDRESSES.edition_of(own) is edition
