"""An edition's listings, and editions read from TOML."""

from datetime import date

import pytest

from kazcrawl.sites.edition import Edition, read_editions

TEXT = """
[default]
front = "/all/?page={page}"
sections = ["economy", "sport"]

[en]
host = "en.example"
language = "en"
day = "/archive/{day}/?page={page}"
hosts = ["old.example"]

[ar]
host = "ar.example"
language = "ar"
front = "/{page}"
section = "/s/{section}/{page}"
"""


def test_editions_are_read_in_order_and_a_default_holds_where_they_say_nothing() -> None:
    editions = read_editions(TEXT)
    assert list(editions) == ["en", "ar"]
    assert editions["en"] == Edition(
        "en",
        "en.example",
        "en",
        "/all/?page={page}",
        hosts=("old.example",),
        day="/archive/{day}/?page={page}",
        sections=("economy", "sport"),
    )
    assert (editions["ar"].front, editions["ar"].day) == ("/{page}", None)


def test_listings_of_an_edition_have_room_for_a_page() -> None:
    en, ar = read_editions(TEXT).values()
    assert en.root == "https://en.example"
    assert en.all_hosts == ("en.example", "old.example")
    assert en.front_page() == "https://en.example/all/?page={page}"
    assert en.section_page("sport") == "https://en.example/sport/?page={page}"
    assert ar.section_page("sport") == "https://ar.example/s/sport/{page}"
    day = date(2026, 3, 1)
    assert en.day_page(day) == "https://en.example/archive/2026-03-01/?page={page}"
    with pytest.raises(ValueError, match="ar has no day archive"):
        ar.day_page(day)
