"""The words of the sample articles: whole, without repetition, lent to languages without own."""

import re
from datetime import UTC, datetime

import pytest

from kazcrawl.languages import script_of
from kazcrawl.sample_site.articles import Newsroom, SampleArticle
from kazcrawl.sample_site.events import TOPICS
from kazcrawl.sample_site.prose import Prose, prose
from kazcrawl.sites.kazinform.editions import EDITIONS

NOW = datetime(2026, 6, 14, 12, tzinfo=UTC)
ROOM = Newsroom(5000, seed=1, now=NOW)
LANGUAGES = [edition.language for edition in EDITIONS.values()]
_SENTENCE = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])")
_MONEY = {"ru": "млн тенге", "kk": "миллион теңге", "uz": "миллион тенге", "en": "million tenge"}
# A dateline or its months come before the text.
_SPEECH = 66_137


def sentences(article: SampleArticle) -> list[str]:
    texts = [one for block in article.body if block.kind in ("p", "quote") for one in block.texts]
    return [one for text in texts for one in _SENTENCE.split(text) if one]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_edition_of_today_has_prose_of_its_own(language: str) -> None:
    words = prose(language)
    assert words.language == language
    assert script_of(words.context[0]) == {"ru": "Cyrl", "en": "Latn"}.get(language, language[3:])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_tell_every_event(language: str) -> None:
    words = prose(language)
    wanted = {topic for topics in TOPICS.values() for topic in topics}
    assert wanted <= words.topics.keys()
    assert (len(words.places), len(words.villages), len(words.months)) == (20, 16, 12)
    for topic in wanted:
        for head in words.topics[topic].heads:
            assert {"{n}", "{n:wan}"} & set(re.findall(r"{n[^}]*}", head)), head
            assert re.search("{(place|at)}", head), head


@pytest.mark.parametrize("language", ["kk-Cyrl", "uz-Cyrl"])
def test_no_ending_is_joined_to_a_slot(language: str) -> None:
    assert [text for text in prose(language).sentences() if re.search(r"\w{|}\w", text)] == []


@pytest.mark.parametrize("edition", ROOM.sizes)
def test_no_headline_comes_twice_in_an_edition_of_a_site_of_5000(edition: str) -> None:
    heads = [ROOM.article(edition, number).headline for number in range(ROOM.size(edition))]
    assert len(set(heads)) == len(heads)


@pytest.mark.parametrize("edition", ROOM.sizes)
def test_a_text_has_no_empty_slot_and_says_nothing_twice(edition: str) -> None:
    for number in range(max(0, ROOM.size(edition) - 120), ROOM.size(edition)):
        article = ROOM.article(edition, number)
        texts = [text for block in article.body for text in block.texts]
        for text in (article.headline, article.lead or "", article.caption or "", *texts):
            assert not re.search("[{}]", text), text
        said = sentences(article)
        assert len(set(said)) == len(said), article.url
        assert article.lead not in said


def test_the_longest_article_is_a_speech_that_says_nothing_twice() -> None:
    speech = max(
        (ROOM.article("ru", ROOM.size("ru") - age) for age in range(1, 9)),
        key=lambda one: sum(len(text) for block in one.body for text in block.texts),
    )
    said = sentences(speech)
    assert len(set(said)) == len(said)
    assert 0 <= sum(map(len, said)) + len(said) - _SPEECH < 1500
    assert "обращени" in speech.headline.lower()


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_body_tells_what_its_headline_says(edition: str) -> None:
    for number in range(ROOM.size(edition) - 60, ROOM.size(edition)):
        article = ROOM.article(edition, number)
        event = ROOM.stories.told(edition, number).event
        words: Prose = article.prose
        if event.topic not in words.daily and event.topic != "speech":
            opening = article.body[0].texts[0]
            told = set(re.findall(r"\d[\d.]*", article.headline))
            assert told <= set(re.findall(r"\d[\d.]*\d|\d", opening)), article.headline


def test_dates_in_texts_are_of_the_articles_own_month() -> None:
    for edition, other in (("ru", "января"), ("en", "January"), ("kk", "қаңтар")):
        for number in range(ROOM.size(edition) - 60, ROOM.size(edition)):
            article = ROOM.article(edition, number)
            assert other not in article.dateline + " ".join(sentences(article)), article.url


@pytest.mark.parametrize(("language", "money"), _MONEY.items())
def test_sums_are_millions_of_tenge(language: str, money: str) -> None:
    costs = [text for text in prose(language).sentences() if "{cost}" in text]
    assert len(costs) > 15
    assert [text for text in costs if f"{{cost}} {money}" not in text] == []


@pytest.mark.parametrize("spelling", ["zh-Hans"])
def test_chinese_counts_in_units_of_its_own(spelling: str) -> None:
    texts = list(prose(spelling).sentences())
    assert [one for one in texts if "{cost" in one and "{cost:yi}亿坚戈" not in one] == []
    assert any("{n:wan}万吨" in one for one in texts)


@pytest.mark.parametrize(
    ("language", "lender"),
    [
        ("tt-Cyrl", "ru"),
        ("ug-Arab", "kk-Arab"),
        ("zh-Hant", "zh-Hans"),
        ("uz-Latn", "en"),
        ("tr", "en"),
    ],
)
def test_a_language_without_prose_borrows_that_of_its_script(language: str, lender: str) -> None:
    assert prose(language) is prose(lender)


def test_only_chinese_sentences_stand_without_a_space() -> None:
    assert prose("zh-Hans").space == ""
    assert prose("kk-Cyrl").space == " "
