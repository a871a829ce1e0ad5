"""kill -9 anywhere, then the same command once more: every version exactly once."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kazcrawl.disk.steps import STEPS
from tests.archives import execute
from tests.crash.promise import broken
from tests.support import (
    Site,
    crawl,
    crawl_command,
    feed_files,
    feed_records,
    sample_site,
    scrapy,
    started,
)

# Small, so that a crawl is a matter of seconds; several batches, so that each step comes often.
ARGUMENTS = (
    *("-a", "editions=ar,oz", "-a", "since=2012-01-01"),
    *("-s", "KAZCRAWL_DELIVER_ARTICLES=2"),
)
READERS = ("-s", "KAZCRAWL_READERS=2")
WATCHER = {"KAZTEST_STEP_WATCHER": "tests.crash.watcher.kill"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sample_site(tmp_path_factory.mktemp("site"), articles=280, layout="g3") as found:
        yield found


@pytest.fixture(scope="module")
def truth(site: Site) -> list[dict]:
    return [row for row in site.truth() if row["edition"] in ("ar", "oz")]


# Behind the first are a second article, and the manifest of the first file; of the other steps
# another batch's, no other moment.
SECOND = ("after fetch", "after commit", "during write", "before fsync", "after fsync")


@pytest.mark.parametrize(
    ("step", "nth"), [*((step, 1) for step in STEPS), *((step, 2) for step in SECOND)]
)
def test_after_a_kill_at_a_named_step_one_more_run_gives_everything_once(
    tmp_path: Path, site: Site, truth: list[dict], step: str, nth: int
) -> None:
    data = tmp_path / "data"
    killed = crawl(data, site, *ARGUMENTS, **WATCHER, KILL_AT=step, KILL_NTH=str(nth))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    again = crawl(data, site, *ARGUMENTS)
    assert again.returncode == 0, again.stderr
    assert broken(data, truth) == ""


def test_a_kill_while_publishing_alone_is_mended_by_publishing(
    tmp_path: Path, site: Site, truth: list[dict]
) -> None:
    data = tmp_path / "data"
    killed = crawl(data, site, *ARGUMENTS, **WATCHER, KILL_AT="batch opened", KILL_NTH="2")
    assert killed.returncode == -signal.SIGKILL
    settings = ("-s", f"KAZCRAWL_DATA={data}")
    for step in ("during write", "before manifest", "before final commit"):
        died = scrapy("publish", *settings, **WATCHER, KILL_AT=step)
        assert died.returncode == -signal.SIGKILL, step
    assert scrapy("publish", *settings).returncode == 0
    assert crawl(data, site, *ARGUMENTS).returncode == 0
    assert broken(data, truth) == ""
    assert "nothing waits" in scrapy("publish", *settings).stdout


def test_processes_that_read_and_are_killed_lose_nothing(
    tmp_path: Path, site: Site, truth: list[dict]
) -> None:
    data = tmp_path / "data"
    watcher = {"KAZTEST_STEP_WATCHER": "tests.crash.watcher.kill_reader"}
    run = crawl(data, site, *ARGUMENTS, *READERS, **watcher, KILL_AT="after commit", KILL_NTH="5")
    assert run.returncode == 0, run.stderr
    assert broken(data, truth) == ""
    assert (data / "logs" / "kazcrawl.log").read_text().count("a reader is killed") == 2


# Random moments, from a crawl's beginning to its end; `make crash` asks for a thousand.
KILLS = int(os.environ.get("KAZTEST_KILLS", "6"))
SEED = int(os.environ.get("KAZTEST_KILLS_SEED", "1"))


@pytest.fixture(scope="module")
def seconds(site: Site, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long a crawl takes here that nobody kills."""
    begun = time.monotonic()
    assert crawl(tmp_path_factory.mktemp("whole"), site, *ARGUMENTS).returncode == 0
    return time.monotonic() - begun


