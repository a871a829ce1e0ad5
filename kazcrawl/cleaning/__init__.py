"""What is not the article: rules as data, a file a language, and the code that applies them.

Every rule of every language is applied to every text: a theme's English chrome stands on
Kazakh pages, too. A rule removes whole lines where chrome stands, never part of a sentence;
the one exception is a photo credit glued behind the last sentence of a paragraph.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from kazcrawl.text import tidy

_PLACES = ("line", "tail", "end", "heading", "credit")
_TAILS = ("tail", "end")
_TRAILING = " :.!…,-–—»：。！|›>→▼*"
_LEADING = "•·▪►▶»›*|#-–—→✔ "
_APOSTROPHES = str.maketrans("‘’ʻʼ`´′", "'''''''")
# What a sentence ends with, in all scripts, closing quotes and brackets behind it included.
_SENTENCE = re.compile(r"[.!?…。！？؟۔;；:：][»”\"'’）)\]】」]*$")
_FIRM = re.compile(r"[.…。۔;；:：][»”\"'’）)\]】」]*$")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``where`` it may act and the whole lines it knows.

    ``line``: such a line goes wherever it stands. ``heading``: the line goes with the lines
    behind it that are no sentences (a box of related headlines). ``tail``: the line goes with
    everything behind it, if nothing there is a sentence of some length. ``end``: a tail that
    ends an article on pages of unknown layout, too. ``credit``: the line goes, and so does the
    same phrase behind the last sentence of a paragraph.
    """

    name: str
    where: str
    pattern: re.Pattern[str] | None


@dataclass(slots=True)
class Cleaned:
    """The lines that are left, what was removed (lines by rule), photo credits found."""

    lines: list[str]
    removed: Counter[str] = field(default_factory=Counter)
    credits: list[str] = field(default_factory=list)


def clean(lines: list[str], headline: str | None = None) -> Cleaned:
    """The article's own lines out of ``lines`` (tidy text, one paragraph each)."""
    done = Cleaned([])
    wanted = _key(headline or "")
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if wanted and not done.lines and _key(line) == wanted:
            # Templates print the headline again as the main picture's text.
            done.removed["headline-repeated"] += 1
            continue
        rule = _rule_for(line)
        if rule is None:
            done.lines.append(_without_glued_credit(line, done))
        elif rule.where in _TAILS and _has_sentence(lines[position:]):
            done.lines.append(line)
        else:
            done.removed[rule.name] += 1
            if rule.where == "credit":
                done.credits.append(_credit_of(rule, line))
            elif rule.where in _TAILS:
                done.removed[rule.name] += len(lines) - position
                break
            elif rule.where == "heading":
                while position < len(lines) and _is_box_line(lines[position]):
                    done.removed[rule.name] += 1
                    position += 1
    return done


def _is_box_line(line: str) -> bool:
    """Headlines ask and exclaim; a full stop, or any length with a mark, makes a sentence."""
    return not (_FIRM.search(line) or (len(line) > 120 and _SENTENCE.search(line)))


def is_end(line: str) -> bool:
    """Whether no article goes on behind a line: a reply form, comments, a box of links."""
    rule = _rule_for(line)
    return rule is not None and rule.where not in ("line", "credit")


def _plain(line: str) -> str:
    return line.translate(_APOSTROPHES).strip().lstrip(_LEADING)


def _key(line: str) -> str:
    return _plain(line).rstrip(_TRAILING).casefold() or line.strip()


def _has_sentence(lines: list[str]) -> bool:
    return any(
        len(line) > 60 and _SENTENCE.search(line) and _rule_for(line) is None for line in lines
    )


def _rule_for(line: str) -> Rule | None:
    # Chrome is short; a long line is the article's and need not be compared.
    if len(line) > 300:
        return None
    literals, patterns = _rules()
    if rule := literals.get(_key(line)):
        return rule
    text = _plain(line)
    if not _gate().fullmatch(text):
        return None
    return next((rule for rule in patterns if rule.pattern and rule.pattern.fullmatch(text)), None)


@cache
def _gate() -> re.Pattern[str]:
    """Any pattern at all: most lines are compared once and end here."""
    expressions = (rule.pattern.pattern for rule in _rules()[1] if rule.pattern)
    # Named groups may stand once in an expression; here nobody asks for them.
    return re.compile(
        "|".join(f"(?:{text})" for text in expressions).replace("(?P<who>", "(?:"), re.IGNORECASE
    )


def _credit_of(rule: Rule, line: str) -> str:
    match = rule.pattern.fullmatch(_plain(line)) if rule.pattern else None
    return tidy(match["who"]).rstrip(".") if match else line


def _without_glued_credit(line: str, done: Cleaned) -> str:
    for rule in _rules()[1]:
        if rule.where != "credit" or rule.pattern is None:
            continue
        for start in re.finditer(r"(?<=[.!?…。！？؟»”\"）)])\s*(?=\S)", line[-120:]):
            cut = max(0, len(line) - 120) + start.end()
            if cut and (match := rule.pattern.fullmatch(line, cut)):
                done.removed[rule.name] += 1
                done.credits.append(tidy(match["who"]).rstrip("."))
                return line[:cut].rstrip()
    return line


@cache
def _rules() -> tuple[dict[str, Rule], tuple[Rule, ...]]:
    """Literal lines by key, and the rules that are patterns."""
    literals: dict[str, Rule] = {}
    patterns: list[Rule] = []
    for name, where, texts, expressions in _read():
        if where not in _PLACES:
            raise ValueError(f"boilerplate rule {name}: where is one of {', '.join(_PLACES)}")
        for text in texts:
            literals.setdefault(_key(text), Rule(name, where, None))
        for expression in expressions:
            plain = expression.translate(_APOSTROPHES)
            patterns.append(Rule(name, where, re.compile(plain, re.IGNORECASE)))
    return literals, tuple(patterns)


def _read() -> Iterator[tuple[str, str, list[str], list[str]]]:
    folder = files("kazcrawl.cleaning").joinpath("rules")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for rule in tomllib.loads(file.read_text("utf-8"))["rule"]:
            yield rule["name"], rule["where"], rule.get("text", []), rule.get("pattern", [])
