"""How a crawl behaves when the site asks for patience, refuses, or leads elsewhere."""

import socket
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from tests.support import Site, crawl, feed_records, run_stats, sample_site, waiting_reasons

QUICK = ("-s", "AUTOTHROTTLE_START_DELAY=0.01", "-s", "RETRY_TIMES=1")
AR = ("-a", "editions=ar", *QUICK)


def test_what_robots_txt_forbids_is_not_asked_for_and_its_delay_is_kept(tmp_path: Path) -> None:
    robots = "User-agent: *\nDisallow: /news/\nCrawl-delay: 0.3\n"
    with sample_site(tmp_path, articles=140, robots=robots) as site:
        started = time.monotonic()
        run = crawl(tmp_path / "data", site, *AR)
        seconds = time.monotonic() - started
        asked = site.requests()
    assert not [row for row in asked if "/news/" in row]
    assert len([row for row in asked if row.endswith("/robots.txt")]) == 1
    # The delay is known once robots.txt was read.
    assert seconds > 0.3 * (len(asked) - 2) > 0
    assert set(waiting_reasons(tmp_path / "data")) == {"robots.txt"}
    assert run.returncode == 4, run.stderr


def test_robots_txt_is_kept_for_a_day(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=70) as site:
        for moment in ("2026-11-23T12:00:00Z", "2026-11-24T11:00:00Z", "2026-11-24T13:00:00Z"):
            assert crawl(data, site, *AR, "-s", f"KAZTEST_NOW={moment}").returncode == 0
        asked = [row for row in site.requests() if row.endswith("/robots.txt")]
    assert len(asked) == 2


@pytest.mark.parametrize("status", [429, 500])
def test_a_robots_txt_that_cannot_be_had_lets_nothing_be_asked(tmp_path: Path, status: int) -> None:
    with sample_site(tmp_path, articles=70, always=f"ar.inform.kz/robots.txt={status}") as site:
        run = crawl(tmp_path / "data", site, *AR)
        assert {row.split("?")[0] for row in site.requests()} == {"ar.inform.kz /robots.txt"}
    assert run.returncode == 4, run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("fault", ["redirect-offsite", "redirect-local", "redirect-file"])
def test_a_redirect_to_another_site_or_to_this_machine_is_never_followed(
    tmp_path: Path, fault: str
) -> None:
    with sample_site(tmp_path, articles=140, always=f"ar.inform.kz/news/={fault}") as site:
        run = crawl(tmp_path / "data", site, *AR)
        asked = site.requests()
    assert run.returncode in (0, 4), run.stderr
    assert {row.split()[0] for row in asked} == {"ar.inform.kz"}
    assert not [row for row in asked if "/page" in row.split("?")[0] or "passwd" in row]
    # What is no web address is not even a redirect.
    wanted = "302" if fault == "redirect-file" else "off-site"
    assert set(waiting_reasons(tmp_path / "data")) == {wanted}
    assert feed_records(tmp_path / "data") == []


def test_a_retried_page_that_redirects_elsewhere_is_not_followed_either(tmp_path: Path) -> None:
    # A request that is made again is one that Scrapy filters no more.
    always = "ar.inform.kz/news/=503-then-offsite"
    with sample_site(tmp_path, articles=140, always=always) as site:
        crawl(tmp_path / "data", site, *AR)
        asked = site.requests()
    assert {row.split()[0] for row in asked} == {"ar.inform.kz"}
    assert set(waiting_reasons(tmp_path / "data")) == {"off-site"}


def test_a_redirect_in_circles_ends(tmp_path: Path) -> None:
    with sample_site(tmp_path, articles=70, always="ar.inform.kz/news/=redirect-loop") as site:
        run = crawl(tmp_path / "data", site, *AR, "-s", "REDIRECT_MAX_TIMES=3")
    assert run.returncode == 4, run.stderr
    assert set(waiting_reasons(tmp_path / "data")) == {"redirects"}


