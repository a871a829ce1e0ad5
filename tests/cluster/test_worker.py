"""A worker runs jobs as children that die with it; what came of them is told."""

import asyncio
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.fence import GRACE, Fence
from kazcrawl.archive.holders import LONG, opened_session
from kazcrawl.cluster import desk, maintenance
from kazcrawl.cluster.maintenance import prepare
from kazcrawl.cluster.outcome import Outcome, settle
from kazcrawl.cluster.queue import opened
from kazcrawl.cluster.work import NEWS, Scope, Work, crawl, export, news
from kazcrawl.cluster.worker import POLL, Place, Worker
from kazcrawl.config import Config
from kazcrawl.sites.registry import main_site
from tests.cluster.bed import Machine, records, together
from tests.cluster.tasks import REPUBLISHED, everything, republished
from tests.support import QUICK, differences, environment
from tests.witness import Witness, witness

AR = Scope.edition(main_site(), "ar")
CN = Scope.edition(main_site(), "cn")


def config_of(data: Path, url: str) -> Config:
    return Config(KAZCRAWL_ARCHIVE=url, KAZCRAWL_DATA=str(data), KAZCRAWL_CLUSTER_NEWS_EVERY="0")


def everything_of(scope: Scope, config: Config) -> Work:
    (work,) = everything(config.servers, [scope])
    return work


def work_once(config: Config, site: Witness, *words: str) -> None:
    variables = {
        "KAZCRAWL_ARCHIVE": config.archive_url,
        "KAZCRAWL_DATA": str(config.data),
        "KAZCRAWL_CONNECT_TO": site.address,
    }
    place = Place("f" * 32, (*QUICK, *words), environment() | variables)
    asyncio.run(Worker(config, place, once=True).run())


def test_a_job_whose_server_is_asked_waits_and_is_done_when_it_is_free(
    tmp_path: Path, database: str
) -> None:
    config = config_of(tmp_path / "data", database)
    Archive(database).close()
    desk.add(config, [everything_of(AR, config)])
    with witness(articles=42) as site:
        other = Fence(database, "scrapy crawl kazinform")
        other.take("kazinform")
        work_once(config, site)
        assert site.asked == []
        assert len(desk.status(config)["waiting"]) == 1
        other.close()
        work_once(config, site)
        truth = [row for row in site.truth() if row["edition"] == "ar"]
    told = desk.status(config)
    assert (told["done"], told["running"], told["waiting"]) == (1, [], [])
    assert differences(truth, records([Machine(config.data, database, site)])) == ""


def test_one_worker_at_a_time_does_what_asks_no_server_so_that_others_are_there_for_news(
    tmp_path: Path, database: str
) -> None:
    config = config_of(tmp_path / "data", database)
    work = export(("/srv/out", "--format", "jsonl"))
    desk.add(config, [work, news(AR, config.servers)])
    worker = Worker(config, Place("f" * 32, (), {}))
    with opened_session(database) as first, opened_session(database) as second:
        queues, may_be_long = worker._choose(first)
        assert (set(queues), may_be_long) == ({work.queue, news(AR, config.servers).queue}, True)
        assert worker._choose(second) == ([news(AR, config.servers).queue], False)
        LONG.release(first)
        assert worker._choose(second)[1] is True


