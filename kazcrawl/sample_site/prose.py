"""The words of the sample articles: own text, a file a language, filled in by a seeded choice."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from kazcrawl.sample_site import transliterate


@dataclass(frozen=True, slots=True)
class Prose:
    """One language's texts. Templates have ``{n}`` and ``{m}`` for numbers."""

    headlines: tuple[str, ...]
    sentences: tuple[str, ...]
    quotes: tuple[str, ...]
    attributions: tuple[str, ...]
    traps: tuple[str, ...]
    leads: tuple[str, ...]
    captions: tuple[str, ...]
    listitems: tuple[str, ...]
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    related: tuple[str, ...]
    speech: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]

    def pick(self, kind: str, random: Random) -> str:
        """A text of ``kind`` with its numbers filled in."""
        template: str = random.choice(getattr(self, kind))
        return template.format(n=random.randrange(21, 990), m=random.randrange(2, 98))


@cache
def prose(language: str) -> Prose:
    """The prose of a language: ``ru``, ``kk-Cyrl``, ``kk-Latn``, ``kk-Arab``, ``en``, …"""
    primary, _, script = language.partition("-")
    folder = files("kazcrawl.sample_site").joinpath("prose")
    table = tomllib.loads(folder.joinpath(f"{primary}.toml").read_text("utf-8"))
    spell: Callable[[str], str] = {
        "kk-Latn": transliterate.latin,
        "kk-Arab": transliterate.arabic,
    }.get(language, str)
    sections = table.get(f"sections_{script.lower()}", table["sections"])
    return Prose(
        places=tuple((spell(row["caps"]), spell(row["name"])) for row in table["places"]),
        sections=tuple((row["slug"], row["name"]) for row in sections),
        **{name: _texts(table[name], spell) for name in Prose.__slots__ if name not in _TABLES},
    )


_TABLES = ("places", "sections")


def _texts(texts: list[Any], spell: Callable[[str], str]) -> tuple[str, ...]:
    # The slots' letters are Latin and stay as they are in every script.
    return tuple(spell(text) for text in texts)