def test_a_server_that_asks_for_an_hour_is_left_alone_for_the_run_and_until_then(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=140, always="ar.inform.kz/news/=429-hour") as site:
        first = ("-s", "KAZTEST_NOW=2026-11-23T12:00:00Z", "-s", "CONCURRENT_REQUESTS=1")
        run = crawl(data, site, *AR, *first)
        assert run.returncode == 4, run.stderr
        assert len([row for row in site.requests() if "/news/" in row]) == 1
        before = len(site.requests())
        waited = attempts(data)
        run = crawl(data, site, *AR, "-s", "KAZTEST_NOW=2026-11-23T12:40:00Z")
        assert site.requests()[before:] == [], "not even a listing is asked for"
        assert run.returncode == 4
        (line,) = run.stderr.splitlines()
        assert "nothing could be had of ar: the server is left alone" in line
        assert attempts(data) == waited, "what was not asked for used up no attempt"
        crawl(data, site, *AR, "-s", "KAZTEST_NOW=2026-11-23T13:05:00Z")
        assert site.requests()[before:]


def test_a_host_that_refused_is_left_alone_for_half_an_hour_and_the_others_are_not(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    both = ("-a", "editions=ar,oz", *QUICK, "-s", "CONCURRENT_REQUESTS=1")
    with sample_site(tmp_path, articles=140, always="ar.inform.kz/news/=403") as site:
        crawl(
            data, site, *AR, "-s", "CONCURRENT_REQUESTS=1", "-s", "KAZTEST_NOW=2026-11-23T12:00:00Z"
        )
        hosts = []
        for moment in ("12:20", "12:40"):
            before = len(site.requests())
            crawl(data, site, *both, "-s", f"KAZTEST_NOW=2026-11-23T{moment}:00Z")
            hosts.append({row.split()[0] for row in site.requests()[before:]})
    assert hosts == [{"oz.inform.kz"}, {"ar.inform.kz", "oz.inform.kz"}]


def attempts(data: Path) -> list[tuple[str, int]]:
    """How often each address that waits was tried."""
    with sqlite3.connect(data / "archive.sqlite3") as archive:
        return sorted(archive.execute("SELECT url, attempts FROM waiting"))


def test_what_fails_for_once_comes_in_the_same_run_or_a_later_one(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=40, faults=0.2, seed=5) as site:
        for hour in range(12, 22, 2):
            now = ("-s", f"KAZTEST_NOW=2026-11-23T{hour}:05:00Z")
            crawl(data, site, "-a", "editions=ar,oz", *QUICK, *now)
        truth = [row for row in site.truth() if row["edition"] in ("ar", "oz")]
    found = {row["id"] for row in feed_records(data)}
    assert found == {row["id"] for row in truth}


@pytest.mark.parametrize("fault", ["challenge", "challenge-200", "403"])
def test_a_refusal_is_no_article_slows_the_host_and_shows_in_the_verdict(
    tmp_path: Path, fault: str
) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=280, always=f"ar.inform.kz/news/={fault}") as site:
        run = crawl(data, site, *AR, "-s", "CONCURRENT_REQUESTS=1")
        pages = [row for row in site.requests() if "/news/" in row]
    assert run.returncode == 4, run.stderr
    assert feed_records(data) == []
    assert len(pages) == 5, "after five refusals in a row the server is left alone"
    stats = run_stats(data)
    assert stats["refused/ar"] >= 5
    assert stats["pace/closed"] == 1


def test_a_host_that_never_answers_is_left_alone_after_ten_requests(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=70) as site:
        assert crawl(data, site, *AR).returncode == 0
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept)
        thread.start()
        silent = Site(f"http://127.0.0.1:{server.getsockname()[1]}", tmp_path / "none")
        month = ("-a", "since=2026-10-01", "-a", "until=2026-10-31")
        run = crawl(data, silent, *AR, *month, "-s", "DOWNLOAD_TIMEOUT=0.3")
        server.shutdown(socket.SHUT_RDWR)
    thread.join()
    for connection in held:
        connection.close()
    assert run.returncode == 4, run.stderr
    assert "no answer in time" in run.stderr
    # Of 62: ten, and those that were on their way by then (CONCURRENT_REQUESTS).
    assert 10 <= len(held) <= 26
    assert run_stats(data)["pace/silent"] == 1
