"""Addresses: a canonical form is a promise to downstream."""

import os
from collections.abc import Iterator
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kazcrawl.sites.edition import Edition
from kazcrawl.sites.kazinform.addresses import ADDRESSES, AgencyAddresses
from kazcrawl.sites.kazinform.editions import EDITIONS

RU = "https://www.inform.kz/ru/astana-zhanalyq-0a1b2c"
KK = "https://kaz.inform.kz/news/astana-zhanalyq-0a1b2c/"
KK_LETTERS = "https://kaz.inform.kz/news/%D0%B0%D2%9B-0a1b2c/"
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
        ("https://kaz.inform.kz/news/%d0%b0%D2%9b-0a1b2c", KK_LETTERS),
        ("https://kaz.inform.kz/news/ақ-0a1b2c/", KK_LETTERS),
        ("HTTPS://KAZ.INFORM.KZ./news/astana-zhanalyq-0a1b2c", KK),
        ("http://kaz.inform.kz:80//news//astana-zhanalyq-0a1b2c//", KK),
        ("https://www.kaz.inform.kz/news/astana-zhanalyq-0a1b2c/", KK),
        ("//kaz.inform.kz/news/astana-zhanalyq-0a1b2c/", KK),
        ("https://KAZ.INFORM.KZ/news/ASTANA-ZHANALYQ-0A1B2C/", KK),
        ("https://qazinform.com/news/SOME-WORDS_A2430289/", OLD),
        ("https://kaz.inform.kz/news/EXPO-2017/", "https://kaz.inform.kz/news/EXPO-2017/"),
        ("https://user:pw@kaz.inform.kz/news/astana-zhanalyq-0a1b2c/?#", KK),
        ("https://kaz.inform.kz/news/./astana-zhanalyq-0a1b2c/", KK),
        ("https://kaz.inform.kz/../tag/x/../../news/astana-zhanalyq-0a1b2c/.", KK),
        ("https://kaz.inform.kz/%6eews/astana%2Dzhanalyq%2d0a1b2c/", KK),
        ("https://kaz.inform.kz/news/astana-zhanalyq-0a1b2c;jsessionid=0A1B/?amp=1", KK),
        ("https://kaz.inform.kz/amp/news/astana-zhanalyq-0a1b2c/", KK),
        ("https://kaz.inform.kz/news/amp/astana-zhanalyq-0a1b2c/", KK),
        ("https://kaz.inform.kz/kz/news/astana-zhanalyq-0a1b2c/amp/", KK),
        ("https://lenta.inform.kz/kaz/astana-zhanalyq-0a1b2c", KK),
        (" https://kaz.inform.kz/news/\nastana-zhanalyq-0a1b2c/\n", KK),
        ("https://www.inform.kz/eng/article/24", "https://qazinform.com/en/article/24"),
        ("https://kaz.inform.kz/news/а%D2%9B-0a1b2c", KK_LETTERS),
        ("https://m.kaz.inform.kz/news/a-0a1b2c/", "https://m.kaz.inform.kz/news/a-0a1b2c/"),
        ("https://site.example/%7ejan/a%2fb/../c", "https://site.example/~jan/c"),
        ("https://site.example/a/..", "https://site.example/"),
        ("https://site.example/?a=%d0%b0&UTM_Source=x", "https://site.example/?a=%D0%B0"),
        ("https://site.example/a?b=2&msclkid=1&_ga=1.2&a=1", "https://site.example/a?b=2&a=1"),
        ("https://SITE.example:443/A b", "https://site.example/A%20b"),
        ("https://сайт.example", "https://xn--80aswg.example/"),
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


def test_an_editions_own_form_of_an_address_is_an_articles() -> None:
    german = Edition(
        "de", "de.inform.kz", "de", "/lenta/?page={page}", article="/nachrichten/{slug}"
    )
    addresses = AgencyAddresses(EDITIONS | {"de": german})
    own = "https://de.inform.kz/nachrichten/neue-bruecke-0d60bc75"
    assert addresses.canonical("https://de.inform.kz/neue-bruecke-0d60bc75/amp") == own
    assert addresses.is_article(own)
    assert addresses.canonical(own) == own
    assert not addresses.is_article("https://de.inform.kz/nachrichten/")


def test_the_article_key_is_the_hash_or_the_old_id_or_none() -> None:
    assert ADDRESSES.key(RU).text == "0a1b2c"
    assert ADDRESSES.key("https://qz.inform.kz/news/x-50b15bd7/").text == "50b15bd7"
    assert ADDRESSES.key(OLD).text == "a2430289"
    assert ADDRESSES.key("https://www.inform.kz/rus/article/3725092").text == "a3725092"
    assert ADDRESSES.key("https://www.inform.kz/ru/zholdau-prezidenta") is None
    assert ADDRESSES.key("https://www.inform.kz/") is None
    assert ADDRESSES.key("https://elsewhere.example/words_a2430289") is None
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


