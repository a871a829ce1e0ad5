"""What a run remembers of the articles that it met."""

from kazcrawl.crawl.memory import Memory
from tests.crawl.bed import NOW


def test_an_article_is_met_under_each_of_its_hashes() -> None:
    memory = Memory()
    memory.meet(["address", "number"])
    assert memory.has(["address"])
    assert memory.has(["other", "number"])
    assert not memory.has(["other"])
    assert not memory.has([])


def test_a_moment_that_is_known_stays_known() -> None:
    memory = Memory()
    memory.meet(["first", "second"])
    assert memory.moments(["first", "second", "never met"]) == [None, None, None]
    memory.meet(["first"], NOW)
    memory.meet(["first"])
    assert memory.moments(["second", "first"]) == [None, NOW]


def test_an_article_is_in_flight_until_its_page_came_to_something() -> None:
    memory = Memory()
    memory.depart("first")
    memory.depart("second")
    assert not memory.has(["first"])
    assert memory.in_flight(["second", "first", "third"]) == {"first", "second"}
    memory.arrive("first", NOW)
    memory.arrive("third")
    assert memory.in_flight(["first", "second", "third"]) == {"second"}
    assert memory.in_flight(["first"]) == set()
    assert memory.moments(["first", "third"]) == [NOW, None]
    assert memory.has(["third"])


def test_nothing_was_looked_at_in_a_new_run() -> None:
    assert Memory().looked_at == set()