@pytest.mark.parametrize("number", range(KILLS))
def test_after_a_kill_at_a_random_moment_one_more_run_gives_everything_once(
    tmp_path: Path, site: Site, truth: list[dict], seconds: float, number: int
) -> None:
    data = tmp_path / "data"
    chance = random.Random(f"{SEED}/{number}")
    moment = chance.uniform(0.1, 1.1) * seconds
    readers = () if chance.random() < 0.6 else READERS
    with started(*crawl_command(data, site, *ARGUMENTS, *readers)):
        time.sleep(moment)
    again = crawl(data, site, *ARGUMENTS)
    assert again.returncode == 0, again.stderr
    assert broken(data, truth) == "", f"killed after {moment:.3f} s"


@pytest.mark.parametrize("signals", [1, 2])
def test_sigterm_ends_a_run_soon_with_everything_fetched_published(
    tmp_path: Path, site: Site, truth: list[dict], signals: int
) -> None:
    data = tmp_path / "data"
    command = crawl_command(data, site, *ARGUMENTS, "-s", "DOWNLOAD_DELAY=0.2")
    with started(*command) as process:
        while len(feed_files(data)) < 1:
            assert process.poll() is None
            time.sleep(0.05)
        for _ in range(signals):
            process.signal(signal.SIGTERM)
            time.sleep(0.2)
        done = process.end(timeout=240)
    assert done.returncode == 6, done.stderr
    assert "kazcrawl: stopped: stopped by SIGTERM before the end" in done.stderr
    assert _archived(data) == _published(data) > 0
    assert crawl(data, site, *ARGUMENTS).returncode == 0
    assert broken(data, truth) == ""


def test_a_run_ends_itself_after_its_longest_time(
    tmp_path: Path, site: Site, truth: list[dict]
) -> None:
    data = tmp_path / "data"
    slow = ("-s", "DOWNLOAD_DELAY=0.5", "-s", "KAZCRAWL_MAX_RUNTIME=2")
    run = crawl(data, site, *ARGUMENTS, *slow)
    assert run.returncode == 6, run.stderr
    assert "stopped by KAZCRAWL_MAX_RUNTIME" in run.stderr
    assert _archived(data) == _published(data)
    assert crawl(data, site, *ARGUMENTS).returncode == 0
    assert broken(data, truth) == ""


def test_a_second_run_on_the_same_data_folder_leaves_at_once(
    tmp_path: Path, site: Site, truth: list[dict]
) -> None:
    data = tmp_path / "data"
    with started(*crawl_command(data, site, *ARGUMENTS)) as first:
        while not (data / ".lock").exists() or not (data / ".lock").read_text():
            time.sleep(0.02)
        # It holds the lock for as long as it stands still.
        first.signal(signal.SIGSTOP)
        second = crawl(data, site, *ARGUMENTS)
        assert second.returncode == 75, second.stderr
        (line,) = [row for row in second.stderr.splitlines() if row.startswith("kazcrawl:")]
        assert f"scrapy crawl kazinform, process {first.pid}, since 20" in line
        first.signal(signal.SIGCONT)
        assert first.end(timeout=240).returncode == 0
    assert broken(data, truth) == ""
    assert crawl(data, site, *ARGUMENTS).returncode == 0, "the lock outlived its process"


def test_publishing_beside_a_running_crawl_publishes_everything_once(
    tmp_path: Path, site: Site, truth: list[dict]
) -> None:
    data = tmp_path / "data"
    before = len(site.requests())
    with started(*crawl_command(data, site, *ARGUMENTS)) as process:
        # Until it asks there may be no archive.
        while len(site.requests()) == before:
            time.sleep(0.02)
        while process.poll() is None:
            run = scrapy("publish", "-s", f"KAZCRAWL_DATA={data}")
            assert run.returncode == 0, run.stderr
        done = process.end(timeout=240)
    assert done.returncode == 0, done.stderr
    assert broken(data, truth) == ""


def _archived(data: Path) -> int:
    ((number,),) = execute(data, "SELECT count(*) FROM version")
    return int(number)


def _published(data: Path) -> int:
    return len(feed_records(data))
