"""Calls to the reader: to subscribe, to share, told by the words that they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Words:
    """Words as they are, and beginnings of words."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def read(cls, entries: Sequence[str]) -> Self:
        """Of a rule's file, where a beginning ends in a star."""
        stems = tuple(entry[:-1] for entry in entries if entry.endswith("*"))
        return cls(frozenset(entry for entry in entries if not entry.endswith("*")), stems)

    def have(self, word: str) -> bool:
        """Whether a word is one of them."""
        return word in self.whole or word.startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class Call:
    """A call to the reader, told by its words: a verb, a thing, and hardly any stranger."""

    verbs: frozenset[str]
    things: Words
    others: Words
    strangers: int

    def fits(self, words: list[str]) -> bool:
        """Whether a line of these words is such a call."""
        if self.verbs.isdisjoint(words) or not any(map(self.things.have, words)):
            return False
        known = sum(
            word in self.verbs or self.things.have(word) or self.others.have(word) for word in words
        )
        strangers = len(words) - known
        return strangers <= self.strangers and strangers * 3 <= len(words)
