"""Which event an article tells of, and which events stand in several editions.

Articles of all editions are cut into blocks of eight, one a section. A block of a smaller
edition lies a few hours behind a block of the Russian one, no two behind the same, and may tell
its stories again, section by section. All is arithmetic: nothing is looked up in a table.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Protocol

from kazcrawl.sample_site.calendar import astana
from kazcrawl.sample_site.chances import chance
from kazcrawl.sample_site.events import COUNTS, DAILY, SPEECH, TOPICS, Event
from kazcrawl.sample_site.prose import Section, prose
from kazcrawl.sites.kazinform.editions import EDITIONS

LEAD = "ru"
"""The edition that tells first what others tell again."""

REPUBLISHERS = {"en": "en", "ru": "ru", "kk": "kk-Cyrl"}
"""The republisher's three sites by the first word of their host, and what they write."""

_BLOCK = 8
_NEWSROOMS = 16  # at most, so that each has keys of its own
_NO_INTEREST = 0.3
# Of the day before, but for what is published late in the evening.
_AGO = timedelta(hours=20)
_SPEECH_FROM_NEWEST = 3
_LAGS = {"kk": 1, "qz": 2, "en": 3, "ar": 4, "oz": 5, "cn": 6}  # hours; 3 of any other
# What sections are about the same in all editions.
_SHARED = frozenset(TOPICS) - {"state", "world", "asia", "eurasia", "america"}


class Room(Protocol):
    """What a newsroom tells of its articles."""

    seed: int
    days: float
    sizes: dict[str, int]

    def published(self, edition: str, number: int) -> datetime:
        """When an article was published."""

    def section_of(self, number: int) -> int:
        """Which of its edition's eight sections an article belongs to."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an article tells: an event, and where it stands in several editions, the name of that
    story and the number of the first article that told it."""

    event: Event
    story: str | None = None
    lead: int | None = None


