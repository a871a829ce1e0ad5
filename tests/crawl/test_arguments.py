"""Spider arguments: right ones become values, wrong ones one clear line."""

import re
from dataclasses import dataclass
from datetime import date

import pytest

from kazcrawl.crawl.arguments import (
    AgencyArguments,
    ArgumentError,
    SiteArguments,
    WalkArguments,
    describe,
    read_arguments,
)

TODAY = date(2026, 11, 23)
YESTERDAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Edition:
    code: str
    sections: tuple[str, ...]


EDITIONS = {
    "ru": Edition("ru", ("ekonomika_s1", "sport_s2")),
    "en": Edition("en", ("economy_s3",)),
    "kk": Edition("kk", ()),
}


def agency(**given: str) -> AgencyArguments:
    return read_arguments(AgencyArguments, given, today=TODAY, editions=EDITIONS)


def site(**given: str) -> SiteArguments:
    return read_arguments(SiteArguments, given, today=TODAY, editions={})


def refused(kind: type[WalkArguments], **given: str) -> str:
    with pytest.raises(ArgumentError) as error:
        read_arguments(kind, given, today=TODAY, editions=EDITIONS)
    return str(error.value)


def test_without_arguments_every_edition_is_walked() -> None:
    read = agency()
    assert [edition.code for edition in read.editions] == ["ru", "en", "kk"]
    assert (read.sections, read.since, read.until, read.max_pages, read.query) == (None,) * 5
    assert (read.all_sections, read.gaps, read.oldest_first) == (False,) * 3


def test_all_arguments_are_read() -> None:
    read = agency(editions="ru, en", since="2026-01-31", until="2026-02-01", max_pages=" 3 ")
    assert read.editions == (EDITIONS["ru"], EDITIONS["en"])
    assert (read.since, read.until, read.max_pages) == (date(2026, 1, 31), date(2026, 2, 1), 3)
    assert agency(query=" two words ").query == "two words"
    assert agency(gaps="True").gaps
    assert not agency(gaps="false", sections="all").gaps


def test_editions_are_named_once_each_in_the_order_given_and_in_any_case() -> None:
    read = agency(editions="EN,ru,en")
    assert read.editions == (EDITIONS["en"], EDITIONS["ru"])


def test_sections_are_named_or_all_and_only_one_of_both() -> None:
    named = agency(sections="sport_s2, economy_s3,sport_s2")
    assert (named.sections, named.all_sections) == (("sport_s2", "economy_s3"), False)
    both = agency(sections=" ALL ")
    assert (both.sections, both.all_sections) == (None, True)


def test_a_section_that_is_not_known_yet_can_be_walked_in_one_edition() -> None:
    assert agency(editions="kk", sections="sport_s77").sections == ("sport_s77",)
    assert agency(editions="kk", sections="sport_c77").sections == ("sport_c77",)
    assert "sport_s77 is no known section of the editions ru, en;" in refused(
        AgencyArguments, editions="ru,en", sections="sport_s77"
    )
    assert "sport_x77 is no known section" in refused(
        AgencyArguments, editions="kk", sections="sport_x77"
    )


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2026-11-23", TODAY),
        ("today", TODAY),
        (" Today ", TODAY),
        ("yesterday", YESTERDAY),
        ("0d", TODAY),
        ("1d", YESTERDAY),
        ("7D", date(2026, 11, 16)),
        ("1990-01-01", date(1990, 1, 1)),
    ],
)
def test_a_day_is_written_or_counted_back_from_the_sites_today(given: str, day: date) -> None:
    assert agency(since=given).since == day
    assert agency(since="1990-01-01", until=given).until == day
    assert site(site="x.example", since=given).since == day


def test_a_range_may_be_one_day_and_end_after_today() -> None:
    assert agency(since="yesterday", until="yesterday").until == YESTERDAY
    assert agency(since="today", until="2026-12-24").until == date(2026, 12, 24)


