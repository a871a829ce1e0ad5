"""An event told in the words of a language: headline, lead and sentences that all agree."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from kazcrawl.sample_site.chances import in_some_order, picked
from kazcrawl.sample_site.events import COUNTS, DAILY, SPEECH, Event
from kazcrawl.sample_site.prose import Prose, Topic
from kazcrawl.sample_site.slots import Slots

# Sentences that are told of what stands around an event, and of what happened elsewhere.
_CONTEXT = 8
_ELSEWHERE = 4
# Headlines have no numbers but the event's.
_NOBODY = Random(0)


def headline_of(words: Prose, event: Event) -> str:
    """A headline of an event; its text is another article's."""
    heads = words.topics[event.topic].heads
    return heads[event.number % len(heads)].format_map(Slots(words, event, _NOBODY))


class Telling:
    """One article's telling of an event; ``random`` is the article's own."""

    def __init__(self, words: Prose, event: Event, random: Random) -> None:
        self.words, self.event, self.random = words, event, random
        self.is_speech = event.topic == SPEECH
        self.is_daily = event.topic in DAILY.values()
        topics = words.daily if self.is_daily else words.topics
        self.topic: Topic = topics[event.topic]
        self.slots = Slots(words, event, random)

    def say(self, template: str) -> str:
        """A text with its slots filled; it begins with a capital."""
        said = template.format_map(self.slots)
        return said if said[0].isupper() else said[0].upper() + said[1:]

    def pick(self, templates: tuple[str, ...]) -> str:
        """One of several texts."""
        return self.say(picked(templates, self.random))

    def headlines(self) -> tuple[str, str]:
        """Two different headlines of the event."""
        first, second, *_ = in_some_order(self.topic.heads, self.random)
        return self.say(first), self.say(second)

    def lead(self) -> str:
        """What stands between headline and text."""
        return self.pick(self.topic.leads)

    def tags(self) -> list[str]:
        """What the event is about, in two or three words."""
        return in_some_order(self.topic.tags, self.random)[: picked((2, 3), self.random)]

    def sentences(self, length: float, quotes: int) -> Iterator[str]:
        """Sentences of some ``length`` characters in all, or of all that there is to tell.

        What happened comes first, then ``quotes`` of those concerned among its details, what
        stands around it, and what happened elsewhere; no sentence comes twice.
        """
        for text in self._speech() if self.is_speech else self._all(quotes):
            yield text
            length -= len(text)
            if length <= 0:
                return

    def _speech(self) -> Iterator[str]:
        """A speech, town by town and village by village."""
        *opening, end = self.topic.opens
        yield from map(self.say, opening)
        villages = self.words.villages
        for town in range(len(self.words.places)):
            for line in in_some_order(self.topic.facts, self.random):
                yield self._elsewhere(line, place=town)
            for village in villages[town : town + 1]:
                for line in in_some_order(self.topic.quotes, self.random):
                    yield self._elsewhere(line, place=town, village=village)
        yield self.say(end)

    def _elsewhere(self, line: str, *, place: int, **known: str) -> str:
        """A text with numbers of its own, of another place."""
        number = picked(COUNTS, self.random)
        event = replace(self.event, place=place, number=number, seed=f"{self.random.random()}")
        slots = Slots(self.words, event, self.random)
        slots.update(known)
        said = line.format_map(slots)
        return said[0].upper() + said[1:]

    def _all(self, quotes: int) -> Iterator[str]:
        yield self.pick(self.topic.opens)
        yield from map(self.say, self._details(quotes))
        if self.is_daily:
            return
        yield from map(self.say, in_some_order(self.words.context, self.random)[:_CONTEXT])
        links = in_some_order(self.words.elsewhere, self.random)
        for event in self.event.elsewhere(self.random):
            other = Telling(self.words, event, self.random)
            link = [links.pop()] if links else []
            yield self.words.space.join([*link, other.pick(other.topic.opens)])
            yield from map(other.say, other._details(1)[:_ELSEWHERE])

    def _details(self, quotes: int) -> list[str]:
        """Facts in an order of the article's own, with quotations among them."""
        details = in_some_order(self.topic.facts, self.random)
        for place, quote in enumerate(self.topic.quotes[:quotes]):
            details.insert(2 + 3 * place, quote)
        return details
