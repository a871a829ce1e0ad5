"""What is decided by names alone: cheaper than a random generator for each."""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from math import gcd
from random import Random
from typing import TypeVar
from zlib import crc32

Text = TypeVar("Text")


def chance(*names: object) -> float:
    """A number from 0 to 1 that belongs to names."""
    return crc32("/".join(map(str, names)).encode()) / 2**32


class Dice:
    """Numbers that belong to a name."""

    def __init__(self, name: str) -> None:
        self.bits = int.from_bytes(blake2b(name.encode(), digest_size=16).digest(), "big")

    def side(self, throw: int, sides: int) -> int:
        """A number from 0 to below ``sides``; throws lie eight apart, from 0 to 104."""
        return (self.bits >> throw) % sides


class Draw:
    """A slot that has another number each time that it is filled."""

    def __init__(self, random: Random, numbers: Sequence[int]) -> None:
        self.random, self.numbers = random, numbers

    def __format__(self, spec: str) -> str:
        """The next number."""
        return str(picked(self.numbers, self.random))


def picked(texts: Sequence[Text], random: Random) -> Text:
    """One of them: what ``random.choice`` does, in a third of its time."""
    return texts[int(random.random() * len(texts))]


def in_some_order(texts: Sequence[Text], random: Random) -> list[Text]:
    """All of them, from some place on in steps of some size."""
    return [texts[place] for place in picked(_orders(len(texts)), random)]


@cache
def _orders(count: int) -> tuple[tuple[int, ...], ...]:
    steps = [step for step in range(1, count + 1) if gcd(step, count) == 1]
    return tuple(
        tuple((start + turn * step) % count for turn in range(count))
        for step in steps
        for start in range(count)
    ) or ((),)
