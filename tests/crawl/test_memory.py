"""What a run remembers of the articles that it met."""

import pytest

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
    assert memory.has(["first"])
    assert memory.in_flight(["second", "first", "third"]) == {"first", "second"}
    memory.arrive("first", NOW)
    memory.arrive("third")
    assert memory.in_flight(["first", "second", "third"]) == {"second"}
    assert memory.in_flight(["first"]) == set()
    assert memory.moments(["first", "third"]) == [NOW, None]
    assert memory.has(["third"])


def test_nothing_was_looked_at_in_a_new_run() -> None:
    memory = Memory()
    assert not memory.was_looked_at("first")
    memory.look("first")
    assert memory.was_looked_at("first")


def test_pages_are_missing_if_none_of_them_is_there() -> None:
    memory = Memory()
    memory.miss("first")
    memory.miss("second")
    assert memory.are_missing(["first", "second"])
    assert not memory.are_missing(["first", "third"])


def test_what_is_in_flight_is_met_however_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kazcrawl.crawl.memory._HASHES", 3)
    memory = Memory()
    for number in range(5):
        memory.meet([f"address {number}", f"number {number}"])
    memory.depart("address 0")
    assert memory.has(["address 0", "number 0"])
    assert not memory.has(["address 1", "number 1"])


def test_what_was_met_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_HASHES", "_TEXTS", "_TITLES"):
        monkeypatch.setattr(f"kazcrawl.crawl.memory.{name}", 3)
    memory = Memory()
    for number in range(5):
        name = f"id{number}"
        memory.meet([name], NOW)
        memory.entitle(name, f"Title {number}")
        memory.holders_of(f"text {number}", name)
        memory.look(name)
        memory.miss(name)
        memory.meet(["id0"])
    assert [memory.has([f"id{number}"]) for number in range(5)] == [True, False, False, True, True]
    assert memory.moments(["id0", "id1", "id4"]) == [NOW, None, NOW]
    assert not memory.was_looked_at("id1")
    assert not memory.are_missing(["id1"])
    assert memory.holders_of("text 4", "other") == {"id4", "other"}
    assert memory.holders_of("text 1", "other") == {"other"}
    assert memory.is_anothers("id3", "Title 4")
    assert not memory.is_anothers("id3", "Title 0")
    assert not memory.is_anothers("id0", "Title 4")


def test_a_title_that_several_cards_have_is_no_articles() -> None:
    memory = Memory()
    for name, title in (("a", "One"), ("b", "Both"), ("c", "Both"), ("d", None)):
        memory.entitle(name, title)
    assert [memory.title_of(name) for name in "abcde"] == ["One", None, None, None, None]
