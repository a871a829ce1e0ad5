"""One publisher at a time, and a batch is one data folder's; PostgreSQL's part is in its file."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kazcrawl.archive import Archive, BusyError
from kazcrawl.archive.batches import Batches, all_batches
from kazcrawl.disk.lock import LockedError
from tests.archive.test_store import numbered

ONE, TWO = "1" * 32, "2" * 32


@pytest.fixture
def folders(archive: Archive) -> Iterator[list[Batches]]:
    """The batches as two data folders see them."""
    seen = [Batches(archive.url, "kazinform", owner) for owner in (ONE, TWO)]
    yield seen
    for one in seen:
        one.close()


def open_in(batches: Batches) -> int:
    opened = batches.open(above=0, crawl_id="c", format_version=1, compression="none")
    assert opened is not None
    return opened.number


def numbers(batches: list[Any]) -> list[int]:
    return [batch.number for batch in batches]


def publish_in(batches: Batches) -> bool:
    (opened,) = batches.opened()
    path = f"kazinform/{opened.number}"
    return batches.publish(opened, path=path, records=1, size=1, sha256="e" * 64)


def test_a_batch_is_its_folders_until_another_takes_it_over(
    archive: Archive, folders: list[Batches]
) -> None:
    one, two = folders
    for number, folder in enumerate(folders):
        archive.add(numbered(number))
        open_in(folder)
    assert (numbers(one.opened()), numbers(one.left_by_others())) == ([1], [2])
    assert (numbers(two.opened()), numbers(two.left_by_others())) == ([2], [1])
    assert publish_in(two)
    two.adopt()
    assert (numbers(one.opened()), numbers(one.left_by_others())) == ([], [1])
    assert numbers(two.opened()) == [1]
    assert publish_in(two)
    assert (numbers(one.published([1, 2])), numbers(two.published([1, 2]))) == ([], [1, 2])
    one.adopt([2])
    assert (numbers(one.published([1, 2])), numbers(two.published([1, 2]))) == ([2], [1])
    assert [batch.owner for batch in all_batches(archive)] == [TWO, ONE]


def test_who_lost_a_batch_meanwhile_publishes_it_no_more(
    archive: Archive, folders: list[Batches]
) -> None:
    one, two = folders
    archive.add(numbered(1))
    open_in(one)
    (lost,) = one.opened()
    two.adopt()
    assert not one.publish(lost, path="p", records=1, size=1, sha256="e" * 64)
    assert numbers(two.opened()) == [1]


def test_a_batch_from_before_folders_had_ids_is_whosoevers_publishes_it(
    archive: Archive, folders: list[Batches]
) -> None:
    one, two = folders
    archive.add(numbered(1))
    open_in(one)
    with archive.writing() as connection:
        connection.exec_driver_sql("UPDATE batch SET owner = NULL")
    assert numbers(one.opened()) == numbers(two.opened()) == [1]
    assert publish_in(two)
    assert (numbers(one.published([1])), numbers(two.published([1]))) == ([], [1])


def _hold(url: str, ready: Any) -> None:
    with Batches(url, "kazinform", ONE).alone("scrapy publish", 0):
        ready.set()
        signal.pause()


def test_a_frozen_publisher_is_named_and_not_waited_for_for_ever(
    archive: Archive, folders: list[Batches]
) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    frozen = context.Process(target=_hold, args=(archive.url, ready))
    frozen.start()
    try:
        assert ready.wait(240)
        assert frozen.pid is not None
        os.kill(frozen.pid, signal.SIGSTOP)
        with pytest.raises(LockedError) as refused, folders[1].alone("scrapy crawl kazinform", 0.3):
            pass
    finally:
        frozen.kill()
        frozen.join()
    path = Path(archive.name).with_name(".archive.sqlite3.publishing")
    said = f"{path}: held by scrapy publish, process {frozen.pid}, since 20"
    assert str(refused.value).startswith(said)
    with folders[1].alone("scrapy crawl kazinform", 0):
        assert path.read_text().startswith("scrapy crawl kazinform, process ")


def test_an_archive_that_another_process_holds_is_one_line_and_waited_for_once(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Archive(archive.url)
    with waiting.writing() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    told = []
    with archive.writing():
        for number in range(2):
            with pytest.raises(BusyError) as refused:
                waiting.add(numbered(number))
            told.append(str(refused.value))
        Archive(archive.url).close()
        assert waiting.known([numbered(1).id]) == {}
    assert told == [f"archive {archive.name}: another process has held it for 3 seconds"] * 2
    with pytest.raises(BusyError):
        waiting.add(numbered(1))
    waiting.close()
