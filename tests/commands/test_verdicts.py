"""Every verdict from a real run: the word, the exit code, and a reason that names the cause."""

import json
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kazcrawl.sample_site.site import Answer
from kazcrawl.settings import ITEM_PIPELINES
from tests.misbehaving import Misbehaving, misbehaving
from tests.support import (
    ROOT,
    crawl_command,
    environment,
    feed_records,
    scrapy,
    started,
    waiting_reasons,
)

ORDINARY = ("-s", "KAZCRAWL_FIRST_RUN_DAYS=3650", "-s", "RETRY_TIMES=0")
EDITIONS = "editions=ar,oz"
FAST = ("-s", "KAZCRAWL_RAW_MB=0")


@pytest.fixture
def site() -> Iterator[Misbehaving]:
    with misbehaving() as found:
        yield found


def run(data: Path, site: Misbehaving, *arguments: str, **variables: str):
    given = () if any(word.startswith("editions=") for word in arguments) else ("-a", EDITIONS)
    command = crawl_command(data, site.as_site(data), *ORDINARY, *FAST, *given, *arguments)
    return scrapy(*command, **variables)


def last(data: Path) -> dict[str, Any]:
    """The newest run's row in the archive, its stats as a dict."""
    database = sqlite3.connect(data / "archive.sqlite3")
    try:
        database.row_factory = sqlite3.Row
        row = database.execute("SELECT * FROM run ORDER BY started_at, rowid").fetchall()[-1]
    finally:
        database.close()
    return {**dict(row), "stats": json.loads(row["stats"])}