def test_housekeeping_that_misses_its_cancellation_keeps_no_worker(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def deaf_once(*_: object) -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await asyncio.Event().wait()

    monkeypatch.setattr("kazcrawl.cluster.worker.keep_house", deaf_once)
    config = config_of(tmp_path / "data", database)
    Archive(database).close()
    asyncio.run(Worker(config, Place("f" * 32, (), {}), once=True).run())


def told_of(config: Config, work: Work, outcome: Outcome) -> dict[str, Any]:
    """What the queue shows of a job that ended so."""

    async def telling() -> None:
        async with opened(config.archive_url) as queue:
            await prepare(queue, config)
            await queue.add(work)
            job = await queue.fetch([work.queue], await queue.register())
            assert job is not None
            await settle(queue, job, work, outcome, config, is_leaving=False)

    asyncio.run(telling())
    return desk.status(config)


def test_a_job_that_fails_waits_longer_each_time_and_is_dead_in_the_end_with_its_reasons(
    tmp_path: Path, database: str
) -> None:
    config = config_of(tmp_path / "data", database)
    work = crawl(NEWS, AR, config.servers)
    for tries, minutes in enumerate((1, 2, 4, 8), 1):
        told = told_of(config, work, Outcome(4, f"exit code 4: time {tries}"))
        job = next(job for job in told["waiting"] if job["name"] == work.name)
        assert [reason.partition(" ")[2] for reason in job["failures"]] == [
            f"exit code 4: time {number}" for number in range(1, tries + 1)
        ]
        wait = (clock.parse(job["due"]) - datetime.now(UTC)).total_seconds() / 60
        assert minutes - 0.5 < wait <= minutes
        work = replace(work, name=f"{work.name} {tries}", failures=tuple(job["failures"]))
    told = told_of(config, work, Outcome(-9, "signal 9"))
    assert len(told["dead"][0]["failures"]) == config.cluster_attempts
    told = told_of(config, replace(work, failures=()), Outcome(0, "exit code 0"))
    assert told["dead"] == [], "it went well in the end"


@pytest.mark.parametrize("code", [2, 6, 75])
def test_wrong_usage_is_tried_no_more_and_who_gave_way_has_not_failed(
    tmp_path: Path, database: str, code: int
) -> None:
    config = config_of(tmp_path / "data", database)
    told = told_of(config, crawl(NEWS, AR, config.servers), Outcome(code, f"exit code {code}"))
    assert len(told["dead"]) == (code == 2)
    assert [job["failures"] for job in told["waiting"]] == ([] if code == 2 else [[]])


def test_why_a_command_ended_is_its_own_line() -> None:
    said = "a warning\nkazcrawl: refused: the site refuses us\nTraceback\n"
    assert Outcome.of(4, said).reason == "exit code 4: refused: the site refuses us"
    assert Outcome.of(-9, "").reason == "signal 9"


def test_two_workers_of_whom_one_is_killed_publish_everything_once(
    tmp_path: Path, database: str
) -> None:
    config = config_of(tmp_path / "first", database)
    Archive(database).close()
    desk.add(config, [everything_of(scope, config) for scope in (AR, CN, REPUBLISHED)])
    with witness(articles=42) as site:
        site.slow = 0.1
        machines = [Machine(tmp_path / name, database, site) for name in ("first", "second")]
        for machine in machines:
            machine.start()
        try:
            site.wait_for(5)
            killed = next(machine for machine in machines if machine.crawls())
            crawls = killed.crawls()
            killed.signal(signal.SIGKILL)
            until(lambda: not any(is_alive(pid) for pid in crawls))
            site.slow = 0.0
            until(lambda: desk.status(config)["done"] == 3, every=1)
        finally:
            ends = [machine.stop() for machine in machines]
        assert sorted(ends) == [-signal.SIGKILL, 0]
        assert killed.scrapy("publish") == 0, "the batch that a death left open"
        truth = [row for row in site.truth() if row["edition"] in ("ar", "cn")]
        truth += republished(site)
    assert differences(truth, records(machines)) == ""
    served = {request.host: "kazinform" for request in site.asked if "inform" in request.host}
    assert list(together(site.asked, served)) == []
    assert maintenance.SILENCE + maintenance.EVERY + POLL + GRACE < 60


def until(is_so: Callable[[], object], every: float = 0.1) -> None:
    """Waits for what must come."""
    end = time.monotonic() + 180
    while not is_so():
        assert time.monotonic() < end
        time.sleep(every)


def is_alive(pid: int) -> bool:
    return state(pid) not in ("", "Z")


def state(pid: int) -> str:
    """What a process does, in the kernel's letter; nothing where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""
