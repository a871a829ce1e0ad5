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
    """One language's texts. Templates have ``{n}`` and ``{m}`` for numbers; ``language`` is the
    tag of what they are really written in."""

    language: str

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

    @property
    def space(self) -> str:
        """What stands between two sentences."""
        return "" if self.language.startswith("zh") else " "

    def pick(self, kind: str, random: Random) -> str:
        """A text of ``kind`` with its numbers filled in."""
        template: str = random.choice(getattr(self, kind))
        return template.format(n=random.randrange(21, 990), m=random.randrange(2, 98))


# What each file is written in; ``kk`` is spelled in two further scripts.
_WRITTEN = {"en": "Latn", "ru": "Cyrl", "kk": "Cyrl", "uz": "Cyrl", "zh": "Hans"}
_SPELLINGS: dict[str, Callable[[str], str]] = {
    "kk-Latn": transliterate.latin,
    "kk-Arab": transliterate.arabic,
}


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
    spell = _SPELLINGS.get(language, str)
    sections = table.get(f"sections_{script.lower()}", table["sections"])
    return Prose(
        language=language,
        places=tuple((spell(row["caps"]), spell(row["name"])) for row in table["places"]),
        sections=tuple((row["slug"], row["name"]) for row in sections),
        **{name: _texts(table[name], spell) for name in Prose.__slots__ if name not in _TABLES},
    )


_TABLES = ("language", "places", "sections")
# Whose prose stands for a language of a script that has none of its own.
_BORROWED = {"Cyrl": "ru", "Arab": "kk-Arab", "Hans": "zh-Hans", "Hant": "zh-Hans"}


def _texts(texts: list[Any], spell: Callable[[str], str]) -> tuple[str, ...]:
    # The slots' letters are Latin and stay as they are in every script.
    return tuple(spell(text) for text in texts)
