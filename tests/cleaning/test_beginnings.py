"""Patterns are passed over by a line's first sign, and none that would fit is."""

import pytest

from kazcrawl.cleaning.beginnings import beginnings
from kazcrawl.cleaning.labels import bare, plain
from kazcrawl.cleaning.rulebook import NEEDS, Rule, all_rules
from tests.cleaning.test_lines import lines

LINES = [line for name in ("go", "keep") for _, line in lines(name)]


@pytest.mark.parametrize(
    ("expression", "signs"),
    [
        ("Tags?: .+", "t"),
        ("(?:read|see) also", "rs"),
        ("(?:very )?old", "vo"),
        ("(?:very )*(?:old|new)?!", "von!"),
        ("(?:very )+old", "v"),
        ("[a-c]x", "abc"),
        (r"[\dx]+", "0123456789x"),
        (r"\d+ views", "0123456789"),
        (r"[\s-]b", "-"),
        (r"(?=[^+]*\+)ctrl", "c"),
        (r"(?<!\w)\bpost", "p"),
        ("(?P<who>Ф)ото", "ф"),
        ("(?-i:[A-B])y", "ab"),
        ("a{0,3}b", "ab"),
        ("is", "iıİ"),
        ("ıa", "iıİ"),
    ],
)
def test_the_signs_a_pattern_begins_with(expression: str, signs: str) -> None:
    assert beginnings(expression) == frozenset(signs + signs.upper())


@pytest.mark.parametrize(
    "expression", [".{0,3}x", r"\w+", "[^a]b", "a?", "(?:a|.)b", r"\S", "(?:a|b*)", "[一-鿿]x"]
)
def test_a_pattern_that_may_begin_with_any_sign(expression: str) -> None:
    assert beginnings(expression) is None


def test_no_pattern_that_fits_a_line_is_passed_over() -> None:
    rules = all_rules()
    forms = [form for line in LINES for form in (line, bare(line), line.upper(), line.lower())]
    texts = set(map(plain, forms))
    fitted = 0
    for patterns in (rules.lines, rules.sentences, rules.credits):
        every = {rule for own in patterns.by_sign_and_anywhere.values() for rule in own}
        for text in texts:
            fitting = {rule for rule in every if _fits(rule, text)}
            assert {rule for rule in patterns.that_may_fit(text) if _fits(rule, text)} == fitting
            fitted += bool(fitting)
    assert fitted > 200


def test_the_rules_of_a_sign_are_in_the_order_of_all() -> None:
    for rules in all_rules().lines.by_sign_and_anywhere.values():
        needs = [NEEDS.index(rule.needs) for rule in rules]
        assert needs == sorted(needs)


def _fits(rule: Rule, text: str) -> bool:
    return bool(rule.pattern and rule.pattern.fullmatch(text))
