"""Spider arguments: right ones become values, wrong ones one clear line."""

from datetime import date

import pytest

from kazcrawl.crawl.arguments import ArgumentError, read_arguments, read_site_arguments
from kazcrawl.sites.kazinform.editions import EDITIONS

TODAY = date(2026, 11, 23)


def test_without_arguments_every_edition_is_walked() -> None:
    found = read_arguments({}, TODAY)
    assert [edition.code for edition in found.editions] == list(EDITIONS)
    assert (found.sections, found.since, found.until, found.max_pages) == (None,) * 4


def test_all_arguments_are_read() -> None:
    found = read_arguments(
        {
            "editions": "ru, en",
            "sections": "ekonomika_s1",
            "since": "2026-01-31",
            "until": "2026-02-01",
            "max_pages": "3",
        },
        TODAY,
    )
    assert [edition.code for edition in found.editions] == ["ru", "en"]
    assert found.sections == ("ekonomika_s1",)
    assert (found.since, found.until) == (date(2026, 1, 31), date(2026, 2, 1))
    assert found.max_pages == 3
    assert read_arguments({"sections": "all"}, TODAY).all_sections


def test_a_section_that_is_not_known_yet_can_be_walked_in_one_edition() -> None:
    found = read_arguments({"editions": "kk", "sections": "sport_s77"}, TODAY)
    assert found.sections == ("sport_s77",)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"editions": "xx"}, "there is no edition xx"),
        ({"editions": "ru,,en"}, "there is no edition (empty)"),
        ({"editions": ""}, "there is no edition (empty)"),
        ({"since": "yesterdayish"}, "since=yesterdayish: must be a day, YYYY-MM-DD"),
        ({"since": "2026-02-30"}, "must be a day"),
        ({"since": "2026-2-3"}, "must be a day"),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "since=2026-11-02 is after until"),
        ({"since": "2026-11-24"}, "lies in the future"),
        ({"until": "2026-11-01"}, "needs since"),
        ({"max_pages": "0"}, "whole number, 1 or more"),
        ({"max_pages": "many"}, "whole number, 1 or more"),
        ({"sections": "sport_s77"}, "no known section"),
        ({"query": " "}, "query=: must be the words to search for"),
        ({"query": "x", "sections": "all"}, "a search has no sections"),
        ({"edition": "ru"}, "edition: no such argument; there are editions,"),
    ],
)
def test_a_wrong_argument_is_named_with_what_it_takes(given: dict[str, str], words: str) -> None:
    with pytest.raises(ArgumentError, match=words.replace("(", r"\(").replace(")", r"\)")) as error:
        read_arguments(given, TODAY)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("site", ["", "ftp://x.example/", "localhost", "https://[x/"])
def test_a_republisher_needs_a_sites_address(site: str) -> None:
    with pytest.raises(ArgumentError, match="must be a site's address"):
        read_site_arguments({"site": site}, TODAY)


def test_a_republishers_address_may_come_without_scheme_and_with_a_path() -> None:
    assert read_site_arguments({"site": "x.example"}, TODAY).site == "https://x.example/"
    found = read_site_arguments({"site": "https://x.example/category/kz"}, TODAY)
    assert (found.site, found.host) == ("https://x.example/category/kz/", "x.example")
