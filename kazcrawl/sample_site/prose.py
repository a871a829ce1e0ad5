"""The words of the sample articles: own text, a file a language, filled in by what happened."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kazcrawl.sample_site import transliterate

WORLD = ("asia", "eurasia", "america")
"""The parts of the world that a section can be about, each with countries of its own."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of an edition and what its articles are about.

    Where several sections of an edition are about the same, or about parts of the world, they
    take turns: this one is the ``turn``-th of ``turns``, from 0.
    """

    slug: str
    name: str
    about: str
    turn: int
    turns: int


@dataclass(frozen=True, slots=True)
class Topic:
    """What can be said of a kind of event; every headline names its place and its number."""

    heads: tuple[str, ...]
    leads: tuple[str, ...]
    opens: tuple[str, ...]
    facts: tuple[str, ...]
    quotes: tuple[str, ...]
    caption: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """One language's texts; their slots are told in ``prose/ru.toml``.

    ``places`` are towns and their regions, each by its name and as "in it" is said.
    ``language`` is the tag of what they are really written in. ``topics`` are told once an
    event, ``daily`` ones every day anew.
    """

    language: str

    topics: dict[str, Topic]
    daily: dict[str, Topic]
    context: tuple[str, ...]
    attributions: tuple[str, ...]
    traps: tuple[str, ...]
    posts: tuple[str, ...]
    plan: str
    steps: tuple[str, ...]
    elsewhere: tuple[str, ...]
    captions: tuple[str, ...]
    update: str
    authors: tuple[str, ...]
    places: tuple[dict[str, str], ...]
    sections: tuple[Section, ...]
    countries: dict[str, tuple[tuple[str, str], ...]]
    first_names: tuple[str, ...]
    surnames: tuple[str, ...]
    villages: tuple[str, ...]
    currencies: tuple[str, ...]
    date: str
    months: tuple[str, ...]
    decimal: str

    @property
    def space(self) -> str:
        """What stands between two sentences."""
        return "" if self.language.startswith("zh") else " "

    def name(self, first: int, last: int) -> str:
        """A person's name, by numbers of any size."""
        between = self.space or "·"
        first_name = self.first_names[first % len(self.first_names)]
        return f"{first_name}{between}{self.surnames[last % len(self.surnames)]}"

    def sentences(self) -> Iterator[str]:
        """Every sentence of an article's text, its slots unfilled."""
        yield from (*self.context, *self.traps, *self.attributions, *self.elsewhere)
        yield from (self.plan, self.update)
        for topic in (*self.topics.values(), *self.daily.values()):
            yield from (*topic.leads, *topic.opens, *topic.facts, *topic.quotes)


_PLACE = ("place", "at", "region", "in_region")
# What each file is written in; ``kk`` is spelled in two further scripts.
_WRITTEN = {"en": "Latn", "ru": "Cyrl", "kk": "Cyrl", "uz": "Cyrl", "zh": "Hans"}
_SPELLINGS: dict[str, Callable[[str], str]] = {
    "kk-Latn": transliterate.latin,
    "kk-Arab": transliterate.arabic,
}
# Whose prose stands for a language of a script that has none of its own.
_BORROWED = {"Cyrl": "ru", "Arab": "kk-Arab", "Hans": "zh-Hans", "Hant": "zh-Hans"}


@cache
def prose(language: str) -> Prose:
    """The prose of a language: ``ru``, ``kk-Cyrl``, ``kk-Latn``, ``kk-Arab``, ``en``, …

    A language without prose of its own borrows that of another one in its script, English if
    its tag names no script.
    """
    primary, _, script = language.partition("-")
    if language not in _SPELLINGS and (
        primary not in _WRITTEN or script not in ("", _WRITTEN[primary])
    ):
        return prose(_BORROWED.get(script, "en"))
    folder = files("kazcrawl.sample_site").joinpath("prose")
    table = tomllib.loads(folder.joinpath(f"{primary}.toml").read_text("utf-8"))
    sections = _sections(table.get(f"sections_{script.lower()}", table["sections"]))
    # The slots' letters are Latin and stay as they are in every script.
    said = _spelled(table, _SPELLINGS.get(language, str))
    own = {name: said[name] for name in Prose.__slots__ if name in said}
    return Prose(
        **own
        | {
            "language": language,
            "topics": {name: Topic(**topic) for name, topic in said["topics"].items()},
            "daily": {name: Topic(**topic) for name, topic in said["daily"].items()},
            "places": tuple(dict(zip(_PLACE, row, strict=True)) for row in said["places"]["rows"]),
            "sections": sections,
        }
    )


def _spelled(value: Any, spell: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _spelled(one, spell) for name, one in value.items()}
    if isinstance(value, list):
        return tuple(_spelled(one, spell) for one in value)
    return spell(value)


def _sections(rows: list[dict[str, str]]) -> tuple[Section, ...]:
    groups = ["world" if row["about"] in WORLD else row["about"] for row in rows]
    return tuple(
        Section(
            **row,
            turn=groups[:place].count(groups[place]),
            turns=groups.count(groups[place]),
        )
        for place, row in enumerate(rows)
    )
