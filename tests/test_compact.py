"""Compact sets and maps are as true as Python's own."""

from random import Random

from kazcrawl.compact import GreatestByNumber, NumberSet


def test_numbers_are_in_that_were_put_in_and_no_others() -> None:
    random, numbers, wanted = Random(1), NumberSet(), set[int]()
    for _ in range(3000):
        # Small ones as well: all point to the same few places.
        number = random.choice((random.randrange(1, 2000), random.getrandbits(64) or 1))
        assert (number in numbers) == (number in wanted)
        numbers.add(number)
        wanted.add(number)
    assert len(numbers) == len(wanted)
    assert all(number in numbers for number in wanted)


def test_the_greatest_value_is_kept_by_number() -> None:
    random, greatest, wanted = Random(2), GreatestByNumber(), dict[int, int]()
    for _ in range(3000):
        number, value = random.randrange(1, 900), random.randrange(10**9)
        greatest.put(number, value)
        wanted[number] = max(wanted.get(number, 0), value)
    assert {number: greatest.get(number) for number in wanted} == wanted
    assert greatest.get(5000) == 0
    assert len(greatest) == len(wanted)
