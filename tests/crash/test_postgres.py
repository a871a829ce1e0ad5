"""The archive in a PostgreSQL that dies or hangs up at random moments, and two data folders on one
database: one more run, and every version is in the feeds once.

``make postgres`` asks for many more, and for the other tests of this folder there.
"""

import os
import random
import re
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.archives import archive_url, in_postgres
from tests.crash.promise import broken
from tests.crash.test_kills import ARGUMENTS, site, truth
from tests.postgres import Postgres
from tests.preloaded import Running
from tests.support import Site, crawl, crawl_command, scrapy, started

__all__ = ["site", "truth"]  # fixtures

FAULTS = int(os.environ.get("KAZTEST_FAULTS", "1"))
SEED = int(os.environ.get("KAZTEST_FAULTS_SEED", "1"))


@pytest.fixture(scope="module")
def requests(site: Site, _everything_there: None, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How much a crawl asks that meets no fault."""
    before = len(site.requests())
    assert crawl(tmp_path_factory.mktemp("whole"), site, *ARGUMENTS).returncode == 0
    return len(site.requests()) - before


def await_moment(site: Site, requests: int, drawn: random.Random, *crawls: Running) -> str:
    """Waits until crawls asked a random share of so many requests, and a moment more; tells it."""
    share, rest = drawn.randrange(1, requests), drawn.uniform(0, 0.2)
    until = len(site.requests()) + share
    while len(site.requests()) < until and any(process.poll() is None for process in crawls):
        time.sleep(0.01)
    time.sleep(rest)
    return f"{share} of {requests} requests and {rest:.3f} s"


@pytest.fixture(scope="module", autouse=True)
def _everything_there(server: Postgres) -> Iterator[None]:
    with in_postgres(server):
        yield


def die(server: Postgres, _: random.Random) -> None:
    """Every session ends without a word, and what was not committed is gone."""
    server.stop(signal.SIGKILL)
    server.start()


def hang_up(server: Postgres, drawn: random.Random) -> None:
    """All the crawls' sessions are ended, or some of them."""
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname LIKE 'archive_%' AND random() < {drawn.choice((0.4, 1))}"
    )


@pytest.mark.parametrize("number", range(FAULTS))
def test_after_a_fault_of_the_database_one_more_run_gives_everything_once(
    tmp_path: Path, site: Site, truth: list[dict], requests: int, server: Postgres, number: int
) -> None:
    data = tmp_path / "data"
    drawn = random.Random(f"{SEED}/{number}")
    fault = (die, hang_up)[number % 2]
    with started(*crawl_command(data, site, *ARGUMENTS)) as process:
        moment = await_moment(site, requests, drawn, process)
        fault(server, drawn)
        run = process.end(timeout=240)
    told = [line for line in run.stderr.splitlines() if line.startswith("kazcrawl:")]
    # It noticed nothing, or it ended with one line.
    assert (run.returncode, len(told)) in ((0, 0), (5, 1)), run.stderr
    assert not re.search("Traceback|the program failed", run.stderr), run.stderr
    again = crawl(data, site, *ARGUMENTS)
    assert again.returncode == 0, again.stderr
    assert broken(data, truth) == "", f"{fault.__name__} after {moment}"
    assert not (data / "archive.sqlite3").exists()


@pytest.mark.parametrize("number", range(FAULTS))
def test_two_data_folders_on_one_database_publish_every_version_once_whatever_dies(
    tmp_path: Path, site: Site, truth: list[dict], requests: int, server: Postgres, number: int
) -> None:
    drawn = random.Random(f"{SEED}/two/{number}")
    archive = ("-s", f"KAZCRAWL_ARCHIVE={archive_url(tmp_path)}")
    # Each edition has a server of its own here: two crawls of one server wait for each other.
    more = (
        *("-a", "since=2012-01-01", "-s", "KAZCRAWL_SERVERS="),
        *("-s", "KAZCRAWL_DELIVER_ARTICLES=2"),
    )
    folders = {code: tmp_path / code for code in ("ar", "oz")}
    commands = [
        crawl_command(data, site, "-a", f"editions={code}", *more, *archive)
        for code, data in folders.items()
    ]
    with ExitStack() as stack:
        crawls = [stack.enter_context(started(*command)) for command in commands]
        faults = [partial(one, server, drawn) for one in (die, hang_up)]
        faults += [partial(process.signal, signal.SIGKILL) for process in crawls]
        for _ in range(2):
            await_moment(site, requests // 2, drawn, *crawls)
            drawn.choice(faults)()
        for process in crawls:
            assert process.end(timeout=240).returncode in (0, 5, -signal.SIGKILL)
    for command in commands:
        done = scrapy(*command)
        assert done.returncode == 0, done.stderr
    assert broken(folders["ar"], truth, folders["oz"]) == ""
    for data in folders.values():
        checked = scrapy("verify", "-s", f"KAZCRAWL_DATA={data}", *archive)
        assert checked.returncode == 0, checked.stdout
