"""What fills the slots of a text: an event's numbers and names, said in a language's words."""

from datetime import datetime
from functools import cached_property
from random import Random
from typing import Any

from kazcrawl.sample_site.calendar import astana
from kazcrawl.sample_site.chances import Dice, Draw
from kazcrawl.sample_site.events import COUNTS, CURRENCIES, Event
from kazcrawl.sample_site.prose import WORLD, Prose

_SMALL = [number for number in range(15, 100) if number % 10 in (0, 5, 6, 7, 8, 9)]
# Highs of the months in Astana, and tenge by the order of the currencies.
_HIGHS = (-9, -7, 1, 13, 21, 27, 29, 27, 20, 11, 1, -6)
_RATES = (517.0, 598.0, 72.6, 6.4, 5.9, 12.3, 679.0, 190.0)


class Count(int):
    """A number that Chinese writes in other units: thousands as 万, millions as 亿."""

    def __format__(self, unit: str) -> str:
        """``wan`` of thousands, ``yi`` of millions, else plain."""
        match unit:
            case "wan":
                return f"{self / 10:g}"
            case "yi":
                return f"{self / 100:g}"
        return str(int(self))


class Slots(dict[str, Any]):
    """The slots of an event's texts, each made when a text first asks for it.

    ``random`` is the article's own: of its own numbers, which are others every time.
    """

    def __init__(self, words: Prose, event: Event, random: Random) -> None:
        super().__init__(words.places[event.place])
        self["n"] = Count(event.number)
        self.words, self.event, self.random = words, event, random

    def __missing__(self, slot: str) -> Any:
        """The value of a slot that no text has asked for yet."""
        value = self[slot] = getattr(self, f"_{slot}")()
        return value

    @cached_property
    def own(self) -> Dice:
        """What of the event is left to chance."""
        return Dice(self.event.seed)

    def _village(self) -> str:
        return self.words.villages[self.own.side(0, 16)]

    def _date(self) -> str:
        return written(self.words, self.event.when)

    def _person(self) -> str:
        return self._name(0)

    def _other(self) -> str:
        return self._name(1)

    def _third(self) -> str:
        return self._name(2)

    def _name(self, which: int) -> str:
        # Nobody of the three has another's name.
        first = self.own.side(8, 14) + which * (1 + self.own.side(16, 6))
        return self.words.name(first, self.own.side(24, 16) + which * 5)

    def _country(self) -> str:
        return self._countries[0]

    def _with(self) -> str:
        return self._countries[1]

    @cached_property
    def _countries(self) -> tuple[str, str]:
        about = self.event.about
        part = about if about in WORLD else WORLD[self.own.side(32, 3)]
        return self.words.countries[part][self.own.side(40, 3)]

    def _m(self) -> int:
        return _SMALL[self.own.side(48, len(_SMALL))]

    def _k(self) -> int:
        return 5 + self.own.side(56, 5)

    def _p(self) -> int:
        return 15 + self.own.side(64, 35)

    def _cost(self) -> Count:
        return Count(COUNTS[self.own.side(72, len(COUNTS))])

    def _x(self) -> Draw:
        return Draw(self.random, _SMALL)

    def _y(self) -> Draw:
        return Draw(self.random, range(5, 10))

    # --- what is told every day ---------------------------------------------------------------

    def _high(self) -> str:
        return _signed(self._degrees)

    def _low(self) -> str:
        return _signed(self._degrees - 5 - self.own.side(80, 5))

    @cached_property
    def _degrees(self) -> int:
        return _HIGHS[astana(self.event.when).month - 1] + self.own.side(88, 9) - 4

    def _currency(self) -> str:
        return self.words.currencies[self.event.number % CURRENCIES]

    def _rate(self) -> str:
        return self._tenge(self._rated)

    def _change(self) -> str:
        return self._tenge(0.01 + self._rated * self.own.side(96, 500) / 100_000)

    @cached_property
    def _rated(self) -> float:
        return _RATES[self.event.number % CURRENCIES] * (0.99 + self.own.side(104, 2000) / 100_000)

    def _tenge(self, amount: float) -> str:
        return f"{amount:.2f}".replace(".", self.words.decimal)


def written(words: Prose, moment: datetime) -> str:
    """The day of a moment in Astana as a text says it, without its year."""
    local = astana(moment)
    return words.date.format(day=local.day, month=words.months[local.month - 1])


def _signed(degrees: int) -> str:
    return f"{degrees:+d}".replace("-", "−") if degrees else "0"
