"""Articles that come close together are committed together, and nobody can tell."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from kazcrawl.archive import ArchiveError
from kazcrawl.archive.gathering import GatheringArchive
from kazcrawl.archive.store import Addition
from kazcrawl.archive.waiting import waiting_rows
from tests.archive.test_store import article, numbered


@pytest.fixture
def gathering(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[GatheringArchive]:
    """An archive; ``together`` are the numbers of articles that it archived at once."""
    opened = GatheringArchive(url)
    add_all, together = opened.add_all, []

    def counted(additions: Any) -> list[bool]:
        together.append(len(additions))
        return add_all(additions)

    monkeypatch.setattr(opened, "add_all", counted)
    opened.together = together  # type: ignore[attr-defined]
    yield opened
    opened.close()


def addition(number: int) -> Addition:
    return Addition(numbered(number), [f"{number:032x}"], key_hash=f"key{number:029x}")


def held(url: str) -> int:
    """How many versions anybody else finds in the archive."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as archive:
        (count,) = archive.execute("SELECT count(*) FROM version").fetchone()
    return int(count)


def run(work: Callable[[], Awaitable[Any]]) -> Any:
    async def worked() -> Any:
        return await work()

    return asyncio.run(worked())


def test_what_was_added_is_committed_when_that_is_told(
    gathering: GatheringArchive, url: str
) -> None:
    async def work() -> list[tuple[bool, bool]]:
        async def one(number: int) -> tuple[bool, bool]:
            is_added = await gathering.add_soon(addition(number))
            return is_added, held(url) > number

        return await asyncio.gather(*map(one, range(7)))

    assert run(work) == [(True, True)] * 7
    assert gathering.together == [7]  # type: ignore[attr-defined]


def test_no_more_than_twenty_wait_for_each_other(gathering: GatheringArchive, url: str) -> None:
    async def work() -> None:
        await asyncio.gather(*(gathering.add_soon(addition(number)) for number in range(45)))

    run(work)
    assert gathering.together == [20, 20, 5]  # type: ignore[attr-defined]
    assert held(url) == 45


@pytest.mark.parametrize(
    "ask",
    [
        lambda archive: archive.known([numbered(0).id]),
        lambda archive: archive.known([f"{0:032x}"]),
        lambda archive: archive.sharing([f"key{0:029x}"]),
        lambda archive: archive.validators(numbered(0).id),
        lambda archive: archive.newest(numbered(0).id),
        lambda archive: archive.add(numbered(5)),
        waiting_rows,
    ],
)
def test_whoever_asks_finds_what_was_gathered(
    gathering: GatheringArchive, url: str, ask: Callable[[GatheringArchive], Any]
) -> None:
    async def work() -> int:
        adding = asyncio.ensure_future(gathering.add_soon(addition(0)))
        await asyncio.sleep(0)
        assert held(url) == 0
        ask(gathering)
        number = held(url)
        assert await adding
        return number

    assert run(work) >= 1


def test_asking_for_others_waits_for_nothing(gathering: GatheringArchive, url: str) -> None:
    async def work() -> None:
        adding = asyncio.ensure_future(gathering.add_soon(addition(0)))
        await asyncio.sleep(0)
        assert gathering.known([numbered(1).id]) == {}
        assert gathering.sharing([f"key{1:029x}"]) == {}
        assert gathering.validators(numbered(1).id) == (None, None)
        assert held(url) == 0
        assert await adding

    run(work)


def test_two_states_of_an_article_are_two_revisions(gathering: GatheringArchive) -> None:
    states = [article("Text."), article("Text."), article("Other.")]

    async def work() -> list[bool]:
        return await asyncio.gather(*(gathering.add_soon(Addition(one, [])) for one in states))

    assert run(work) == [True, False, True]
    assert [one.revision for one in states] == [1, None, 2]


def test_a_commit_that_fails_is_told_to_each_and_nothing_is_there(
    gathering: GatheringArchive, url: str
) -> None:
    additions = [addition(number) for number in range(3)]

    async def work() -> list[Any]:
        with sqlite3.connect(url.removeprefix("sqlite:///")) as archive:
            archive.execute("ALTER TABLE head RENAME TO lost")
        adding = (gathering.add_soon(one) for one in additions)
        return await asyncio.gather(*adding, return_exceptions=True)

    outcomes = run(work)
    assert [type(outcome) for outcome in outcomes] == [ArchiveError] * 3
    assert [one.article.revision for one in additions] == [None] * 3
    assert held(url) == 0


def test_an_article_that_cannot_be_written_keeps_no_other(
    gathering: GatheringArchive, url: str
) -> None:
    additions = [addition(number) for number in range(3)]
    additions[1].article.headline = object()  # type: ignore[assignment]

    async def work() -> list[Any]:
        adding = (gathering.add_soon(one) for one in additions)
        return await asyncio.gather(*adding, return_exceptions=True)

    first, second, third = run(work)
    assert (first, third) == (True, True)
    assert isinstance(second, TypeError)
    assert [one.article.revision for one in additions] == [1, None, 1]
    assert held(url) == 2


def test_who_does_not_wait_is_told_once_it_is_committed(
    gathering: GatheringArchive, url: str
) -> None:
    told: list[bool | Exception] = []
    for number in range(25):
        gathering.gather(addition(number), told.append)
    assert (len(told), held(url)) == (20, 20)
    gathering.commit()
    assert (told, held(url)) == ([True] * 25, 25)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as archive:
        archive.execute("ALTER TABLE head RENAME TO lost")
    gathering.gather(addition(25), told.append)
    with pytest.raises(ArchiveError):
        gathering.commit()
    assert isinstance(told.pop(), ArchiveError)


def test_closing_commits_what_was_gathered(gathering: GatheringArchive, url: str) -> None:
    async def work() -> bool:
        adding = asyncio.ensure_future(gathering.add_soon(addition(0)))
        await asyncio.sleep(0)
        gathering.close()
        # The loop of a crawl may end before the instant is over.
        assert held(url) == 1
        return await adding

    assert run(work)


def test_who_was_stopped_while_waiting_keeps_nobody_else_from_being_told(
    gathering: GatheringArchive, url: str
) -> None:
    async def work() -> bool:
        stopped, other = (
            asyncio.ensure_future(gathering.add_soon(addition(number))) for number in (0, 1)
        )
        await asyncio.sleep(0)
        stopped.cancel()
        await asyncio.sleep(0)
        gathering.commit()
        return await other

    assert run(work)
    assert held(url) == 2