def assert_ended(done: Any, data: Path, word: str, code: int, *words: str) -> dict[str, Any]:
    """One line on stderr for cron, the same in the archive; gives the run's row."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) < 10, done.stderr
    (line,) = [one for one in lines if one.startswith("kazcrawl:")]
    assert line.startswith(f"kazcrawl: {word}: ")
    for one in words:
        assert one in line
    row = last(data)
    assert (row["verdict"], row["exit_code"]) == (word, code)
    assert row["stats"]["verdict/reason"] in line
    assert row["stats"]["verdict/exit_code"] == code
    return row


def test_good_then_nothing_new_and_both_print_nothing(tmp_path: Path, site: Misbehaving) -> None:
    for word in ("good", "nothing new"):
        done = run(tmp_path, site)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), word
        row = last(tmp_path)
        assert (row["verdict"], row["exit_code"]) == (word, 0)
        assert set(row["stats"]["verdict/figures"]) >= {"new", "revised", "gone", "article pages"}
        assert row["stats"]["run/ordinary"] is True
        assert sorted(row["stats"]["run/editions"]) == ["ar", "oz"]
    log = (tmp_path / "logs" / "kazcrawl.log").read_text().splitlines()
    assert len(log) < 2 * 24, "a healthy run's log fits on one screen"


def test_a_redesign_in_mid_life_is_a_layout_change_and_a_known_layout_is_not(
    tmp_path: Path, site: Misbehaving
) -> None:
    site.swap("g2")
    assert run(tmp_path, site, "-a", "max_pages=1").returncode == 0
    site.swap("g3")
    assert run(tmp_path, site, "-s", "KAZCRAWL_REVISIT=0").stderr == ""
    site.swap("g3", renamed=True)
    done = run(tmp_path, site, "-s", "KAZCRAWL_REVISIT=0")
    assert_ended(done, tmp_path, "layout change", 3, "article pages of ar fit no known layout")


def test_listings_whose_links_are_no_articles_any_more_are_a_layout_change(
    tmp_path: Path, site: Misbehaving
) -> None:
    site.swap("g3", articles=140)
    # Three to compare with; one more may begin in the same second as the last.
    for _ in range(4):
        assert run(tmp_path, site).returncode == 0

    def moved(host: str, path: str, query: str) -> Answer | None:
        answer = site.site.answer(host, path, query)
        if path.startswith("/lenta") and host.startswith("oz"):
            return Answer(200, answer.body.replace("/news/", "/stories/q/"))
        if "/rss/" in path or "sitemap" in path:
            return Answer(404, "")
        return None

    site.hook = moved
    assert_ended(run(tmp_path, site), tmp_path, "layout change", 3, "of oz came and named no")


def test_everything_500_is_unreachable(tmp_path: Path, site: Misbehaving) -> None:
    site.hook = lambda *_: Answer(500, "out of order")
    assert_ended(run(tmp_path, site), tmp_path, "unreachable", 4, "of ar, oz: HTTP 500 (")


def test_one_edition_down_is_enough(tmp_path: Path, site: Misbehaving) -> None:
    site.hook = lambda host, *_: Answer(503, "") if host.startswith("ar") else None
    assert_ended(run(tmp_path, site), tmp_path, "unreachable", 4, "had of ar: HTTP 503 (")


def test_a_name_server_that_does_not_answer_is_unreachable(tmp_path: Path) -> None:
    # No resolver of this process finds a host: the real one is never asked.
    hosts = tmp_path / "sitecustomize.py"
    hosts.write_text(
        "import socket\n"
        "def nobody(*_, **__): raise socket.gaierror(-3, 'Temporary failure in name resolution')\n"
        "socket.getaddrinfo = socket.gethostbyname = nobody\n"
    )
    data = tmp_path / "data"
    command = crawl_command(data, None, *ORDINARY, *FAST, "-a", EDITIONS)
    done = scrapy(*command, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert_ended(done, data, "unreachable", 4, "the host's name cannot be resolved")


def test_nobody_listening_is_unreachable(tmp_path: Path, site: Misbehaving) -> None:
    site.address = "http://127.0.0.1:9"
    assert_ended(run(tmp_path, site), tmp_path, "unreachable", 4, "no server accepts")


def test_refused_from_the_third_listing_page_on(tmp_path: Path) -> None:
    with misbehaving(articles=800) as site:

        def refusing(host: str, path: str, query: str) -> Answer | None:
            if path.startswith("/lenta") and query.startswith("page=") and query[5:] >= "3":
                return Answer(403, "<title>Just a moment...</title>")
            return None

        site.hook = refusing
        done = run(tmp_path, site, "-a", "editions=oz")
    row = assert_ended(done, tmp_path, "refused", 4, "oz", "HTTP 403, forbidden")
    assert row["stats"]["article/oz/read"] > 20, "what came before is kept"


def test_refused_everywhere(tmp_path: Path, site: Misbehaving) -> None:
    site.hook = lambda _, path, __: None if path == "/robots.txt" else Answer(429, "slow down")
    assert_ended(run(tmp_path, site), tmp_path, "refused", 4, "HTTP 429, too many requests")


def test_a_feeds_folder_that_cannot_be_written_is_not_delivered(
    tmp_path: Path, site: Misbehaving
) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "kazinform").write_text("a file in the way")
    row = assert_ended(run(tmp_path, site), tmp_path, "not delivered", 5, "feeds/kazinform")
    assert row["stats"]["archive/new"] > 0


def test_some_failed_pages_are_a_degraded_run_that_exits_0(
    tmp_path: Path, site: Misbehaving
) -> None:
    broken = iter(range(100))

    def failing(host: str, path: str, query: str) -> Answer | None:
        return Answer(502, "") if path.startswith("/news/") and next(broken) == 2 else None

    site.hook = failing
    row = assert_ended(
        run(tmp_path, site), tmp_path, "degraded", 0, "1 article pages failed: HTTP 502 (1)"
    )
    assert row["stats"]["verdict/figures"]["articles failed"] == 1


@pytest.mark.parametrize(
    ("setting", "code", "told"),
    [
        # Articles, every one; then listing pages as well.
        ("URLLENGTH_LIMIT=50", 4, "nothing could be had of ar, oz: a middleware, a scheduler or"),
        ("DUPEFILTER_CLASS=scrapy.dupefilters.RFPDupeFilter", 0, "2 listing pages failed: a mid"),
    ],
)
def test_requests_that_scrapy_drops_without_a_word_are_told(
    tmp_path: Path, site: Misbehaving, setting: str, code: int, told: str
) -> None:
    word = "unreachable" if code else "degraded"
    assert_ended(run(tmp_path, site, "-s", setting), tmp_path, word, code, told)


def test_a_field_that_vanishes_is_a_degraded_run_while_articles_come(tmp_path: Path) -> None:
    with misbehaving(articles=400) as site:
        arguments = ("-a", "editions=oz", "-s", "KAZCRAWL_REVISIT=0")
        for _ in range(3):
            assert run(tmp_path, site, *arguments).stderr == ""

        def without_pictures(host: str, path: str, query: str) -> Answer | None:
            body = site.site.answer(host, path, query).body
            kept = (
                body.replace("og:image", "og:nothing")
                .replace("<img", "<i")
                .replace('"image"', '"nothing"')
            )
            return Answer(200, kept) if path.startswith("/news/") else None

        site.hook = without_pictures
        done = run(tmp_path, site, *arguments)
    assert_ended(done, tmp_path, "degraded", 0, "image of oz (g3) stands on 0 of", "usually on")


def test_a_run_that_is_stopped_says_by_what(tmp_path: Path) -> None:
    with misbehaving(articles=2000) as site:
        begun = threading.Event()
        site.hook = lambda _, path, __: begun.set() if path.startswith("/news/") else None
        command = crawl_command(tmp_path, site.as_site(tmp_path), *ORDINARY, "-a", EDITIONS)
        with started(*command) as process:
            assert begun.wait(timeout=240)
            process.signal(signal.SIGTERM)
            done = process.end(timeout=240)
    row = assert_ended(done, tmp_path, "stopped", 6, "stopped by SIGTERM before the end")
    assert row["stats"]["verdict/figures"]["by"] == "SIGTERM"


def test_an_error_of_the_program_is_failed(tmp_path: Path, site: Misbehaving) -> None:
    (tmp_path / "broken.py").write_text(
        "from kazcrawl.crawl.articles import Articles\n"
        "def parse(self, response, **_): raise RuntimeError('a mistake of ours')\n"
        "Articles.parse = parse\n"
        "def watch(step): pass\n"
    )
    data = tmp_path / "data"
    done = run(
        data,
        site,
        *("-s", "KAZTEST_STEP_WATCHER=broken.watch"),
        PYTHONPATH=f"{tmp_path}:{ROOT}",
    )
    assert_ended(done, data, "failed", 1, "pages raised an error; see the log")
    assert "RuntimeError: a mistake of ours" in (data / "logs" / "kazcrawl.log").read_text()


USERS_PIPELINES = """
from scrapy.exceptions import DropItem

