"""No request leaves when another crawl may ask the server: real crawls, a real PostgreSQL."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kazcrawl.archive import Archive
from kazcrawl.archive.fence import GRACE, SPACE, Fence
from kazcrawl.disk.lock import LockedError
from tests.crash.promise import broken
from tests.netns import namespace
from tests.postgres import Postgres, postgres
from tests.support import ROOT, crawl_command, environment, feed_records, scrapy, started
from tests.witness import Witness, witness

LONG = bool(os.environ.get("KAZTEST_CLUSTER"))
LOCKS = f"FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = {SPACE}"
AR = ("-a", "editions=ar", "-a", "since=2012-01-01")


def command(data: Path, site: Witness, url: str, *more: str) -> list[str]:
    """A crawl of one edition, a request every tenth of a second, so that it takes a while."""
    slow = ("-s", "DOWNLOAD_DELAY=0.1", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    return crawl_command(
        data, site.as_site(data), *AR, *slow, "-s", f"KAZCRAWL_ARCHIVE={url}", *more
    )


def lines(said: str) -> list[str]:
    return [row for row in said.splitlines() if row.startswith("kazcrawl:")]


@contextmanager
def held(url: str) -> Iterator[Fence]:
    """The server's lock, in another's hands."""
    Archive(url).close()
    other = Fence(url, "scrapy crawl kazinform")
    end = time.monotonic() + 30
    while True:
        try:
            other.take("kazinform")
            break
        except LockedError:
            assert time.monotonic() < end
            time.sleep(0.01)
    try:
        yield other
    finally:
        other.close()


def test_a_crawl_by_hand_that_meets_the_fence_ends_with_75_and_asks_nothing(
    tmp_path: Path, database: str
) -> None:
    with witness(articles=14) as site, held(database):
        run = scrapy(*command(tmp_path / "data", site, database))
        assert run.returncode == 75, run.stderr
        (said,) = lines(run.stderr)
        assert ": server kazinform is asked by scrapy crawl kazinform, process " in said
        assert site.asked == []
        # A republisher's site is another server: nobody asks it.
        own = ("-a", "site=https://aqparat.example/", "-s", f"KAZCRAWL_ARCHIVE={database}")
        data = tmp_path / "other"
        scrapy(*crawl_command(data, site.as_site(data), *own, spider="republisher"))
        assert {asked.host for asked in site.asked} == {"aqparat.example"}


def test_a_crawl_whose_lock_is_taken_away_asks_no_more_and_publishes_what_it_has(
    tmp_path: Path, database: str, server: Postgres
) -> None:
    data = tmp_path / "data"
    with witness(articles=280) as site:
        with started(*command(data, site, database)) as process:
            site.wait_for(12)
            server.execute(f"SELECT pg_terminate_backend(pid) {LOCKS}")
            run = process.end(timeout=90)
            asked = len(site.asked)
        assert run.returncode == 5, run.stderr
        (said,) = lines(run.stderr)
        assert "the lock on server kazinform is lost: terminating connection" in said
        assert "Traceback" not in run.stderr
        assert len(feed_records(data)) > 0
        assert len(site.asked) == asked < 35
        again = scrapy(*command(data, site, database, "-s", "DOWNLOAD_DELAY=0"))
        assert again.returncode == 0, again.stderr
        truth = [row for row in site.truth() if row["edition"] == "ar"]
    assert broken(data, truth) == ""


def test_a_stopped_crawl_that_was_ended_by_others_asks_nothing_when_it_goes_on(
    tmp_path: Path, database: str, server: Postgres
) -> None:
    with (
        witness(articles=280) as site,
        started(*command(tmp_path / "data", site, database)) as process,
    ):
        site.wait_for(12)
        process.signal(signal.SIGSTOP)
        time.sleep(0.2)  # what had left arrives
        server.execute(f"SELECT pg_terminate_backend(pid) {LOCKS}")
        with held(database) as other:
            asked = len(site.asked)
            assert 0 < other.grace <= GRACE, "it may not know yet"
            process.signal(signal.SIGCONT)
            run = process.end(timeout=60)
        assert len(site.asked) == asked
    assert run.returncode == 5, run.stderr
    (said,) = lines(run.stderr)
    assert "the lock on server kazinform is lost" in said


def test_a_crawl_whose_network_is_cut_stops_itself_before_the_server_lets_go(
    tmp_path: Path,
) -> None:
    with (
        namespace() as inside,
        postgres(inside.far) as server,
        witness(articles=2000, host=inside.near) as site,
    ):
        url = server.database()
        arguments = command(tmp_path / "data", site, url)
        process = subprocess.Popen(
            inside.command(sys.executable, "-m", "scrapy", *arguments),
            cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            site.wait_for(12)
            inside.cut()
            cut_at = time.monotonic()
            _, said = process.communicate(timeout=120)
            ended = time.monotonic() - cut_at
        finally:
            process.kill()
        last = site.asked[-1].at - cut_at
        assert last < 12, "a request left later than 12 s after the cut"
        assert process.returncode == 5, said
        count = f"SELECT count(*) {LOCKS}"
        if ended < 20:
            assert server.execute(count)[0][0] == 1, "the server let go first"
        while LONG and server.execute(count)[0][0]:
            assert time.monotonic() - cut_at < 60
            time.sleep(0.2)
        let_go = time.monotonic() - cut_at
        print(f"after the cut: last request {last:.1f} s, end {ended:.1f} s, let go {let_go:.1f} s")
        assert 20 < let_go < 45 or not LONG


def test_a_stopped_crawl_that_still_has_its_lock_goes_on_after_a_look(
    tmp_path: Path, database: str
) -> None:
    with (
        witness(articles=42) as site,
        started(*command(tmp_path / "data", site, database)) as process,
    ):
        site.wait_for(8)
        process.signal(signal.SIGSTOP)
        time.sleep(0.5)
        process.signal(signal.SIGCONT)
        run = process.end(timeout=90)
    assert run.returncode == 0, run.stderr
