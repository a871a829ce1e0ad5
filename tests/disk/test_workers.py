"""Work done by processes: in order, whatever becomes of them, and never behind their parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from kazcrawl.disk.workers import Workers, cores
from tests.support import ROOT, environment

PARENT = """
import time
from tests.disk.test_workers import own_number
from kazcrawl.disk.workers import Workers
for number, worker in enumerate(Workers(2, "os").in_order(own_number, [(), ()])):
    print(worker, flush=True)
    time.sleep(600 * number)
"""


def twice(number: int) -> int:
    return 2 * number


def fragile(number: int, parent: int) -> tuple[int, bool]:
    """A number, and whether the parent itself did the work: one piece kills any other process."""
    if number == 3 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return number, os.getpid() == parent


def stopping(number: int, parent: int) -> tuple[int, bool]:
    """The same, but that the piece stops its process, as a hanging one would be."""
    if number == 3 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGSTOP)
    return number, os.getpid() == parent


def breaking_off(number: int, parent: int) -> int:
    """A number; its process dies in the midst of telling number 3."""
    if number == 3 and os.getpid() != parent:
        os.write(int(sys.argv[1]), (1000).to_bytes(8) + b"the beginning of an outcome")
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def refusing(number: int) -> int:
    if number == 2:
        raise OSError(5, "no more pages")
    return number


def own_number() -> int:
    return os.getpid()


@pytest.fixture
def two() -> Iterator[Workers]:
    workers = Workers(2, __name__)
    yield workers
    workers.end()


def test_outcomes_come_in_the_order_of_their_pieces(two: Workers) -> None:
    pieces = [(number,) for number in range(50)]
    doubled = [2 * number for number in range(50)]
    assert list(two.in_order(twice, pieces)) == doubled
    assert list(two.in_order(twice, pieces)) == doubled
    assert list(Workers(1, __name__).in_order(twice, pieces)) == doubled


def test_a_worker_that_dies_loses_nothing(two: Workers) -> None:
    parent = os.getpid()
    pieces = [(number, parent) for number in range(20)]
    outcomes = list(two.in_order(fragile, pieces))
    assert [number for number, _ in outcomes] == list(range(20))
    # The other worker goes on; what the dead one had, and would have had, the parent does.
    assert {number for number, is_parents in outcomes if is_parents} == set(range(3, 20, 2))


def test_a_worker_that_hangs_is_waited_for_so_long_and_loses_nothing() -> None:
    workers = Workers(2, __name__, patience=2)
    parent = os.getpid()
    try:
        outcomes = list(workers.in_order(stopping, [(number, parent) for number in range(20)]))
    finally:
        workers.end()
    assert [number for number, _ in outcomes] == list(range(20))
    assert set(range(3, 20, 2)) <= {number for number, is_parents in outcomes if is_parents}


def test_half_an_outcome_is_none(two: Workers) -> None:
    # Of its last piece: where others wait, the socket itself says that its end is gone.
    pieces = [(number, os.getpid()) for number in range(4)]
    assert list(two.in_order(breaking_off, pieces)) == [0, 1, 2, 3]


def test_what_the_work_raises_is_raised_here_when_its_turn_comes(two: Workers) -> None:
    done = two.in_order(refusing, [(number,) for number in range(9)])
    assert [next(done), next(done)] == [0, 1]
    with pytest.raises(OSError, match="no more pages"):
        next(done)


def test_no_more_than_the_cores_that_there_are() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


def test_workers_end_with_their_parent_however_that_ends() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, env=environment(), stdout=subprocess.PIPE,
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        parent.kill()
    until = time.monotonic() + 60
    for worker in workers:
        while is_there(worker) and time.monotonic() < until:
            time.sleep(0.05)
        assert not is_there(worker)


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
