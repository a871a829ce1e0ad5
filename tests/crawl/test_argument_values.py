"""How spider arguments are written, and what becomes of them."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from kazcrawl.crawl.argument_values import (
    read_day,
    read_editions,
    read_query,
    read_sections,
    read_since,
    read_site,
)
from kazcrawl.sites.edition import Edition
from kazcrawl.sites.kazinform import SITE

TODAY = date(2026, 11, 23)


def given(editions: tuple[Edition, ...] = ()) -> Any:
    """What a reader is handed: the arguments before its own."""
    return SimpleNamespace(today=TODAY, known_editions=SITE.editions, editions=editions)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-01", date(2026, 11, 1)),
        (" 2026-11-01 ", date(2026, 11, 1)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 22)),
        ("0d", TODAY),
        ("7d", date(2026, 11, 16)),
        ("1990-01-01", date(1990, 1, 1)),
        ("2027-01-01", date(2027, 1, 1)),
    ],
)
def test_a_day_is_a_date_or_counted_back(text: str, day: date) -> None:
    assert read_day(text, given()) == day


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-02-30", "must be a day, YYYY-MM-DD"),
        ("26-11-01", "must be a day"),
        ("2026-11-1", "must be a day"),
        ("7", "must be a day"),
        ("-7d", "must be a day"),
        ("", "must be a day"),
        ("1989-12-31", "lies before 1990-01-01"),
        ("99999d", "lies before 1990-01-01"),
    ],
)
def test_what_is_no_day_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_day(text, given())


def test_a_beginning_does_not_lie_in_the_future() -> None:
    assert read_since("today", given()) == TODAY
    with pytest.raises(ValueError, match="lies in the future"):
        read_since("2026-11-24", given())


def test_editions_are_each_named_once_in_any_case() -> None:
    assert [edition.code for edition in read_editions("RU, kk,ru", given())] == ["ru", "kk"]
    with pytest.raises(ValueError, match="there is no edition fr; there are ru, "):
        read_editions("ru,fr", given())
    with pytest.raises(ValueError, match=r"no edition \(empty\)"):
        read_editions("ru,", given())


def test_a_section_that_is_not_known_needs_one_edition() -> None:
    ru, kk = (SITE.editions[code] for code in ("ru", "kk"))
    known = ru.sections[0]
    assert read_sections(f"{known}, {known}", given((ru, kk))) == (known,)
    assert read_sections("kultura_s3", given((ru,))) == ("kultura_s3",)
    assert read_sections("ALL", given((ru, kk))) == ("all",)
    for slug, editions in (("kultura_s3", (ru, kk)), ("kultura", (ru,)), ("", (ru,))):
        with pytest.raises(ValueError, match="is no known section of the editions"):
            read_sections(slug, given(editions))


def test_words_are_searched_for() -> None:
    assert read_query(" мост ") == "мост"
    with pytest.raises(ValueError, match="must be the words"):
        read_query("  ")


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("https://news.example", "https://news.example/"),
        ("news.example/category/world//", "https://news.example/category/world/"),
        ("http://news.example:8080/", "http://news.example:8080/"),
    ],
)
def test_a_site_is_an_address_with_its_slash(text: str, site: str) -> None:
    assert read_site(text) == site


@pytest.mark.parametrize(
    "text", ["", "localhost", "ftp://news.example", "https://[::1", "https://"]
)
def test_what_is_no_sites_address_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="must be a site's address"):
        read_site(text)
