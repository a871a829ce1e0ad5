"""The rules, read from their files, and which of them a line fits by its words alone."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from kazcrawl.cleaning.calls import Call, Words
from kazcrawl.cleaning.speech import is_speech

PLACES = ("line", "heading", "end", "credit")
NEEDS = ("nothing", "edge", "chrome")
KEYS = frozenset("name where needs sentence always whole text terms pattern call strangers".split())

_TRAILING = " :.!…,-–—»：。！|›>→▼*"
_LEADING = "•·▪►▶»›*|#-–—→✔👉🔔📲📌➡⚡❗‼️ "
_APOSTROPHES = "‘’ʻʼ`´′"
_FIRM = re.compile(r"[.。۔][»”\"'’）)\]】」]*$")
_BRACKETED = re.compile(r"[(（【\[]([^()（）【】\[\]]+)[)）】\]]")
_WORD = re.compile(r"[\w'+]+(?:-[\w'+]+)*")
_LABEL = re.compile(r"\s*[:：]\s*")
_BETWEEN_TERMS = re.compile(r"[,;|·、，;/#]")
# Chrome is short; a longer line is the article's and need not be compared.
LONGEST = 300
_LABEL_SIZE = 60
# Words of one entry in a list of tags, and signs of a word: Chinese writes a sentence as one.
_TERM_WORDS, _TERM_SIGNS = 4, 28


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


class _Gated(NamedTuple):
    """Rules with patterns behind any of these at all: most lines are compared once, no more."""

    gate: re.Pattern[str]
    rules: tuple[Rule, ...]


def rule_for(line: str) -> Rule | None:
    """The first rule whose words a line fits, those that need least first; credits aside."""
    if len(line) > LONGEST:
        return None
    fitting = _fitting_label if len(line) <= _LABEL_SIZE else _fitting
    if rule := fitting(line):
        return rule
    inside = bare(line)
    return fitting(inside) if inside != line else None


def _fitting(line: str) -> Rule | None:
    rules = _rules()
    text = plain(line)
    if rule := rules.literals.get(_key(text, line)):
        return rule
    is_firm = bool(_FIRM.search(text))
    for rule in _behind(rules.sentences if is_firm else rules.lines, text):
        if not rule.pattern or not rule.pattern.fullmatch(text):
            continue
        if is_firm and not rule.always and is_speech(text):
            break
        return rule if rule.needs == "nothing" else _call_rule(rules, text) or rule
    if not is_firm and (rule := _terms_rule(text)):
        return rule
    return _call_rule(rules, text)


def _call_rule(rules: "_Rules", text: str) -> Rule | None:
    """The rule of a call to the reader; calls need nothing beside their words."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if 2 <= len(words) <= 24 and not rules.verbs.isdisjoint(words):
        return next((rule for rule in rules.calls if rule.call and rule.call.fits(words)), None)
    return None


# The labels of a site stand on each of its pages.
_fitting_label = lru_cache(maxsize=4_096)(_fitting)


def credit_rules(text: str) -> tuple[Rule, ...]:
    """The rules of photo credits, if a text fits any: their patterns name the source ``who``."""
    return _behind(_rules().credits, text)


def _behind(gated: _Gated, text: str) -> tuple[Rule, ...]:
    return gated.rules if gated.gate.fullmatch(text) else ()


def is_firm(line: str) -> bool:
    """Whether a line ends as only a sentence does, in a full stop."""
    return bool(_FIRM.search(line))


def bare(line: str) -> str:
    """A line without the brackets around all of it."""
    inside = _BRACKETED.fullmatch(line.strip())
    return inside[1] if inside else line


def plain(line: str) -> str:
    """A line without bullets before it, its apostrophes of one kind."""
    return _straight(line.strip().lstrip(_LEADING))


def _straight(text: str) -> str:
    """A text with apostrophes of one kind: looking for each is faster than at each sign."""
    for sign in _APOSTROPHES:
        text = text.replace(sign, "'")
    return text


def key(line: str) -> str:
    """What two prints of one label have in common."""
    return _key(plain(line), line)


def _key(text: str, line: str) -> str:
    return text.rstrip(_TRAILING).casefold() or line.strip()


def _terms_rule(text: str) -> Rule | None:
    """The rule of a label with a list of terms behind it: ``Tags: bridge, transport``."""
    parts = _LABEL.split(text, maxsplit=1)
    if len(parts) < 2 or (rule := _rules().labels.get(parts[0].casefold())) is None:
        return None
    terms = [term.split() for term in _BETWEEN_TERMS.split(parts[1])]
    if all(
        len(term) <= _TERM_WORDS and max(map(len, term), default=0) <= _TERM_SIGNS for term in terms
    ):
        return rule
    return None


@dataclass(frozen=True, slots=True)
class _Rules:
    literals: dict[str, Rule]
    labels: dict[str, Rule]
    lines: _Gated
    sentences: _Gated
    """Of these lines what fits a sentence: the prose is compared with no more."""
    credits: _Gated
    calls: tuple[Rule, ...]
    verbs: frozenset[str]
    """The calls' verbs: a line with none of them is no call."""


@cache
def _rules() -> _Rules:
    entries = sorted(_entries(), key=lambda entry: NEEDS.index(entry.get("needs", "nothing")))
    literals: dict[str, Rule] = {}
    labels: dict[str, Rule] = {}
    patterns: list[Rule] = []
    calls: list[Rule] = []
    for entry in entries:
        for text in entry.get("text", ()):
            literals.setdefault(key(text), _rule(entry))
        for label in entry.get("terms", ()):
            labels.setdefault(_straight(label).casefold(), _rule(entry))
        for expression in entry.get("pattern", ()):
            expression = _straight(expression)
            patterns.append(_rule(entry, pattern=re.compile(expression, re.IGNORECASE)))
        if words := entry.get("call"):
            call = Call(
                frozenset(words["verbs"]),
                Words.read(words["things"]),
                Words.read(words["others"]),
                entry["strangers"],
            )
            calls.append(_rule(entry, call=call))
    lines = [rule for rule in patterns if rule.where != "credit"]
    return _Rules(
        literals,
        labels,
        lines=_gated(lines),
        sentences=_gated(rule for rule in lines if rule.sentence),
        credits=_gated(rule for rule in patterns if rule.where == "credit"),
        calls=tuple(calls),
        verbs=frozenset(verb for rule in calls if rule.call for verb in rule.call.verbs),
    )


def _gated(rules: Iterable[Rule]) -> _Gated:
    """Rules and a pattern that fits what any of theirs does; what they name is left to each."""
    rules = tuple(rules)
    union = "|".join(
        f"(?:{re.sub('[?]P<[a-z]+>', '?:', rule.pattern.pattern)})"
        for rule in rules
        if rule.pattern
    )
    return _Gated(re.compile(union, re.IGNORECASE), rules)


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
