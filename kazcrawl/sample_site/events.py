"""What the sample articles tell of: small events with a place, people and numbers of their own.

An event knows no language. Its slots are filled in each edition's own words, so that all
editions tell of the same people and numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from random import Random

from kazcrawl.sample_site.calendar import astana
from kazcrawl.sample_site.chances import Dice, in_some_order
from kazcrawl.sample_site.prose import WORLD

TOPICS: dict[str, tuple[str, ...]] = {
    "economy": ("flour", "solar"),
    "nature": ("trees", "birds"),
    "education": ("school", "robots"),
    "culture": ("museum", "music"),
    "sport": ("marathon", "chess"),
    "regions": ("bridge", "water"),
    "health": ("clinic", "donors"),
    "farming": ("harvest", "apples"),
    "state": ("plan", "reception"),
    **dict.fromkeys(("world", *WORLD), ("flights", "students")),
}
"""Kinds of events by what a section is about."""

DAILY = {"economy": "rate", "regions": "weather"}
"""What is told every day anew, in sections about what."""

SPEECH = "speech"
"""The topic of one article that is nothing but a speech, the longest of all."""

COUNTS = [number for number in range(105, 1000) if number % 10 in (0, 5, 6, 7, 8, 9)]
"""Of things and people: Russian counts them with the genitive plural and no other form."""

CURRENCIES = 8
"""That have a rate."""

_PLACES = 20
_KEYS = _PLACES * len(COUNTS)
# Neighbours in number are none in place; it has no factor in common with the number of keys.
_SCATTER = 7919
# Topics do not have the same places and numbers at once.
_TURNS = {topic: turn for turn, topic in enumerate(dict.fromkeys(chain(*TOPICS.values())))}
_LOCAL = [
    topic
    for about, topics in TOPICS.items()
    for topic in topics
    if about not in ("state", "world", *WORLD)
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: kind, where, when, and the seed of all else.

    ``number`` and ``place`` together belong to no other event of the topic on a site of up to
    10,000 articles. ``about`` says of what part of the world a topic of the world tells.
    """

    topic: str
    about: str
    place: int
    number: int
    when: datetime
    seed: str

    @classmethod
    def of(cls, topic: str, about: str, key: int, when: datetime, seed: str) -> "Event":
        """The event of a key: each key below some 10,000 has a place and number of its own."""
        turn = _TURNS[topic] * _KEYS // len(_TURNS)
        rank, place = divmod((key * _SCATTER + turn) % _KEYS, _PLACES)
        return cls(topic, about, place, COUNTS[rank], when, seed)

    @classmethod
    def of_day(cls, topic: str, rank: int, when: datetime, seed: str) -> "Event":
        """What a newsroom tells of a day: no two newsrooms of one place or currency."""
        day = astana(when).toordinal()
        numbers = [number for number in COUNTS if number % CURRENCIES == (day + rank) % CURRENCIES]
        number = numbers[Dice(seed).side(0, len(numbers))]
        return cls(topic, "", (day * 3 + rank) % _PLACES, number, when, seed)

    def elsewhere(self, random: Random) -> Iterator["Event"]:
        """Other events of the time, one of each other topic, in any order."""
        for topic in in_some_order(_LOCAL, random):
            if topic != self.topic:
                key = int(random.random() * _KEYS)
                yield Event.of(topic, "", key, self.when, f"{self.seed}/{topic}")
