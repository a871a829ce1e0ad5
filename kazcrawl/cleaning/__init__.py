"""What is not the article: chrome is told by where a line stands, and by what it says.

A line inside the prose stays if it is a sentence, whatever it says; ordinary words are chrome
only before or behind all prose. The words are data, a file a language (``rules/``), and every
language's are applied to every text: a theme's English stands on Kazakh pages, too.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from kazcrawl.cleaning.labels import bare, is_firm, key, plain
from kazcrawl.cleaning.matching import credit_rules, rule_for
from kazcrawl.cleaning.players import player_lines
from kazcrawl.cleaning.rulebook import Rule
from kazcrawl.cleaning.sources import is_source
from kazcrawl.text import pattern, tidy

# What a sentence ends with, in all scripts, closing quotes and brackets behind it included.
_SENTENCE = pattern(r"[.!?…。！？؟۔;；:：][»”\"'’）)\]】」]*$")
_CHINESE = pattern(r"[\u3400-\u9fff]")
# A sentence of this size is prose; a Chinese sign says as much as three Latin letters.
_PROSE = 40
# A headline of a box is no longer, and does not go on in the next line as a verse does.
_BOX_LINE = 160
_GOES_ON = pattern(r"[,;:，；：、–—-]$|^[–—-]\s")
_COLON = pattern(r"[:：]$")
# What stands between a byline's word and its names.
_NAMES = pattern(r"\s*[:：–—/／|]\s*|\sby\s|^by\s|(?<=[\u4e00-\u9fff]{2})\s+", re.IGNORECASE)
# A newspaper by its title, which need not look like a name.
_TITLE_WORDS = 3
_LABEL = pattern(r"[:：|]")
_GLUED = pattern(r"(?<=[.!?…。！？؟»”\"）)])\s*(?=\S)")
_GLUED_WITHIN = 120


class Removed(NamedTuple):
    """A line that went, or a credit cut from its end: by which rule, and where it stood.

    ``place``: ``before`` all prose, ``inside``, ``behind`` all prose, or ``glued`` to a line.
    """

    line: str
    rule: str
    place: str


@dataclass(slots=True)
class Cleaned:
    """The lines that are left, what was removed and why, photo credits found."""

    lines: list[str]
    removed: list[Removed] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)


def clean(lines: list[str], headline: str | None = None) -> Cleaned:
    """The article's own lines out of ``lines`` (tidy text, one paragraph each)."""
    return _Cleaning(lines).run(key(headline or ""))


def is_end(line: str) -> bool:
    """Whether no article goes on behind a line: a reply form, comments, a box of links."""
    rule = rule_for(line)
    return rule is not None and rule.where in ("heading", "end")


def is_reply(line: str) -> bool:
    """Whether readers' comments begin at a line, or the form for them."""
    rule = rule_for(line)
    return rule is not None and rule.where == "end"


def is_known(line: str) -> bool:
    """Whether some rule knows a line: it may be chrome, where it stands so."""
    return rule_for(tidy(line)) is not None


def is_call(line: str) -> bool:
    """Whether a line calls the reader: to subscribe, to share, to get an application."""
    rule = rule_for(tidy(line))
    return rule is not None and rule.name in ("subscribe", "share", "app")


def is_reference(line: str) -> bool:
    """Whether a line that is mostly a link leads to other articles, by its first words."""
    text = line.strip("[]()")
    rules = (rule_for(text), rule_for(_LABEL.split(text, maxsplit=1)[0]))
    return any(rule is not None and rule.name in ("related", "read-also") for rule in rules)


