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


OWN = '[de]\nhost = "de.example"\nlanguage = "de"\nfront = "/{page}"\n'
OTHER = '[en]\nhost = "en.example"\nlanguage = "en"\nfront = "/{page}"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[de]\nhost = "a"\nlanguage = "de"\n', "editions.toml [de]: front is lacking"),
        (OWN + "hots = []", "editions.toml [de]: there is no hots; did you mean hosts?"),
        (
            OWN + 'article = "/{slag}"',
            "editions.toml [de]: article = '/{slag}' lacks {slug}",
        ),
        (
            OWN + 'section = "/{section}/{page}/{id}"',
            "editions.toml [de]: section = '/{section}/{page}/{id}': {id} is unknown, "
            "only {page} and {section}",
        ),
        (
            OWN.replace('"de"', '"deutsch!"'),
            "editions.toml [de]: language = 'deutsch!' is no BCP 47 tag such as kk-Cyrl",
        ),
        (
            OWN + OTHER + 'hosts = ["de.example"]',
            "editions.toml [en]: de.example is de's already",
        ),
        (
            OWN + 'paths = ["d"]\n' + OTHER + 'paths = ["d"]',
            "editions.toml [en]: d is de's already",
        ),
        (OWN + OWN, "editions.toml: "),
    ],
)
def test_a_mistake_in_an_edition_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=r"^editions.toml") as raised:
        read_editions(text)
    message = str(raised.value)
    assert message.startswith(told)
    assert "\n" not in message


def test_an_edition_may_name_itself_by_one_path_twice() -> None:
    editions = read_editions(OWN + 'paths = ["d"]\nhosts = ["de.example"]\n' + OTHER)
    assert editions["de"].all_hosts == ("de.example", "de.example")
