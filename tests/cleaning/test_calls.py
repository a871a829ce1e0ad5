"""Calls to the reader are told by the words that they are made of."""

import pytest

from kazcrawl.cleaning.calls import Call, Words

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
