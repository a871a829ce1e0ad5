"""A browser that hangs, crashes or is not there: the page fails, the run goes on."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from kazcrawl.fetch.browser.find import find_browser
from tests.fetch.browser.support import (
    QUICK,
    browsers_of,
    left_over,
    logged,
    matching,
    need_browser,
    search,
    stat,
)
from tests.support import (
    ROOT,
    crawl,
    crawl_command,
    differences,
    environment,
    feed_records,
    run_stats,
    sample_site,
)

_PATIENCE = 240
"""Seconds after which what should have happened will not: many times what it takes."""


@pytest.fixture(scope="module")
def limit(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A limit that a page which hangs reaches soon, and one that does not hang never.

    It is two whole runs with a browser, as long as they take on this machine as busy as it is; of
    such a run a page is a fifth. A script that hangs computes all the while, twice.
    """
    need_browser()
    folder = tmp_path_factory.mktemp("limit")
    with sample_site(folder, articles=140, search="absent") as site:
        began = time.monotonic()
        run = search(folder / "data", site, "-a", "query=Астан", "-a", "editions=ru")
        took = time.monotonic() - began
    assert run.returncode == 0, run.stderr
    return "-s", f"KAZCRAWL_BROWSER_LIMIT={min(120, max(6, round(2 * took)))}s"


def test_a_page_that_hangs_once_is_killed_and_rendered_the_second_time(
    tmp_path: Path, limit: tuple[str, str]
) -> None:
    data = tmp_path / "data"
    options = {"search": "absent", "search_hang": "request", "search_hang_times": 1}
    with (
        # A browser's socket has its name here, which may be no longer than a hundred letters.
        tempfile.TemporaryDirectory() as folder,
        sample_site(tmp_path, articles=140, **options) as site,
    ):
        asked = ("-a", "query=Астан", "-a", "editions=ru")
        run = search(data, site, *asked, *limit, TMPDIR=folder)
        assert run.returncode == 0, run.stderr
        assert not any(Path(folder).iterdir()), "a killed or a closed browser left something"
        assert differences(matching(site, "Астан", "ru"), feed_records(data)) == ""
    assert stat(run, "browser/killed") == 1
    assert stat(run, "browser/started") == 2
    assert logged(run).count("browser ended, once more: ") == 1
    assert "Traceback" not in logged(run)


def test_a_page_that_always_hangs_is_given_up_and_the_other_edition_is_searched(
    tmp_path: Path, limit: tuple[str, str]
) -> None:
    data = tmp_path / "data"
    hang = {"search": "absent", "search_hang": "script", "search_hang_edition": "kk"}
    with sample_site(tmp_path, articles=140, **hang) as site:
        options = ("-a", "query=Астан", "-a", "editions=kk,ru", *limit, *QUICK)
        most, before = 0, set[int]()
        with (
            (tmp_path / "said").open("w") as log,
            subprocess.Popen(
                [sys.executable, "-m", "scrapy", *crawl_command(data, site, *options)],
                stderr=log,
                cwd=ROOT,
                env=environment() | {"KAZTEST_MARK": str(data)},
            ) as process,
        ):
            while process.poll() is None:
                # A process that was just forked looks like its parent for an instant.
                browsers = set(browsers_of(process.pid))
                most, before = max(most, len(browsers & before)), browsers
                time.sleep(0.1)
        said = (tmp_path / "said").read_text()
        assert differences(matching(site, "Астан", "ru"), feed_records(data)) == ""
    assert process.returncode == 4, said
    assert "kazcrawl: unreachable: nothing could be had of kk: browser (1)" in said
    assert run_stats(data)["browser/failed"] == 1
    assert "Traceback" not in said
    assert most == 1, "a browser was started while the hung one still ran"
    assert left_over(data) == "", "a hung browser was left behind"


def test_a_browser_that_crashes_is_started_again(tmp_path: Path) -> None:
    need_browser()
    data = tmp_path / "data"
    # The first page waits for an answer that never comes: time enough to kill its browser.
    options = {"search": "absent", "search_hang": "request", "search_hang_times": 1}
    with sample_site(tmp_path, articles=140, **options) as site:
        arguments = crawl_command(data, site, "-a", "query=Астан", "-a", "editions=ru", *QUICK)
        with subprocess.Popen(
            [sys.executable, "-m", "scrapy", *arguments],
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment(),
        ) as process:
            _wait(lambda: any("/shell/ru?" in row for row in site.requests()))
            crashed = browsers_of(process.pid)
            assert crashed, "no browser below the crawl"
            os.kill(crashed[0], signal.SIGKILL)
            _, said = process.communicate(timeout=_PATIENCE)
        assert process.returncode == 0, said
        assert differences(matching(site, "Астан", "ru"), feed_records(data)) == ""
    said = (data / "logs" / "kazcrawl.log").read_text()
    assert said.count("browser ended, once more: ") == 1
    assert "Traceback" not in said


