"""Language and script are the text's own where that is clear."""

from datetime import UTC, datetime

import pytest

from kazcrawl.crawl.records import read_page
from kazcrawl.languages import checked_language, language_of_text, language_tag
from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sites.kazinform.editions import EDITIONS
from tests.samples import sample

ROOM = Newsroom(1400, seed=5, now=datetime(2026, 11, 23, tzinfo=UTC))
URLS = {code: edition.root + "/news/x-0a1b2c/" for code, edition in EDITIONS.items()}


def text_of(edition: str, number: int) -> str:
    body = ROOM.article(edition, number).body
    return "\n".join(text for block in body if block.kind in ("p", "quote") for text in block.texts)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_agrees_with_its_own_articles(edition: str) -> None:
    language = EDITIONS[edition].language
    for number in range(ROOM.size(edition)):
        assert checked_language(language, text_of(edition, number)) == language


@pytest.mark.parametrize("claimed", EDITIONS)
@pytest.mark.parametrize("written", ["ru", "kk", "qz", "en", "cn", "oz"])
def test_a_text_of_another_language_is_marked_as_what_it_is(claimed: str, written: str) -> None:
    text = "\n".join(text_of(written, number) for number in range(3))
    found = checked_language(EDITIONS[claimed].language, text)
    assert found == EDITIONS[written].language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Короткая строка на русском языке.",
        text_of("cn", 3) * 2 + "Фото: пресс-служба акимата города Астаны, архив за прошлый год",
        "2026 540,3 12:30 " * 50,
    ],
)
def test_short_mixed_or_wordless_texts_change_nothing(text: str) -> None:
    assert checked_language("zh-Hans", text) == "zh-Hans"


def test_a_text_of_two_languages_is_not_clear() -> None:
    assert language_of_text(text_of("ru", 5)[:500] + text_of("cn", 5)[:500]) is None


def test_a_page_that_names_no_language_is_given_none() -> None:
    assert checked_language(None, text_of("ru", 5)) is None


def record(page: str, url: str) -> dict[str, object]:
    return read_page(page.encode(), url)


def test_a_russian_article_of_the_chinese_edition_is_russian() -> None:
    page = sample("kazinform/g2/sample-site-ru").html
    assert record(page, URLS["cn"])["in_language"] == "ru"


def test_a_chinese_article_with_russian_captions_stays_chinese() -> None:
    wanted = sample("kazinform/g2/sample-site-cn").wanted
    caption = "<figure><img src='/a.jpg'><figcaption>%s</figcaption></figure>"
    russian = caption % ("Новый мост через реку открыт для движения, архивное фото. " * 6)
    page = sample("kazinform/g2/sample-site-cn").html
    page = page.replace(
        '<div class="article__body-text">', f'<div class="article__body-text">{russian * 4}'
    )
    found = record(page, wanted["url"])
    assert found["in_language"] == "zh-Hans"
    assert found["article_body"] == wanted["article_body"]


@pytest.mark.parametrize("share", [70, 78, 79, 80, 81, 82, 90, 100])
def test_a_text_is_of_the_script_that_most_of_its_letters_have(share: int) -> None:
    letters = ("ы" * share + "d" * (100 - share)) * 10
    for text in (letters, " ".join(letters), letters + "1!" * 300, "漢" * 5 + letters):
        found = language_of_text(text)
        assert found == ("ru" if 10 * share >= 0.8 * (1000 + text.count("漢")) else None), text


@pytest.mark.parametrize(
    ("said", "text", "tag"),
    [
        ("kk-KZ", "Құрғақ сөз", "kk-Cyrl"),
        ("kz", "Qazaqstan ǵylymy", "kk-Latn"),
        ("kk", "قازاقستان", "kk-Arab"),
        # A script in which nobody writes the language: a name, a quotation.
        ("kk", "哈萨克斯坦消息", "kk-Cyrl"),
        ("uz_UZ", "قازاقستان", "uz-Cyrl"),
        ("cn", "", "zh-Hans"),
        ("ru-RU", "Qazaqstan", "ru"),
        ("russian", "Слово", None),
        (None, "Слово", None),
    ],
)
def test_a_page_names_its_language_and_the_text_its_script(
    said: str | None, text: str, tag: str | None
) -> None:
    assert language_tag(said, text) == tag