class Raises:
    def process_item(self, item):
        raise ValueError("theirs")

class Drops:
    def process_item(self, item):
        raise DropItem("not wanted")

class Loses:
    def process_item(self, item):
        return None
"""


@pytest.mark.parametrize(
    ("pipeline", "place", "word", "code", "why"),
    [
        ("Raises", 50, "failed", 1, "a pipeline raised ValueError ("),
        ("Drops", 450, "failed", 1, "a pipeline dropped it ("),
        ("Loses", 50, "failed", 1, "a pipeline raised AttributeError ("),
        ("Raises", 600, "degraded", 0, "a pipeline raised ValueError ("),
    ],
)
def test_what_a_users_pipeline_does_away_with_is_told(
    tmp_path: Path, site: Misbehaving, pipeline: str, place: int, word: str, code: int, why: str
) -> None:
    data = tmp_path / "data"
    (tmp_path / "theirs.py").write_text(USERS_PIPELINES)
    pipelines = json.dumps(ITEM_PIPELINES | {f"theirs.{pipeline}": place})
    path = f"{tmp_path}:{ROOT}"
    done = run(data, site, "-s", f"ITEM_PIPELINES={pipelines}", PYTHONPATH=path)
    assert_ended(done, data, word, code, why, "at ar", "at oz" if code == 0 else "oz")
    read = last(data)["stats"]["article/ar/read"]
    if code:
        assert feed_records(data) == []
        assert set(waiting_reasons(data)) - {"missing"} == {why.removesuffix(" (")}
        assert last(data)["stats"]["article/ar/unaccounted"] == read
    else:
        assert set(waiting_reasons(data)) <= {"missing"}


def test_library_use_finds_the_verdict_in_the_stats(tmp_path: Path, site: Misbehaving) -> None:
    site.hook = lambda *_: Answer(500, "")
    program = f"""
        from scrapy.crawler import AsyncCrawlerProcess
        from scrapy.utils.project import get_project_settings
        from kazcrawl.crawl.ending import finish
        settings = get_project_settings()
        settings.setdict(dict(KAZCRAWL_DATA={str(tmp_path)!r}, RETRY_TIMES=0, LOG_ENABLED=False,
                              KAZCRAWL_CONNECT_TO={site.address!r}))
        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler("kazinform")
        process.crawl(crawler, editions="ar")
        process.start()
        told = [crawler.stats.get_value(n) for n in
                ("verdict", "verdict/exit_code", "verdict/reason")]
        print(told[:2], told[2].split(" (")[0], finish(crawler).word)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(),
    )
    assert done.stdout.strip() == (
        "['unreachable', 4] nothing could be had of ar: HTTP 500 unreachable"
    ), done.stderr
    assert last(tmp_path)["verdict"] == "unreachable"


def test_a_script_that_crawls_is_run_once_however_many_processes_read(
    tmp_path: Path, site: Misbehaving
) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(f"""
            from scrapy.crawler import AsyncCrawlerProcess
            from scrapy.utils.project import get_project_settings
            from kazcrawl.crawl.ending import finish
            settings = get_project_settings()
            settings.setdict(dict(KAZCRAWL_DATA={str(tmp_path / "data")!r}, LOG_ENABLED=False,
                                  KAZCRAWL_READERS="2", KAZCRAWL_CONNECT_TO={site.address!r}))
            process = AsyncCrawlerProcess(settings)
            crawler = process.create_crawler("kazinform")
            process.crawl(crawler, editions="ar")
            process.start()
            print(finish(crawler).word, flush=True)
        """)
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment() | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == "good\n", done.stderr
    with sqlite3.connect(tmp_path / "data" / "archive.sqlite3") as archive:
        assert archive.execute("SELECT count(*) FROM run").fetchone() == (1,)


def test_the_words_of_this_table_are_all_there_are() -> None:
    from kazcrawl.health import WORDS

    # A frozen publisher, "locked", is tried in tests/crash/test_frozen.py.
    text = Path(__file__).read_text()
    assert [word for word in WORDS if f'"{word}"' not in text] == []
