"""Manifests apart and beside their files: written, counted, kept true and removed together."""

from pathlib import Path

import pytest

from kazcrawl.archive import Archive
from kazcrawl.archive.forgetting import forget
from kazcrawl.feeds.manifests import (
    BOTH,
    NEW,
    manifests_in,
    manifests_of,
    number_of,
    remove,
)
from kazcrawl.feeds.publisher import Published, publish, rebuild
from kazcrawl.feeds.shelves import every_manifest
from kazcrawl.feeds.verify import verify
from tests.feeds.test_rebuild import add, content

ADDRESS = "https://www.inform.kz/ru/words-000001"


def published(
    archive: Archive, url: str, feeds: Path, manifests: str, number: int = 1
) -> Published:
    add(archive, number)
    (done,) = publish(url, feeds, "kazinform", "c1", "none", manifests)
    return done


def test_both_manifests_say_the_same_and_each_has_its_place(
    archive: Archive, url: str, feeds: Path
) -> None:
    done = published(archive, url, feeds, BOTH)
    apart, beside = manifests_of(done.path)
    assert apart.read_bytes() == beside.read_bytes()
    day = done.path.parent.name
    assert apart == feeds / ".manifests" / "kazinform" / day / "kazinform-000001.manifest.json"
    assert beside == done.manifest == done.path.with_name("kazinform-000001.manifest.json")


def test_a_spiders_folder_holds_feed_files_alone_when_manifests_stand_apart(
    archive: Archive, url: str, feeds: Path
) -> None:
    done = published(archive, url, feeds, NEW)
    assert [path for path in feeds.glob("kazinform/**/*") if path.is_file()] == [done.path]
    assert done.manifest == manifests_of(done.path)[0]
    assert list(verify(archive, feeds, NEW)) == []
    assert list(verify(archive, feeds)) == [f"{manifests_of(done.path)[1]}: is not there"]
    assert list(every_manifest(feeds)) == [done.manifest]


def test_a_manifest_goes_before_its_file_which_counts_by_it(
    archive: Archive, url: str, feeds: Path
) -> None:
    done = published(archive, url, feeds, BOTH)
    assert isinstance(done.path, Path)
    done.path.unlink()
    done.path.mkdir()  # what cannot be removed as a file
    with pytest.raises(OSError, match=done.path.name):
        remove(done.path)
    assert list(every_manifest(feeds)) == []


def test_numbers_go_on_above_manifests_of_either_form(
    archive: Archive, url: str, feeds: Path
) -> None:
    for number, manifests in enumerate((BOTH, NEW, BOTH, NEW), start=1):
        done = published(archive, url, feeds, manifests, number)
        assert done.path.name == f"kazinform-{number:06d}.jsonl"
    manifests_of(done.path)[1].write_text("{}")
    assert sorted(manifests_in(feeds / "kazinform")) == [1, 2, 3, 4]
    assert all(
        path.parts[-4] == ".manifests" for path in manifests_in(feeds / "kazinform").values()
    )


def test_a_rebuilt_batch_keeps_the_manifest_beside_it_true(
    archive: Archive, url: str, feeds: Path
) -> None:
    done = published(archive, url, feeds, BOTH)
    before = done.manifest.read_bytes()
    forget(archive, ADDRESS)
    rebuild(url, feeds, "kazinform", ["1"], NEW)
    apart, beside = manifests_of(done.path)
    assert beside.read_bytes() == apart.read_bytes() != before
    assert list(verify(archive, feeds)) == []


def test_a_batch_of_before_has_its_manifest_beside_it_alone_and_is_sound(
    archive: Archive, url: str, feeds: Path
) -> None:
    done = published(archive, url, feeds, BOTH)
    manifests_of(done.path)[0].unlink()
    for manifests in (BOTH, NEW):
        assert list(verify(archive, feeds, manifests)) == []
    assert manifests_in(feeds / "kazinform") == {1: done.manifest}


def test_what_is_removed_leaves_neither_manifest_nor_empty_folder(
    archive: Archive, url: str, feeds: Path
) -> None:
    first, second = (published(archive, url, feeds, BOTH, number) for number in (1, 2))
    remove(first.path)
    assert len(content(feeds)) == 3
    remove(second.path)
    remove(second.path)
    assert content(feeds) == {}
    assert list(feeds.rglob("dt=*")) == []


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("kazinform-000012", 12), ("12", 12), ("other-000012", None), ("kazinform-x", None),
        ("kazinform-", None), ("", None), ("-", None), ("-12", 12),
    ],
)  # fmt: skip
def test_a_batchs_number_is_read_of_its_own_names_only(name: str, number: int | None) -> None:
    assert number_of("kazinform", name) == number
