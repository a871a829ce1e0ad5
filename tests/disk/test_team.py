"""Work done by processes beside this one: what is not done is told, and whoever gave it does it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from kazcrawl.disk.team import Team, UndoneError
from tests.support import ROOT, environment

PARENT = """
import asyncio, time
from tests.disk.test_team import own_number
from kazcrawl.disk.team import Team
async def main():
    team = Team(own_number, 20)
    await team.begin(2)
    for worker in await asyncio.gather(team.do(None), team.do(None)):
        print(worker, flush=True)
    time.sleep(600)
asyncio.run(main())
"""
DYING = """
import asyncio, os, sys
from tests.disk.test_team import for_long
from kazcrawl.disk.team import Team
async def main():
    team = Team(for_long, 600)
    await team.begin(2)
    pieces = [asyncio.ensure_future(team.do(sys.argv[1])) for _ in range(2)]
    while len(os.listdir(sys.argv[1])) < 2:
        await asyncio.sleep(0.02)
    os._exit(0)
asyncio.run(main())
"""


def for_long(folder: str) -> None:
    Path(folder, str(os.getpid())).touch()
    time.sleep(600)


def twice(text: str) -> str:
    return 2 * text


def own_number(_: object) -> int:
    return os.getpid()


def fragile(what: str) -> tuple[str, int]:
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    if what == "raise":
        raise ValueError("no page")
    if what == "no memory":
        raise MemoryError
    return what, os.getpid()


def with_team(
    work: Callable[[Any], Any],
    use: Callable[[Team[Any]], Awaitable[Any]],
    members: int = 2,
) -> Any:
    """What ``use`` makes of a team."""

    async def used() -> Any:
        team = Team[Any](work, 60)
        await team.begin(members)
        try:
            return await use(team)
        finally:
            team.end()

    return asyncio.run(used())


async def outcome_of(team: Team[Any], piece: str) -> Any:
    """The outcome of a piece, or what is said of one that was not done."""
    try:
        return await team.do(piece)
    except UndoneError as error:
        return str(error)


def test_every_piece_has_its_own_outcome_however_large() -> None:
    pieces = [str(number) * 10 ** (number % 7) for number in range(1, 40)]

    async def use(team: Team[str]) -> list[str]:
        return await asyncio.gather(*map(team.do, pieces))

    assert with_team(twice, use) == [2 * piece for piece in pieces]


def test_both_members_work() -> None:
    async def use(team: Team[int]) -> list[int]:
        return await asyncio.gather(*(team.do(None) for _ in range(20)))

    numbers = with_team(own_number, use)
    assert len(set(numbers)) == 2
    assert os.getpid() not in numbers


@pytest.mark.parametrize(
    ("what", "said"), [("raise", "ValueError: no page"), ("no memory", "MemoryError: ")]
)
def test_what_the_work_raises_is_told_and_its_member_goes_on(what: str, said: str) -> None:
    async def use(team: Team[Any]) -> list[Any]:
        return [await outcome_of(team, piece) for piece in ("a", what, "b")]

    first, told, last = with_team(fragile, use, 1)
    assert told == said
    assert first[1] == last[1]


@pytest.mark.parametrize(
    ("what", "said"), [("die", "its process died"), ("stop", "no outcome came in time")]
)
def test_what_a_member_had_that_dies_or_hangs_is_undone_and_the_other_goes_on(
    what: str, said: str
) -> None:
    async def use(team: Team[Any]) -> tuple[list[Any], list[Any], bool]:
        # Both have begun, which takes longer than the patience with one that hangs.
        await asyncio.gather(team.do("x"), team.do("y"))
        pieces = [what, *"abcdef"]
        team.patience = 5
        first = await asyncio.gather(*(outcome_of(team, piece) for piece in pieces))
        then = [await outcome_of(team, piece) for piece in "gh"]
        return first, then, team.is_there

    first, then, is_there = with_team(fragile, use)
    assert first[0] == said
    # Every second piece was the lost one's.
    assert [outcome[0] for outcome in first[1::2]] == list("ace")
    assert all(isinstance(outcome, str) for outcome in first[2::2])
    assert [outcome[0] for outcome in then] == list("gh")
    assert is_there


def test_a_piece_that_cannot_be_handed_over_shifts_no_other() -> None:
    async def use(team: Team[str]) -> list[Any]:
        pieces: list[Any] = ["a", lambda: None, "b", "c"]
        return await asyncio.gather(*map(team.do, pieces), return_exceptions=True)

    first, refused, second, third = with_team(twice, use, 1)
    assert (first, second, third) == ("aa", "bb", "cc")
    assert isinstance(refused, Exception)


def test_a_member_dies_with_its_parent_in_the_midst_of_a_piece(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", DYING, str(tmp_path)], cwd=ROOT, env=environment(), check=True
    )
    members = [int(path.name) for path in tmp_path.iterdir()]
    assert len(members) == 2
    wait_until_gone(members)


def test_nobody_is_there_once_the_last_member_died() -> None:
    async def use(team: Team[Any]) -> tuple[Any, Any, bool]:
        return await outcome_of(team, "die"), await outcome_of(team, "a"), team.is_there

    assert with_team(fragile, use, 1) == ("its process died", "nobody is there", False)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_no_member_outlives_its_parent(end: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, env=environment(), stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        members = [int(parent.stdout.readline()) for _ in range(2)]
        assert all(_is_alive(member) for member in members)
        parent.send_signal(end)
    wait_until_gone(members)


def wait_until_gone(members: list[int]) -> None:
    deadline = time.monotonic() + 60
    while any(_is_alive(member) for member in members):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_team_is_busy_while_every_member_has_plenty_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kazcrawl.disk.team._PLENTY", 2)

    async def work() -> list[bool]:
        team = Team(for_long, 600)
        await team.begin(2)
        told = [team.is_busy]
        pieces = []
        for _ in range(4):
            pieces.append(asyncio.ensure_future(team.do(str(tmp_path))))
            await asyncio.sleep(0)
            told.append(team.is_busy)
        team.end()
        await asyncio.gather(*pieces, return_exceptions=True)
        return told

    assert asyncio.run(work()) == [False, False, False, False, True]
