"""The words of the sample articles, lent to languages that have none of their own."""

import pytest

from kazcrawl.languages import script_of
from kazcrawl.sample_site.prose import prose
from kazcrawl.sites.kazinform.editions import EDITIONS


@pytest.mark.parametrize("language", [edition.language for edition in EDITIONS.values()])
def test_every_edition_of_today_has_prose_of_its_own(language: str) -> None:
    words = prose(language)
    assert words.language == language
    assert script_of(words.sentences[0]) == {"ru": "Cyrl", "en": "Latn"}.get(language, language[3:])


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