def test_without_a_browser_one_line_says_what_to_install_and_the_rest_is_crawled(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    site_address = ("-a", "site=https://kk.republisher.example/", "-a", "since=2012-01-01", *QUICK)
    with sample_site(tmp_path, articles=700, republisher="button", search="absent") as site:
        run = crawl(data, site, *site_address, spider="republisher", PATH="/nowhere")
        assert run.returncode == 0, run.stderr
        assert "kazcrawl: degraded: 1 listing pages failed" in run.stderr
        assert len(feed_records(data)) == 12, "the page that needs no browser was not read"

        named = search(
            tmp_path / "named", site, "-a", "query=а", "-a", "editions=ru,kk",
            KAZCRAWL_BROWSER="/nowhere/chromium",
        )  # fmt: skip
    for one in (run, named):
        assert logged(one).count("apt install chromium") == 1, one.stderr
        assert "Traceback" not in logged(one)
    assert stat(run, "browser/missing") == 1
    assert stat(named, "browser/missing") == 2
    assert "KAZCRAWL_BROWSER=/nowhere/chromium is no program" in logged(named)
    assert named.returncode == 4
    assert "nothing could be had of kk, ru: browser missing (2)" in named.stderr


def test_a_stopped_run_leaves_no_browser_behind(tmp_path: Path) -> None:
    need_browser()
    data = tmp_path / "data"
    options = {"search": "absent", "search_hang": "request"}
    with sample_site(tmp_path, articles=40, **options) as site:
        # The page may take longer than the test waits: a run that waits for it never ends.
        forever = ("-s", "KAZCRAWL_BROWSER_LIMIT=1h")
        asked = ("-a", "query=а", "-a", "editions=ru")
        arguments = crawl_command(data, site, *asked, *QUICK, *forever)
        for number, code in ((signal.SIGTERM, 6), (signal.SIGKILL, -9)):
            known = len(site.requests())
            mark = f"{data}/{number}"
            with subprocess.Popen(
                [sys.executable, "-m", "scrapy", *arguments],
                stderr=subprocess.PIPE,
                text=True,
                cwd=ROOT,
                env=environment() | {"KAZTEST_MARK": mark},
            ) as process:
                _wait(lambda: any("/shell/ru?" in row for row in site.requests()[known:]))  # noqa: B023
                process.send_signal(number)
                process.communicate(timeout=_PATIENCE)
            assert process.returncode == code
            _wait(lambda: left_over(mark) == "")  # noqa: B023


def test_an_ordinary_crawl_does_not_load_playwright() -> None:
    code = (
        "import sys, kazcrawl.fetch.browser.handler, kazcrawl.spiders.kazinform, "
        "kazcrawl.spiders.republisher, kazcrawl.commands.crawl; "
        "print([name for name in sys.modules if 'playwright' in name])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment()
    )
    assert (run.stdout.strip(), run.returncode) == ("[]", 0), run.stderr


def _wait(ready: "object", seconds: float = _PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.05)


def test_the_browser_is_given_no_secret_of_the_environment(tmp_path: Path) -> None:
    need_browser()
    given, program = tmp_path / "given", tmp_path / "browser"
    program.write_text(f'#!/bin/sh\nenv > "{given}"\nexec {find_browser("")} "$@"\n')
    program.chmod(0o755)
    secrets = {"PGPASSWORD": "secret-1", "AWS_SECRET_ACCESS_KEY": "secret-2", "LC_NAME": "C.UTF-8"}
    with sample_site(tmp_path, articles=140, search="absent") as site:
        browser = ("-s", f"KAZCRAWL_BROWSER={program}")
        asked = ("-a", "query=Астан", "-a", "editions=ru")
        contact = {"KAZCRAWL_CONTACT": "secret-3"}
        run = search(tmp_path / "data", site, *asked, *browser, **secrets, **contact)
        assert run.returncode == 0, run.stderr
    variables = given.read_text()
    assert "secret" not in variables
    assert "KAZCRAWL" not in variables
    assert {"PATH", "LC_NAME"} <= {row.partition("=")[0] for row in variables.splitlines()}
