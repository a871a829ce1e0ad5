"""What two prints of one label have in common."""

import pytest

from kazcrawl.cleaning.labels import bare, is_firm, key, plain


def test_prints_of_one_label_have_one_key() -> None:
    assert {key(label) for label in ("Share this:", "share this", "• SHARE THIS →")} == {
        "share this"
    }
    assert key(" … ") == "…"
    assert plain("‘O‘zbekiston’") == plain("'O'zbekiston'")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("It opened.", True),
        ("«It opened.»", True),
        ("它通了。", True),
        ("Why?", False),
        ("A", False),
    ],
)
def test_only_a_full_stop_is_firm(line: str, wanted: bool) -> None:
    assert is_firm(line) is wanted


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("(Photo: gov.kz)", "Photo: gov.kz"),
        ("【打印】", "打印"),
        ("(a) and (b)", "(a) and (b)"),
        ("[a", "[a"),
        ("plain", "plain"),
    ],
)
def test_brackets_around_all_of_a_line_are_no_part_of_it(line: str, inside: str) -> None:
    assert bare(line) == inside