class Stories:
    """The events of a room's articles."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def told(self, edition: str, number: int) -> Told:
        """What an article tells."""
        if kind := self._daily(edition, number):
            when = self.room.published(edition, number)
            seed = f"{self.room.seed}/{kind}/{edition}/{number}"
            return Told(Event.of_day(kind, _rank(edition), when, seed))
        if self._is_speech(edition, number):
            when = self.room.published(edition, number)
            return Told(Event(SPEECH, "", 0, COUNTS[0], when, f"{self.room.seed}/{SPEECH}"))
        lead = number if edition == LEAD else self._lead(edition, number)
        if lead is None or (edition == LEAD and not self._is_told_again(lead)):
            return Told(self.own(edition, number))
        return Told(self.own(LEAD, lead), f"{LEAD}-{lead:06d}", lead)

    def own(self, edition: str, number: int) -> Event:
        """The event of which an article is the first to tell."""
        section = self._section(edition, number)
        block, is_last = number // _BLOCK, number % 40 == 39
        topics = TOPICS[section.about]
        # The last of forty stands in the first section as well: it has the other topic.
        topic = topics[(block + is_last) % len(topics)]
        key = (block * section.turns + section.turn) * _NEWSROOMS + _rank(edition)
        seed = f"{self.room.seed}/{edition}/{number}/event"
        when = self.room.published(edition, number) - _AGO
        return Event.of(topic, section.about, key, when, seed)

    def _is_speech(self, edition: str, number: int) -> bool:
        return edition == LEAD and self._age(edition, number) == _SPEECH_FROM_NEWEST

    def _section(self, edition: str, number: int) -> Section:
        return sections_of(edition)[self.room.section_of(number)]

    def _age(self, edition: str, number: int) -> int:
        return self.room.sizes[edition] - 1 - number

    def _recent(self, edition: str) -> int:
        return recent(self.room.sizes[edition])

    def _daily(self, edition: str, number: int) -> str | None:
        """What is told every day: by the day's first article of its section."""
        kind = DAILY.get(self._section(edition, number).about)
        is_recent = 0 <= self._age(edition, number) < self._recent(edition)
        if kind is None or number % 40 == 39 or number < _BLOCK or not is_recent:
            return None
        day = astana(self.room.published(edition, number)).toordinal()
        before = astana(self.room.published(edition, number - _BLOCK)).toordinal()
        # A small site would tell of nothing else.
        is_small = self._recent(edition) / self.room.days < 2 * _BLOCK
        return None if day == before or (is_small and day % 4) else kind

    # --- several editions ---------------------------------------------------------------------

    def _lead(self, edition: str, number: int) -> int | None:
        """The number of the Russian article whose story an article tells again, if it does."""
        sizes = self.room.sizes
        section = self._section(edition, number)
        if (
            edition not in EDITIONS
            or LEAD not in sizes
            or self._recent(edition) > self._recent(LEAD)
            or section.about not in _SHARED
            or section.turn
            or number % 40 == 39
            or self._age(edition, number) >= self._recent(edition)
        ):
            return None
        lead = self._lead_block(edition, number // _BLOCK) * _BLOCK + _place(LEAD, section.about)
        is_there = 0 <= self._age(LEAD, lead) < self._recent(LEAD) and lead % 40 != 39
        if not is_there or not self._reaches(lead, edition) or self._daily(LEAD, lead):
            return None
        if self._is_speech(LEAD, lead):
            return None
        return lead

    def _lead_block(self, edition: str, block: int) -> int:
        """The block of the lead behind which another edition's block lies, its own for each."""
        age = self._age(edition, block * _BLOCK)
        recent_lead, own = self._recent(LEAD), self._recent(edition)
        lag = int(_LAGS.get(edition, 3) * recent_lead / (self.room.days * 24))
        return (self.room.sizes[LEAD] - 1 - age * recent_lead // own - lag) // _BLOCK

    def _reaches(self, lead: int, edition: str) -> bool:
        """Whether a story is of interest to an edition: some are to most, many to none."""
        interest = chance(self.room.seed, "story", lead)
        return interest > _NO_INTEREST and chance(self.room.seed, lead, edition) < interest

    def _is_told_again(self, lead: int) -> bool:
        """Whether any other edition tells the story of an article of the lead."""
        about = self._section(LEAD, lead).about
        return any(
            self._lead(edition, number) == lead and not self._daily(edition, number)
            for edition in EDITIONS
            if edition != LEAD and edition in self.room.sizes and self._reaches(lead, edition)
            for number in self._behind(edition, lead, about)
        )

    def _behind(self, edition: str, lead: int, about: str) -> Iterator[int]:
        """The numbers that an edition's article on a story can have."""
        sections = sections_of(edition)
        place = next((n for n, one in enumerate(sections) if one.about == about), None)
        if place is None or self._recent(edition) > self._recent(LEAD):
            return
        share = self._recent(edition) / self._recent(LEAD)
        lag = _LAGS.get(edition, 3) * self._recent(LEAD) / (self.room.days * 24)
        age = (self._age(LEAD, lead) - lag) * share
        middle = int(self._age(edition, 0) - age) // _BLOCK
        for block in range(middle - 2, middle + 3):
            number = block * _BLOCK + place
            if 0 <= number < self.room.sizes[edition]:
                yield number


def recent(size: int) -> int:
    """How many of an edition's articles are of the last days."""
    return math.ceil(size * 0.9)


def language_of(edition: str) -> str:
    """The language of an edition or of a republisher's site."""
    if edition.startswith("rep-"):
        return REPUBLISHERS[edition[4:]]
    return EDITIONS[edition].language


@cache
def sections_of(edition: str) -> tuple[Section, ...]:
    """The sections of an edition."""
    return prose(language_of(edition)).sections


@cache
def _place(edition: str, about: str) -> int:
    return [section.about for section in sections_of(edition)].index(about)


@cache
def _rank(edition: str) -> int:
    return [*EDITIONS, *(f"rep-{name}" for name in REPUBLISHERS)].index(edition)