class _Cleaning:
    """One text's cleaning: rules by line, where the prose is, and which lines go by which rule."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.rules = [rule_for(line) for line in lines]
        prose = [place for place, line in enumerate(lines) if self._is_prose(place, line)]
        self.first, self.last = (prose[0], prose[-1]) if prose else (-1, -1)
        self.gone: dict[int, str] = {}

    def run(self, headline: str) -> Cleaned:
        done = Cleaned([])
        self._take_headline(headline)
        credits = self._take_credits(done)
        self._take_known()
        for place in player_lines(self.lines):
            if self._place(place) == "inside":
                self.gone.setdefault(place, "player")
        self._take_company(credits)
        for place, line in enumerate(self.lines):
            if rule := self.gone.get(place):
                done.removed.append(Removed(line, rule, self._place(place)))
            else:
                done.lines.append(_without_glued_credit(line, done))
        return done

    def _is_prose(self, place: int, line: str) -> bool:
        rule = self.rules[place]
        size = len(line) + 2 * len(_CHINESE.findall(line)) if not line.isascii() else len(line)
        return size >= _PROSE and bool(_SENTENCE.search(line)) and rule is None

    def _place(self, place: int) -> str:
        if place > self.last:
            return "behind"
        return "before" if place < self.first else "inside"

    def _take_headline(self, headline: str) -> None:
        """Templates print the headline again as the main picture's text."""
        for place, line in enumerate(self.lines):
            if not headline or key(line) != headline:
                break
            self.gone[place] = "headline-repeated"

    def _take_credits(self, done: Cleaned) -> set[int]:
        credits: set[int] = set()
        for place, line in enumerate(self.lines):
            if place not in self.gone and (match := _credit(line)):
                rule, source = match
                self.gone[place] = rule.name
                credits.add(place)
                done.credits.append(source)
        return credits

    def _take_known(self) -> None:
        """Lines that a rule knows from end to end, boxes and reply forms behind the prose."""
        place = 0
        while place < len(self.lines):
            rule, line = self.rules[place], self.lines[place]
            where = self._place(place)
            place += 1
            if rule is None or rule.needs != "nothing" or place - 1 in self.gone:
                continue
            if where == "inside" and (rule.where == "end" or self._is_said(rule, line)):
                continue
            self.gone[place - 1] = rule.name
            if rule.name == "share":
                place = self._take_networks(place)
            if where == "behind" and rule.where != "line":
                while place < len(self.lines) and (
                    rule.where == "end" or _is_box_line(self.lines[place])
                ):
                    self.gone.setdefault(place, rule.name)
                    place += 1

    def _take_networks(self, place: int) -> int:
        """A list of networks right behind the call to share is the call's own."""
        while place < len(self.lines):
            rule = self.rules[place]
            if rule is None or rule.name != "network":
                break
            self.gone[place] = rule.name
            place += 1
        return place

    @staticmethod
    def _is_said(rule: Rule, line: str) -> bool:
        """A sentence, told by some of its words only."""
        told = rule.pattern is not None or rule.call is not None
        return told and is_firm(line) and not rule.always

    def _take_company(self, credits: set[int]) -> None:
        """Ordinary words at the text's edges: beside chrome, or with nothing behind them."""
        behind = list(range(self.last + 1, len(self.lines)))
        for place in [*reversed(behind), *behind]:
            edge = place == len(self.lines) - 1 or self._is_chrome(place + 1, credits)
            self._take_weak(place, edge or self._is_chrome(place - 1, credits), credits)
        before = list(range(self.first))
        for place in [*before, *reversed(before)]:
            rule = self.rules[place]
            if rule is not None and rule.where == "line":
                edge = place == 0 or self._is_chrome(place - 1, credits)
                self._take_weak(place, edge or self._is_chrome(place + 1, credits), credits)

    def _take_weak(self, place: int, at_edge: bool, credits: set[int]) -> None:
        rule = self.rules[place]
        if rule is None or rule.needs == "nothing" or place in self.gone or not at_edge:
            return
        if rule.name == "byline" and not _names_source(self.lines[place]):
            return
        beside = self._is_chrome(place - 1, credits) or self._is_chrome(place + 1, credits)
        if (rule.needs == "edge" or beside) and not self._is_listed(place):
            self.gone[place] = rule.name

    def _is_chrome(self, place: int, credits: set[int]) -> bool:
        return place in self.gone and place not in credits

    def _is_listed(self, place: int) -> bool:
        """Whether a line is an entry of what a line ending in a colon announces."""
        while place > 0 and place not in self.gone:
            place -= 1
            if _SENTENCE.search(self.lines[place]):
                return place not in self.gone and bool(_COLON.search(self.lines[place]))
        return False


def _is_box_line(line: str) -> bool:
    """Headlines ask and exclaim; a full stop, or any length with a mark, makes a sentence."""
    return len(line) <= _BOX_LINE and not is_firm(line) and not _GOES_ON.search(line)


def _names_source(line: str) -> bool:
    """Whether what a byline names is a person, an office, an address or a short title."""
    named = _NAMES.split(plain(line), maxsplit=1)[-1]
    is_title = named[:1].isupper() and named != plain(line) and len(named.split()) <= _TITLE_WORDS
    return (is_title and not is_firm(named)) or is_source(named)


def _credit(line: str, start: int = 0) -> tuple[Rule, str] | None:
    """The rule and the source of a photo credit that a line is from ``start`` on."""
    text = plain(bare(line[start:]))
    if len(text) > _GLUED_WITHIN:
        return None
    text = text.rstrip(".。")
    for rule in credit_rules(text):
        match = rule.pattern.fullmatch(text) if rule.pattern else None
        if match and (rule.whole or is_source(match["who"])):
            return rule, tidy(match["who"]).rstrip(".")
    return None


def _without_glued_credit(line: str, done: Cleaned) -> str:
    begin = max(0, len(line) - _GLUED_WITHIN)
    for start in _GLUED.finditer(line[begin:]):
        cut = begin + start.end()
        if cut and (match := _credit(line, cut)):
            rule, source = match
            done.removed.append(Removed(line[cut:], rule.name, "glued"))
            done.credits.append(source)
            return line[:cut].rstrip()
    return line
