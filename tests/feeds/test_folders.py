"""Two data folders on one archive: each version is in one of them, whoever dies."""

import logging
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from kazcrawl.archive import Archive
from kazcrawl.archive.batches import Batches
from kazcrawl.archive.upkeep import note_removals
from kazcrawl.disk import steps
from kazcrawl.disk.identity import identity_of
from kazcrawl.disk.lock import LockedError
from kazcrawl.feeds.manifests import remove
from kazcrawl.feeds.publisher import FeedError, publish, rebuild
from kazcrawl.feeds.verify import published_here, verify
from tests.feeds.test_rebuild import Death, add, content


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """The feeds of two data folders."""
    return [tmp_path / "one" / "feeds", tmp_path / "two" / "feeds"]


@pytest.fixture
def watched() -> Iterator[None]:
    yield
    steps.watch(None)


def die_at(step: str) -> None:
    def die(name: str) -> None:
        if name == step:
            raise Death

    steps.watch(die)


def texts(folder: Path) -> list[str]:
    files = sorted(folder.glob("*/dt=*/*.jsonl"))
    return [orjson.loads(line)["article_body"] for file in files for line in file.open("rb")]


def die_in(url: str, folder: Path) -> None:
    """Leaves a batch open, its file not there."""
    die_at("batch opened")
    with pytest.raises(Death):
        publish(url, folder, "kazinform", "c1")
    steps.watch(None)


def test_a_batch_that_a_death_left_open_is_finished_by_its_own_folder(
    archive: Archive, url: str, folders: list[Path], caplog: pytest.LogCaptureFixture, watched: None
) -> None:
    one, two = folders
    add(archive, 1)
    die_in(url, one)
    add(archive, 2)
    with caplog.at_level(logging.WARNING):
        publish(url, two, "kazinform", "c2")
    (said,) = caplog.messages
    assert said.startswith("kazinform-000001, opened at 20")
    assert said.endswith("or, where that is lost, scrapy publish --adopt here")
    assert (texts(one), texts(two)) == ([], ["Text 2."])
    caplog.clear()
    publish(url, one, "kazinform", "c3")
    assert caplog.messages == []
    assert (texts(one), texts(two)) == (["Text 1."], ["Text 2."])
    for folder in folders:
        assert list(verify(archive, folder)) == []
        assert len(published_here(archive, folder)) == 1


def test_a_feeds_folder_that_stands_elsewhere_is_one_data_folders(
    archive: Archive, url: str, tmp_path: Path
) -> None:
    feeds, own, other = (tmp_path / name for name in ("elsewhere", "own", "other"))
    add(archive, 1)
    publish(url, feeds, "kazinform", "c1", place=own)
    assert identity_of(own) is not None
    assert list(verify(archive, feeds, place=own)) == []
    assert len(published_here(archive, feeds, own)) == 1
    add(archive, 2)
    with pytest.raises(FeedError, match=r"elsewhere: is another data folder's; each needs one"):
        publish(url, feeds, "kazinform", "c2", place=other)
    publish(url, feeds, "kazinform", "c3", place=own)
    assert len(rebuild(url, feeds, "kazinform", ["1"], place=own)) == 1
    assert texts(feeds) == ["Text 1.", "Text 2."]


def test_a_lost_folders_batches_are_taken_over_on_demand(
    archive: Archive, url: str, folders: list[Path], watched: None
) -> None:
    lost, here = folders
    add(archive, 1)
    publish(url, lost, "kazinform", "c1")
    add(archive, 2)
    die_in(url, lost)
    assert publish(url, here, "kazinform", "c2") == []
    (adopted,) = publish(url, here, "kazinform", "c2", adopt=True)
    assert adopted.path.name == "kazinform-000002.jsonl"
    assert rebuild(url, here, "kazinform", ["1"]) == []
    assert texts(here) == ["Text 2."]
    assert len(rebuild(url, here, "kazinform", ["1"], adopt=True)) == 1
    assert texts(here) == ["Text 1.", "Text 2."]
    assert list(verify(archive, here)) == []


def test_a_file_of_a_batch_that_was_taken_over_meanwhile_goes_again(
    archive: Archive, url: str, folders: list[Path], watched: None
) -> None:
    slow, quick = folders
    add(archive, 1)
    taker = Batches(url, "kazinform", "f" * 32)

    def take_over(step: str) -> None:
        if step == "before final commit":
            taker.adopt()

    steps.watch(take_over)
    with pytest.raises(FeedError, match=r"kazinform-000001\.jsonl: another data folder took this"):
        publish(url, slow, "kazinform", "c1")
    steps.watch(None)
    taker.close()
    assert content(slow) == {}
    publish(url, quick, "kazinform", "c2", adopt=True)
    assert texts(quick) == ["Text 1."]


def test_a_pruned_batch_that_is_written_again_is_verified_again(
    archive: Archive, url: str, feeds: Path
) -> None:
    for number in range(2):
        add(archive, number)
        publish(url, feeds, "kazinform", "c1")
    files = sorted(feeds.glob("*/dt=*/*.jsonl"))
    note_removals(archive, "feed", [str(file.relative_to(feeds)) for file in files])
    for file in files:
        remove(file)
    (again,) = rebuild(url, feeds, "kazinform", ["1"])
    assert list(verify(archive, feeds)) == []
    again.path.write_bytes(b"torn")
    assert list(verify(archive, feeds)) == [
        f"{again.path}: 4 bytes that are not those which were published"
    ]


def test_who_publishes_at_the_same_time_is_waited_for_no_longer_than_told(
    archive: Archive, url: str, feeds: Path
) -> None:
    add(archive, 1)
    other = Batches(url, "kazinform", "f" * 32)
    with other.alone("scrapy publish", 0), pytest.raises(LockedError, match="by scrapy publish, "):
        publish(url, feeds, "kazinform", "c1", patience=0)
    other.close()
    assert len(publish(url, feeds, "kazinform", "c1", patience=0)) == 1