DAY = "must be a day, YYYY-MM-DD (or today, yesterday, 7d for so many days ago)"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"editions": "xx"}, "editions=xx: there is no edition xx; there are ru, en, kk"),
        (
            {"editions": "ru,,en"},
            "editions=ru,,en: there is no edition (empty); there are ru, en, kk",
        ),
        ({"editions": ""}, "editions=: there is no edition (empty); there are ru, en, kk"),
        ({"since": "yesterdayish"}, f"since=yesterdayish: {DAY}"),
        ({"since": "2026-02-30"}, f"since=2026-02-30: {DAY}"),
        ({"since": "2026-2-3"}, f"since=2026-2-3: {DAY}"),
        ({"since": ""}, f"since=: {DAY}"),
        ({"since": "-1d"}, f"since=-1d: {DAY}"),
        ({"since": "100000d"}, f"since=100000d: {DAY}"),
        ({"since": "99999d"}, "since=99999d: lies before 1990-01-01"),
        ({"since": "1989-12-31"}, "since=1989-12-31: lies before 1990-01-01"),
        ({"since": "0001-01-01"}, "since=0001-01-01: lies before 1990-01-01"),
        ({"since": "today", "until": "soon"}, f"until=soon: {DAY}"),
        (
            {"since": "2026-11-02", "until": "2026-11-01"},
            "since=2026-11-02 is after until=2026-11-01",
        ),
        ({"since": "2026-11-24"}, "since=2026-11-24: lies in the future"),
        ({"until": "2026-11-01"}, "until=2026-11-01: needs since=YYYY-MM-DD as well"),
        ({"max_pages": "0"}, "max_pages=0: must be a whole number, 1 or more"),
        ({"max_pages": "many"}, "max_pages=many: must be a whole number, 1 or more"),
        ({"max_pages": "1.5"}, "max_pages=1.5: must be a whole number, 1 or more"),
        ({"gaps": "perhaps"}, "gaps=perhaps: must be true or false"),
        ({"gaps": "true", "order": "up"}, "order=up: must be newest or oldest"),
        (
            {"sections": "sport_s77"},
            "sections=sport_s77: sport_s77 is no known section of the editions ru, en, kk; name "
            "one edition to walk another (such as kultura_s3)",
        ),
        (
            {"sections": " ", "editions": "kk"},
            "sections=: (empty) is no known section of the editions kk; name one edition to walk "
            "another (such as kultura_s3)",
        ),
        ({"query": " "}, "query=: must be the words to search for"),
        (
            {"edition": "ru"},
            "edition: no such argument; there are editions, sections, gaps, order, query, since, "
            "until, max_pages; did you mean editions?",
        ),
        (
            {"zzz": "ru"},
            "zzz: no such argument; there are editions, sections, gaps, order, query, since, "
            "until, max_pages",
        ),
    ],
)
def test_a_wrong_argument_is_named_with_what_it_takes(given: dict[str, str], line: str) -> None:
    assert refused(AgencyArguments, **given) == line


IGNORED = "is of the days of a past range (since and until) or of gaps"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (
            {"gaps": "true", "sections": "all"},
            "gaps=true: goes through the day archive, without sections",
        ),
        (
            {"gaps": "true", "query": "x"},
            "gaps and query: a search knows no gaps; give one of them",
        ),
        (
            {"query": "x", "sections": "all"},
            "query and sections: a search has no sections; give one of them",
        ),
        (
            {"sections": "all", "since": "7d", "until": "yesterday"},
            "sections and until=2026-11-22: a range of the past goes through the day archive, "
            "without sections",
        ),
        ({"order": "oldest"}, f"order=oldest: {IGNORED}"),
        ({"order": "newest", "since": "7d"}, f"order=newest: {IGNORED}"),
        ({"order": "oldest", "since": "7d", "until": "today"}, f"order=oldest: {IGNORED}"),
        (
            {"order": "oldest", "since": "7d", "until": "yesterday", "query": "x"},
            f"order=oldest: {IGNORED}",
        ),
    ],
)
def test_what_would_be_ignored_is_refused(given: dict[str, str], line: str) -> None:
    assert refused(AgencyArguments, **given) == line


def test_what_is_heeded_is_taken() -> None:
    assert agency(order="Oldest", since="7d", until="yesterday").oldest_first
    assert not agency(order="newest", since="7d", until="yesterday").oldest_first
    assert agency(order="oldest", gaps="true", max_pages="2").oldest_first
    assert agency(sections="all", since="7d", until="today").all_sections
    assert agency(query="x", since="7d", until="yesterday", max_pages="1").query == "x"


@pytest.mark.parametrize("kind", [AgencyArguments, SiteArguments])
def test_a_schedulers_own_arguments_are_passed_over(kind: type[WalkArguments]) -> None:
    read = read_arguments(
        kind, {"_job": "6487ec79", "site": "x.example"} if kind is SiteArguments else {"_job": "1"},
        today=TODAY, editions=EDITIONS,
    )  # fmt: skip
    assert read.since is None


@pytest.mark.parametrize("given", ["", "ftp://x.example/", "localhost", "https://[x/", "https://"])
def test_a_republisher_needs_a_sites_address(given: str) -> None:
    line = f"site={given}: must be a site's address, https://HOST/"
    assert refused(SiteArguments, site=given) == line


def test_a_republisher_without_a_site_is_told_that_it_needs_one() -> None:
    assert refused(SiteArguments) == "site=: must be a site's address, https://HOST/"
    assert refused(SiteArguments, sites="x.example") == (
        "sites: no such argument; there are site, since, until, max_pages; did you mean site?"
    )


def test_a_republishers_address_may_come_without_scheme_and_with_a_path() -> None:
    assert site(site=" x.example ").site == "https://x.example/"
    assert site(site="http://x.example").site == "http://x.example/"
    read = site(site="https://x.example/category/kz", max_pages="1")
    assert (read.site, read.host, read.max_pages) == (
        "https://x.example/category/kz/", "x.example", 1,
    )  # fmt: skip


@pytest.mark.parametrize("kind", [AgencyArguments, SiteArguments])
def test_every_argument_tells_what_it_takes_and_does(kind: type[WalkArguments]) -> None:
    told = describe(kind)
    names = [name for name, _, _ in told]
    assert names[-3:] == ["since", "until", "max_pages"]
    message = refused(kind, nonsense="")
    assert re.search("there are ([^;]*)", message)[1].split(", ") == names  # type: ignore[index]
    for name, takes, text in told:
        assert takes, name
        assert text.endswith("."), name
