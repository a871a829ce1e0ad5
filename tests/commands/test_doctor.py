"""``scrapy doctor``: the machine and one page of everything, told in a table and an exit code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kazcrawl.doctor.site import Finding, clock_trouble
from kazcrawl.sample_site.site import Answer
from tests.misbehaving import Misbehaving, misbehaving
from tests.support import scrapy

GENERIC = (
    '<html lang="en"><head><meta property="article:published_time" content="2026-11-23T10:00:00Z">'
    "</head><body><article><h1>A new bridge over the river is open</h1>"
    "<p>People of the town had waited ten years for the bridge, and came to look at it today.</p>"
    "<p>According to its builders, the first buses will go over it before the week is over.</p>"
    "<p>The old one, built in 1961, was closed in spring, when the ice had damaged a pillar.</p>"
    "</article></body></html>"
)


@pytest.fixture
def site() -> Iterator[Misbehaving]:
    with misbehaving() as found:
        yield found


def doctor(data: Path, site: Misbehaving, *arguments: str, **variables: str):
    return scrapy(
        "doctor",
        *("-s", f"KAZCRAWL_DATA={data}", "-s", f"KAZCRAWL_CONNECT_TO={site.address}"),
        *("-s", "AUTOTHROTTLE_ENABLED=0", *arguments),
        COLUMNS="160",
        **variables,
    )


def row_of(text: str, edition: str) -> str:
    (row,) = [one for one in text.splitlines() if f" {edition} " in one]
    return row


def test_a_healthy_machine_and_site(tmp_path: Path, site: Misbehaving) -> None:
    run = doctor(tmp_path / "data", site)
    assert (run.returncode, run.stderr) == (0, ""), run.stderr
    for edition in ("ru", "kk", "qz", "en", "cn", "oz", "ar"):
        row = row_of(run.stdout, edition)
        assert "✓" in row
        assert "g3" in row
        assert "headline body date" in row
    assert "UTC+5 since" in run.stdout
    assert "none yet, the first crawl makes it" in run.stdout
    assert not (tmp_path / "data").exists(), "it makes nothing"
    quiet = doctor(tmp_path / "data", site, "--quiet", "--editions", "ar")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_each_edition_tells_its_own_trouble_and_the_gravest_is_the_exit_code(
    tmp_path: Path, site: Misbehaving
) -> None:
    asked: list[tuple[str, str]] = []

    def trouble(host: str, path: str, query: str) -> Answer | None:
        asked.append((host.partition(".")[0], path))
        if host.startswith("kaz") and path.startswith("/lenta"):
            return Answer(403, "")
        if host.startswith("cn") and path.startswith("/news"):
            return Answer(200, "<html><body><p>under construction</p></body></html>")
        if host.startswith("qazinform") and path.startswith("/news"):
            return Answer(200, GENERIC)
        if host.startswith("oz") and path == "/robots.txt":
            return Answer(200, "User-agent: *\nDisallow: /lenta/", "text/plain")
        if host.startswith("qz") and path == "/robots.txt":
            return Answer(200, "User-agent: *\nDisallow: /news/", "text/plain")
        return None

    site.hook = trouble
    run = doctor(tmp_path, site)
    assert run.returncode == 4
    assert "refused: HTTP 403, forbidden" in row_of(run.stdout, "kk")
    assert "no article found" in row_of(run.stdout, "cn")
    # It was read, but by no layout of the agency's.
    assert "generic" in row_of(run.stdout, "en")
    assert "headline body date" in row_of(run.stdout, "en")
    assert "✓" not in row_of(run.stdout, "en")
    assert "forbids the listing" in row_of(run.stdout, "oz")
    assert "g3, 0 articles" in row_of(run.stdout, "qz")
    # What robots.txt forbids the doctor does not ask for either.
    assert [path for host, path in asked if host == "oz"] == ["/robots.txt"]
    assert [path for host, path in asked if host == "qz"] == ["/robots.txt", "/lenta/"]
    assert "✓" in row_of(run.stdout, "ru")
    assert run.stderr.splitlines() == [
        "kazcrawl: an edition could not be reached, or refuses us",
        "kazcrawl: an edition's pages fit no known layout, or lack headline, text or date",
    ]


def test_a_data_folder_that_cannot_hold_a_crawl_is_exit_code_5(
    tmp_path: Path, site: Misbehaving
) -> None:
    (tmp_path / "archive.sqlite3").write_bytes(b"something else" * 99)
    run = doctor(tmp_path, site, "--editions", "ar", "--quiet")
    assert run.returncode == 5
    assert "file is not a database" in run.stdout.replace("\n", " ")
    # What is well is not told.
    assert "✓" not in run.stdout
    assert "The site" not in run.stdout


@pytest.mark.parametrize(
    ("seconds", "said", "code"),
    [
        ([None], "no server told its time", 0),
        ([-119.0, None], ", as the site's", 0),
        ([7000.0, 0.0, 121.0], "121 s ahead of the site's", 1),
        ([-3600.0], "3,600 s behind the site's", 1),
    ],
)
def test_a_clock_that_is_minutes_off_is_exit_code_1(
    seconds: list[float | None], said: str, code: int
) -> None:
    told = clock_trouble([Finding("ru", clock_off=one) for one in seconds])
    assert (told[0].endswith(said), told[1]) == (True, code)


def test_an_unknown_edition_is_wrong_usage(tmp_path: Path, site: Misbehaving) -> None:
    run = doctor(tmp_path, site, "--editions", "xx")
    assert run.returncode == 2
    assert "there is no edition xx" in run.stderr
