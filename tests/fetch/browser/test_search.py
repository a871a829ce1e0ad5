"""``-a query=TEXT``: by the endpoint without a browser, by the page in Chromium without one."""

import socket
import sqlite3
from pathlib import Path

import pytest

from tests.fetch.browser.support import left_over, logged, matching, need_browser, search, stat
from tests.support import differences, feed_records, sample_site


def test_a_search_by_the_endpoint_starts_no_browser(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=190, layout="g2") as site:
        arguments = ("-a", "query=а", "-a", "editions=ru,kk")
        run = search(data, site, *arguments, KAZCRAWL_BROWSER="/nowhere")
        assert run.returncode == 0, run.stderr
        wanted = matching(site, "а", "ru", "kk")
        assert differences(wanted, feed_records(data)) == ""
        asked = site.requests()
        assert [row for row in asked if "search_results" in row or "/lenta" in row] == []
        assert any("/search/ru?" in row and "page=2" in row for row in asked), "one page only"
        assert stat(run, "browser/missing") == stat(run, "browser/started") == 0

        again = search(data, site, *arguments)
        assert again.returncode == 0, again.stderr
        articles = [row for row in site.requests()[len(asked) :] if "-" in row and "q=" not in row]
    assert articles == [], "what the archive holds was asked for again"
    with sqlite3.connect(data / "archive.sqlite3") as archive:
        walked = archive.execute("SELECT count(*) FROM edition_run WHERE complete").fetchone()
    assert walked == (0,), "a search passed for a whole walk of an edition"


def test_a_search_takes_a_range(tmp_path: Path) -> None:
    with sample_site(tmp_path, articles=280) as site:
        run = search(
            tmp_path / "range", site, "-a", "query=а", "-a", "editions=ru",
            "-a", "since=2026-11-19", "-a", "until=2026-11-20",
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        wanted = [
            row
            for row in matching(site, "а", "ru")
            if "2026-11-19" <= row["date_published_local"][:10] <= "2026-11-20"
        ]
        assert len(wanted) > 5
        assert differences(wanted, feed_records(tmp_path / "range")) == ""


def test_a_search_in_the_browser_finds_what_matches_and_reaches_nothing_else(
    tmp_path: Path,
) -> None:
    need_browser()
    data = tmp_path / "data"
    # The page tries to reach this address in every way that a script has.
    with (
        socket.create_server(("127.0.0.1", 0)) as lure,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stun,
    ):
        address = lure.getsockname()
        stun.bind(address)
        options = {"search": "absent", "search_lure": f"{address[0]}:{address[1]}"}
        with sample_site(tmp_path, articles=105, layout="g3", **options) as site:
            run = search(
                data, site, "-a", "query=а", "-a", "editions=ru",
                KAZTEST_MARK=str(data),
            )  # fmt: skip
            assert run.returncode == 0, run.stderr
            wanted = matching(site, "а", "ru")
            assert len(wanted) > 10, "one page of results only"
            assert differences(wanted, feed_records(data)) == ""
            asked = site.requests()
        for one in (lure, stun):
            one.setblocking(False)
        with pytest.raises(BlockingIOError):
            lure.accept()
        with pytest.raises(BlockingIOError):
            stun.recv(100)
    hosts = {row.split()[0] for row in asked}
    # Banner and counter were refused.
    assert hosts == {"search.inform.kz", "www.inform.kz"}
    shells = [row for row in asked if "/search_results/" in row]
    assert len(shells) == len([row for row in asked if "/shell/ru?" in row]) > 1
    assert stat(run, "browser/started") == 1
    assert left_over(data) == "", "the browser outlived the crawl"


def test_a_search_that_finds_nothing_is_no_change_of_layout(tmp_path: Path) -> None:
    need_browser()
    with sample_site(tmp_path, articles=40, search="html") as site:
        run = search(tmp_path / "data", site, "-a", "query=qqqq", "-a", "editions=en")
    assert run.returncode == 0, run.stderr
    assert "shows no results" in logged(run)