@pytest.mark.parametrize(
    "other",
    [
        "https://kaz.inform.kz/news/words-a12345/",
        "https://qazinform.com/news/words-a1234567/",
        "https://www.inform.kz/category/words_a12345/",
        "https://www.inform.kz/photo/article/12345",
        "https://www.inform.kz/ru/words_a123456",
    ],
)
def test_what_only_looks_like_an_id_is_none(other: str) -> None:
    names = ADDRESSES.identities("https://www.inform.kz/ru/words_a12345")
    assert not set(names) & set(ADDRESSES.identities(other))
    assert set(names) & set(ADDRESSES.identities("https://www.inform.kz/rus/article/12345"))


def test_hex_digits_that_were_taken_for_an_id_are_told_so_that_it_can_be_undone() -> None:
    (old_id,) = ADDRESSES.identities("https://www.inform.kz/ru/x_a12345")[1:]
    assert ADDRESSES.former_identities("https://www.inform.kz/ru/words-a12345") == (old_id,)
    for url in ("https://www.inform.kz/ru/x_a12345", RU, "https://other.example/words-a12345"):
        assert ADDRESSES.former_identities(url) == ()


def test_a_renamed_slug_keeps_edition_and_key() -> None:
    renamed = ADDRESSES.key_hash("https://inform.kz/amp/new-words-0a1b2c")
    assert ADDRESSES.key_hash(RU) == renamed is not None
    assert ADDRESSES.key_hash(KK) not in (None, renamed)
    for url in (OLD, "https://www.inform.kz/ru/zholdau-prezidenta", "https://x.example/a-0a1b2c"):
        assert ADDRESSES.key_hash(url) is None


@pytest.mark.parametrize(
    ("asked", "answered", "wanted"),
    [
        (RU, "https://www.inform.kz/ru/new-slug-0a1b2c", True),
        (RU, "http://inform.kz/amp/astana-zhanalyq-0a1b2c?x=1", True),
        (RU, "https://www.inform.kz/ru/newest-ffffff", False),
        (RU, "https://www.inform.kz/ru/newest-with-no-key", False),
        (RU, KK, False),
        (RU, "https://www.inform.kz/", False),
        ("https://www.inform.kz/ru/no-key-at-all", "https://www.inform.kz/ru/newest-no-key", False),
        ("https://www.inform.kz/rus/article/77", "https://www.inform.kz/ru/words_a77", True),
        ("https://www.inform.kz/ru/x-a12345", "https://www.inform.kz/ru/x_a12345", False),
    ],
)
def test_a_redirect_keeps_the_article_only_with_its_key(
    asked: str, answered: str, wanted: bool
) -> None:
    assert ADDRESSES.are_one(asked, answered) is wanted


# A million in `make lies`.
MANY = int(os.environ.get("KAZTEST_ADDRESSES", "30000"))


def _articles(random: Random, number: int) -> Iterator[tuple[str, tuple[str, int]]]:
    """Addresses of articles, each with what is the article: an ID, or one more article.

    Few words, and keys from a narrow range, so that slugs and keys repeat under each other.
    """
    editions, words = list(EDITIONS.values()), ("astana", "almaty", "a12345")
    for count in range(number):
        edition = random.choice(editions)
        slug = "-".join(random.choices(words, k=2)) + f"-{'' if count % 50 else 'аqорда'}{count}"
        key = random.randrange(10_000, 99_999)
        match count % 4:
            case 0:
                path, own = f"/{random.choice(edition.paths)}/{slug}_a{key}", ("id", key)
            case 1:
                path, own = f"/{random.choice(edition.paths)}/article/{key}", ("id", key)
            case 2:
                path, own = f"/news/{slug}-a{key}/", ("own", count)
            case _:
                path, own = f"/amp/{slug}-a{key:07}", ("own", count)
        yield f"https://{edition.host}{path}", own


def test_different_articles_never_share_an_identity() -> None:
    owner_by_name: dict[str, tuple[str, int]] = {}
    for url, own in _articles(Random(12), MANY):
        for name in ADDRESSES.identities(url):
            assert owner_by_name.setdefault(name, own) == own, url


def test_no_two_addresses_of_hex_keys_are_merged() -> None:
    random, number = Random(6), MANY * 2 // 5
    urls = {
        f"https://kaz.inform.kz/news/words-{count}-{random.getrandbits(4 * digits):0{digits}x}/"
        for count in range(number // 2)
        for digits in (6, 8)
    }
    names = {name for url in urls for name in ADDRESSES.identities(url)}
    assert (len(urls), len(names)) == (number, number)


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


@pytest.mark.parametrize(
    ("answered", "claimed", "wanted"),
    [
        ("/ru/words-0a1b2c", "/ru/others-0d1e2f", True),
        ("/ru/words-0a1b2c", "/ru/new-words-0a1b2c", False),
        ("/ru/words-0a1b2c", "/ru/words-without", False),
        ("/ru/words-without", "/ru/others-0d1e2f", False),
        ("/ru/words-0a1b2c", "/lenta/others-0d1e2f", False),
        ("/lenta/words-0a1b2c", "/ru/others-0d1e2f", False),
        ("/ru/words-0a1b2c", "/kz/others-0d1e2f", False),
        ("/ru/words-0a1b2c", "", False),
    ],
)
def test_another_article_is_claimed_by_another_key_of_the_same_edition(
    answered: str, claimed: str, wanted: bool
) -> None:
    root = "https://www.inform.kz"
    assert ADDRESSES.is_another(root + answered, claimed and root + claimed) is wanted
