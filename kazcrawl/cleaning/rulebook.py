"""The rules, read from their files: a file a language."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from kazcrawl.cleaning.beginnings import beginnings
from kazcrawl.cleaning.calls import Call, Words
from kazcrawl.cleaning.labels import key, straight
from kazcrawl.cleaning.needed import folded, needed
from kazcrawl.text import pattern

PLACES = ("line", "heading", "end", "credit")
NEEDS = ("nothing", "edge", "chrome")
KEYS = frozenset("name where needs sentence always whole text terms pattern call strangers".split())

# Any Chinese sign: none has cases, and to look for those of 20,000 is most of a rule's compiling.
_CHINESE = re.compile(r"\[(?:\\u4e00-\\u9fff|一-鿿)·?\]")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``where`` it acts, what it ``needs`` beside its words, and the words.

    ``line``: such a line goes. ``heading``: behind the last prose it takes the headlines behind
    it along. ``end``: behind the last prose all that follows goes. ``credit``: a photo's credit,
    also behind the last sentence of a paragraph.

    It needs ``nothing``: the line is known from end to end. ``edge``: ordinary words, chrome
    only before or behind all prose, at the text's very edge or beside other chrome. ``chrome``:
    only beside other chrome. A pattern fits no sentence unless it describes one (``sentence``), and
    such a sentence stays inside the prose unless it is none of any text (``always``).
    """

    name: str
    where: str
    needs: str
    sentence: bool
    always: bool
    whole: bool
    pattern: re.Pattern[str] | None
    call: Call | None


class Patterns(NamedTuple):
    """Rules with patterns by the sign that their texts begin with, and those whose texts begin with
    any, but hold one of some words."""

    by_sign: dict[str, tuple[Rule, ...]]
    words: tuple[str, ...]
    anywhere: tuple[Rule, ...]
    by_sign_and_anywhere: dict[str, tuple[Rule, ...]]

    def that_may_fit(self, text: str) -> tuple[Rule, ...]:
        """The rules that are to be compared with a text, in their order."""
        sign, whole = text[:1], folded(text)
        for word in self.words:  # not by any(): it would take twice as long
            if word in whole:
                return self.by_sign_and_anywhere.get(sign, self.anywhere)
        return self.by_sign.get(sign, ())


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule, by how a line is compared with it."""

    literals: dict[str, Rule]
    labels: dict[str, Rule]
    lines: Patterns
    sentences: Patterns
    """Of these lines what fits a sentence: the prose is compared with no more."""
    credits: Patterns
    calls: tuple[Rule, ...]
    verbs: frozenset[str]
    """The calls' verbs: a line with none of them is no call."""


@cache
def all_rules() -> Rules:
    """The rules of all languages. Raises ValueError where a file is not well-formed."""
    entries = sorted(_entries(), key=lambda entry: NEEDS.index(entry.get("needs", "nothing")))
    literals: dict[str, Rule] = {}
    labels: dict[str, Rule] = {}
    patterns: list[Rule] = []
    calls: list[Rule] = []
    for entry in entries:
        for text in entry.get("text", ()):
            literals.setdefault(key(text), _rule(entry))
        for label in entry.get("terms", ()):
            labels.setdefault(straight(label).casefold(), _rule(entry))
        for expression in entry.get("pattern", ()):
            # Compiled one by one: to compile all of them takes as long as a short run.
            caseless = _CHINESE.sub(r"(?-i:\g<0>)", straight(expression))
            patterns.append(_rule(entry, pattern=pattern(caseless, re.IGNORECASE)))
        if words := entry.get("call"):
            call = Call(
                frozenset(words["verbs"]),
                Words.read(words["things"]),
                Words.read(words["others"]),
                entry["strangers"],
            )
            calls.append(_rule(entry, call=call))
    lines = [rule for rule in patterns if rule.where != "credit"]
    return Rules(
        literals,
        labels,
        lines=_by_sign(lines),
        sentences=_by_sign([rule for rule in lines if rule.sentence]),
        credits=_by_sign([rule for rule in patterns if rule.where == "credit"]),
        calls=tuple(calls),
        verbs=frozenset(verb for rule in calls if rule.call for verb in rule.call.verbs),
    )


def _by_sign(rules: list[Rule]) -> Patterns:
    """Rules by the first sign, in their order."""
    expressions = [rule.pattern.pattern for rule in rules if rule.pattern]
    own_signs = list(map(beginnings, expressions))
    signs = frozenset[str]().union(*filter(None, own_signs))
    with_signs = list(zip(rules, own_signs, strict=True))
    return Patterns(
        {sign: tuple(rule for rule, own in with_signs if own and sign in own) for sign in signs},
        tuple(
            frozenset[str]().union(
                *(needed(text) for text, own in zip(expressions, own_signs, strict=True) if not own)
            )
        ),
        tuple(rule for rule, own in with_signs if own is None),
        {
            sign: tuple(rule for rule, own in with_signs if own is None or sign in own)
            for sign in signs
        },
    )


def _rule(
    entry: dict[str, Any], *, pattern: re.Pattern[str] | None = None, call: Call | None = None
) -> Rule:
    return Rule(
        entry["name"],
        entry["where"],
        entry.get("needs", "nothing"),
        sentence=entry.get("sentence", False) or entry.get("always", False),
        always=entry.get("always", False),
        whole=entry.get("whole", False),
        pattern=pattern,
        call=call,
    )


def _entries() -> Iterator[dict[str, Any]]:
    folder = files("kazcrawl.cleaning").joinpath("rules")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for entry in tomllib.loads(file.read_text("utf-8"))["rule"]:
            if unknown := entry.keys() - KEYS:
                known = ", ".join(sorted(KEYS))
                raise ValueError(
                    f"{file.name}, rule {entry.get('name')}: no {unknown.pop()}, only {known}"
                )
            if entry["where"] not in PLACES or entry.get("needs", "nothing") not in NEEDS:
                raise ValueError(
                    f"{file.name}, rule {entry['name']}: where is one of {', '.join(PLACES)}, "
                    f"needs one of {', '.join(NEEDS)}"
                )
            yield entry
