"""The queue in a real PostgreSQL: put back, buried, retried, fetched by who may."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest

from kazcrawl import health
from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.fence import Fence
from kazcrawl.archive.holders import free_queues, opened_session
from kazcrawl.cluster import desk
from kazcrawl.cluster.lines import lines_of_dead
from kazcrawl.cluster.maintenance import add_due, due, prepare, take_up_stalled
from kazcrawl.cluster.outcome import Outcome, settle
from kazcrawl.cluster.queue import Queue, opened
from kazcrawl.cluster.work import Scope, Work, audit, backfill, news
from kazcrawl.config import Config
from kazcrawl.sites.registry import main_site
from tests.cluster.test_work import ELSEWHERE, RU

NOW, LATER = timedelta(), timedelta(hours=1)
DAY = date(2026, 11, 1)
LATEST, OTHER = news(RU, {}), news(ELSEWHERE, {})


@pytest.fixture
def config(database: str, tmp_path: Path) -> Config:
    return Config(KAZCRAWL_ARCHIVE=database, KAZCRAWL_DATA=str(tmp_path / "data"))


def with_queue(config: Config, ask: Callable[[Queue], Awaitable[object]]) -> None:
    @asynccontextmanager
    async def prepared() -> AsyncIterator[Queue]:
        async with opened(config.archive_url) as queue:
            await prepare(queue, config)
            yield queue

    async def asking() -> None:
        async with prepared() as queue:
            await ask(queue)

    asyncio.run(asking())


def due_queues(config: Config) -> set[str]:
    with opened_session(config.archive_url) as session:
        return free_queues(session)


async def names(queue: Queue, status: str = "todo") -> list[str]:
    return [job.task_kwargs["name"] for job in await queue.of_status(status)]


def test_of_one_name_one_job_waits_and_the_most_urgent_is_fetched(config: Config) -> None:
    old = next(iter(backfill(RU, {}, DAY, DAY, by_gaps=True)))

    async def ask(queue: Queue) -> None:
        worker = await queue.register()
        assert await queue.add(old)
        assert not await queue.add(old)
        assert await queue.add(LATEST)
        assert await queue.add(OTHER, LATER)
        assert due_queues(config) == {LATEST.queue}, "the other is not due"
        assert await queue.fetch([OTHER.queue], worker) is None, "it is not due"
        first = await queue.fetch([old.queue, OTHER.queue], worker)
        assert first is not None
        assert Work.from_args(first.task_kwargs) == LATEST
        assert await queue.add(LATEST), "another may wait while one is done"
        failed = LATEST.failed("exit code 4: no answer")
        await queue.put_back(first, failed, NOW)
        assert await names(queue) == [old.name, OTHER.name, LATEST.name]
        assert await names(queue, "doing") == []
        again = await queue.fetch([LATEST.queue], worker)
        assert again is not None
        await queue.put_back(again, failed, NOW)
        once_more = await queue.fetch([LATEST.queue], worker)
        assert once_more is not None
        assert (once_more.task_kwargs["failures"], once_more.attempts) == (list(failed.failures), 0)
        await queue.done(once_more)
        assert await names(queue, "succeeded") == [LATEST.name]

    with_queue(config, ask)


@pytest.mark.parametrize(("is_leaving", "turns"), [(False, 1), (True, 0)])
def test_whose_worker_ended_has_not_given_way(config: Config, is_leaving: bool, turns: int) -> None:
    work = audit(RU, {})

    async def ask(queue: Queue) -> None:
        await queue.add(work)
        job = await queue.fetch([work.queue], await queue.register())
        assert job is not None
        outcome = Outcome(health.STOPPED, "exit code 6")
        await settle(queue, job, work, outcome, config, is_leaving=is_leaving)
        (waiting,) = await queue.of_status("todo")
        assert (waiting.task_kwargs["turns"], waiting.task_kwargs["failures"]) == (turns, [])

    with_queue(config, ask)


def test_what_is_tried_no_more_is_shown_with_its_reasons_and_can_be_tried_again(
    config: Config,
) -> None:
    async def ask(queue: Queue) -> None:
        worker = await queue.register()
        for reason in ("first", "second"):
            await queue.add(LATEST)
            job = await queue.fetch([LATEST.queue], worker)
            assert job is not None
            await queue.bury(job, LATEST.failed(reason))

    with_queue(config, ask)
    told = desk.status(config)
    (letter,) = told["dead"]
    assert (letter["name"], letter["failures"]) == (LATEST.name, ["second"])
    assert f"{letter['id']}  {LATEST.name}" in "\n".join(lines_of_dead(told))
    with pytest.raises(LookupError, match=r"^0$"):
        desk.again(config, [str(letter["id"]), "0"])
    assert desk.again(config, [str(letter["id"])]) == [(LATEST.name, True)]
    told = desk.status(config)
    assert list(lines_of_dead(told)) == ["no job is dead"]
    assert [(job["name"], job["failures"]) for job in told["waiting"]] == [(LATEST.name, [])]
    assert desk.add(config, [LATEST, OTHER]) == [(LATEST.name, False), (OTHER.name, True)]


def test_the_job_of_a_dead_worker_waits_again_unless_another_does_and_is_buried_in_the_end(
    config: Config,
) -> None:
    async def stall(queue: Queue) -> None:
        worker = await queue.register()
        assert await queue.fetch([LATEST.queue], worker) is not None
        await queue.leave(worker)

    async def ask(queue: Queue) -> None:
        await queue.add(LATEST)
        await stall(queue)
        await take_up_stalled(queue, config)
        assert await names(queue) == [LATEST.name]
        await stall(queue)
        await queue.add(LATEST)
        await take_up_stalled(queue, config)
        assert await names(queue) == [LATEST.name], "the one that waited already"
        assert await names(queue, "failed") == [LATEST.name]
        for _ in range(config.cluster_attempts):
            await stall(queue)
            await take_up_stalled(queue, config)
        (letter,) = await queue.of_status("todo")
        assert letter.queue == "dead"
        assert "its worker died" in letter.task_kwargs["failures"][-1]

    with_queue(config, ask)


def test_a_due_job_is_added_once_for_all_workers(config: Config, tmp_path: Path) -> None:
    path = tmp_path / "sites.txt"
    path.write_text("# republishers\nhttps://news.example/kaz/  # a category\n\n")
    config = attrs.evolve(config, KAZCRAWL_CLUSTER_SITES=str(path))

    async def ask(queue: Queue) -> None:
        for _ in range(2):
            await add_due(queue, config, {})
        waiting = await names(queue)
        assert len(waiting) == len(main_site().editions) + 1
        assert OTHER.name in waiting
        worker = await queue.register()
        fetched = await queue.fetch([OTHER.queue], worker)
        assert fetched is not None
        await queue.done(fetched)
        await add_due(queue, config, {})
        assert OTHER.name not in await names(queue), "its moment was added"

    with_queue(config, ask)
    moments = {moment for _, moment in due(config, 1_000_000)}
    assert all(1_000_000 - 1800 < moment <= 1_000_000 for moment in moments)
    assert len(moments) > 5, "they are spread"


def test_a_server_of_any_name_has_its_queue_which_is_not_free_while_it_is_asked(
    config: Config,
) -> None:
    far = news(Scope.address("republisher", f"https://{'long.' * 40}example/"), {})
    Archive(config.archive_url).close()
    assert desk.add(config, [far, LATEST]) == [(far.name, True), (LATEST.name, True)]
    holder = Fence(config.archive_url, "scrapy crawl republisher")
    holder.take(f"{'long.' * 40}example")
    assert due_queues(config) == {LATEST.queue}
    holder.close()
    assert due_queues(config) == {LATEST.queue, far.queue}


def test_a_queue_that_cannot_be_reached_is_one_line(config: Config) -> None:
    nowhere = attrs.evolve(
        config, KAZCRAWL_ARCHIVE="postgresql+psycopg://kazcrawl:sesame@127.0.0.1:1/none"
    )
    with pytest.raises(ArchiveError, match=r"^queue in postgresql.*@127.0.0.1:1/none: .") as said:
        desk.status(nowhere)
    assert "sesame" not in str(said.value)
