"""Which rule a line fits by its words alone: literals, labels with terms, patterns, calls."""

import pytest

from kazcrawl.cleaning.matching import LONGEST, rule_for


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Tags: bridge, transport", "tags"),
        ("Tags: the new bridge over the river, transport", None),
        # Only the first colon ends a label.
        ("Tags: economy: what the new ministry of it decided", None),
        ("Tags: bridge,, transport,", "tags"),
        ("Tags: " + "x" * 28, "tags"),
        ("Tags: " + "x" * 29, None),
        ("Subscribe telegram", "subscribe"),
        ("Subscribe" + " to our telegram channel" * 5 + " for free news", "subscribe"),
        ("Subscribe" + " to our telegram channel" * 6, None),
        ("Теги: экономика", "tags"),
        ("Read also: the bridge", "read-also"),
        ("Related news", "related"),
        ("RELATED NEWS:", "related"),
        ("• Related news →", "related"),
        ("Leave a reply", "reply-form"),
        ("The bridge was opened on Monday.", None),
        ("", None),
    ],
)
def test_a_line_fits_the_rule_of_its_words(line: str, name: str | None) -> None:
    rule = rule_for(line)
    assert (rule and rule.name) == name


def test_a_long_line_is_the_articles() -> None:
    line = "Read also: " + "x" * (LONGEST - 100)
    assert rule_for(line) is not None
    assert rule_for(line.ljust(LONGEST + 1, "x")) is None


@pytest.mark.parametrize(
    ("line", "needs"),
    [
        ("Категория: Экономика", "edge"),
        ("Категория: Экономика, Спорт", "edge"),
        ("Категория: до 73 килограммов", "chrome"),
        ("Категория: Экономика, спорт", "chrome"),
        ("栏目：社会", "edge"),
        ("栏目：水、能源、交通运输业", "chrome"),
    ],
)
def test_named_sections_are_told_from_what_an_article_lists(line: str, needs: str) -> None:
    rule = rule_for(line)
    assert rule is not None
    assert (rule.name, rule.needs) == ("tags", needs)
