"""Which rule a line fits by its words alone: calls to the reader, labels, lists of terms."""

import pytest

from kazcrawl.cleaning.calls import Call, Words
from kazcrawl.cleaning.labels import is_firm, key, plain
from kazcrawl.cleaning.matching import LONGEST, rule_for

CALL = Call(
    verbs=frozenset(("subscribe", "follow")),
    things=Words.read(["telegram", "newsletter*"]),
    others=Words.read(["our", "channel*", "to"]),
    strangers=2,
)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("subscribe to our telegram", True),
        ("follow our newsletters", True),
        ("subscribe to our telegram channels", True),
        # A thing without a verb, a verb without a thing.
        ("our telegram channel", False),
        ("subscribe to our channel", False),
        # As many strangers as are allowed, and no more than a third of the words.
        ("subscribe to our telegram astana today", True),
        ("subscribe to our telegram channel astana", True),
        ("follow telegram astana", True),
        ("follow telegram astana today", False),
        ("follow our telegram astana today", False),
        ("subscribe to our telegram channel follow to our astana today please", False),
    ],
)
def test_a_call_has_a_verb_a_thing_and_hardly_a_stranger(line: str, wanted: bool) -> None:
    assert CALL.fits(line.split()) is wanted


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
