"""Words without which no text fits a pattern."""

import pytest

from kazcrawl.cleaning.needed import folded, needed


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (".{0,80}all rights reserved.?", "all rights reserved"),
        ("(?:.* )?(?:read|see) also .+", " also "),
        (".*(?:news|more)x?", "news|more"),
        ("(?:very )*old", "old"),
        (r".(?:very )+\d", "very "),
        (r"(?=.*channel)\w+ us", "channel"),
        (r".{3}©\s*(?:19|20)\d\d", "©"),
        ("(?P<who>.+) ФОТО", " фото"),
        ("Kanalı|İzle", "kanali|izle"),
        (".*(?:news|)", ""),
        (r"\w+", ""),
        ("(?!no).*", ""),
    ],
)
def test_one_of_them_stands_in_each_text_that_fits(expression: str, words: str) -> None:
    assert needed(expression) == set(words.split("|"))


def test_a_letter_that_a_pattern_takes_for_another_is_one() -> None:
    assert {folded(text) for text in ("İzle", "IZLE", "ızle", "izle")} == {"izle"}
