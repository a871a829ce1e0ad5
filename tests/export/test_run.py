"""An export that dies goes on where it was; what is there already is not written again."""

from pathlib import Path

import orjson
import pytest

from kazcrawl import clock
from kazcrawl.export import run
from kazcrawl.feeds.publisher import publish
from tests.export.conftest import Bed, odd


class Death(BaseException):
    """What kills a process in the middle of writing."""


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()}  # fmt: skip


@pytest.mark.parametrize("name", ["jsonl", "parquet", "sqlite", "atom"])
def test_a_death_leaves_whole_files_and_the_rest_is_written_next(
    bed: Bed, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"since": "2026-11-15"}
    whole = len(bed.export(tmp_path / "whole", name, **asked))
    put, written = run._Counted.__iter__, []

    def dies(counted):  # type: ignore[no-untyped-def]
        written.append(counted)
        for number, item in enumerate(put(counted)):
            if len(written) == min(3, whole) and number == 1:
                raise Death
            yield item

    monkeypatch.setattr(run._Counted, "__iter__", dies)
    with pytest.raises(Death):
        bed.export(tmp_path / "dead", name, **asked)
    monkeypatch.undo()
    left = tree(tmp_path / "dead")
    assert left.items() <= tree(tmp_path / "whole").items(), "nothing is half there"
    done = bed.export(tmp_path / "dead", name, **asked)
    assert sum(file.was_there for file in done) == min(3, whole) - 1
    assert tree(tmp_path / "dead") == tree(tmp_path / "whole")


def test_only_the_days_with_something_new_are_written_again(small: Bed, tmp_path: Path) -> None:
    done = small.export(tmp_path, "jsonl")
    assert not any(file.was_there for file in done)
    assert all(file.was_there for file in small.export(tmp_path, "jsonl"))
    fresh = odd(500, date_published="2026-11-20T10:00:00Z")
    fresh.fetched_at, fresh.crawl_id = "2026-11-30T00:00:00Z", "c"
    small.archive.add(fresh)
    publish(small.archive.url, small.folder / "feeds", "kazinform", "c")
    again = [file for file in small.export(tmp_path, "jsonl") if not file.was_there]
    assert [Path(file.name).parent.name for file in again] == ["dt=2026-11-20"]
    assert again[0].records == 1 + sum(
        file.records for file in done if "dt=2026-11-20" in file.name
    )


def test_a_manifest_tells_what_its_file_holds(small: Bed, tmp_path: Path) -> None:
    file = small.export(tmp_path, "jsonl", editions=("ru",))[-1]
    path = Path(file.name)
    told = orjson.loads((path.parent / f"_{path.name}.manifest.json").read_bytes())
    assert (told["file"], told["records"], told["bytes"]) == (
        path.name, file.records, path.stat().st_size,
    )  # fmt: skip
    assert (told["format"], told["selection"]) == ("jsonl", {"editions": ["ru"]})
    path.write_bytes(path.read_bytes()[:-1])
    assert not small.export(tmp_path, "jsonl", editions=("ru",))[-1].was_there, "it was cut"


def test_one_file_of_other_days_is_written_again(small: Bed, tmp_path: Path) -> None:
    (once,) = small.export(tmp_path, "sqlite", since="2026-11-20")
    (same,) = small.export(tmp_path, "sqlite", since="2026-11-20")
    (more,) = small.export(tmp_path, "sqlite")
    assert (once.was_there, same.was_there, more.was_there) == (False, True, False)
    assert more.records > once.records


def test_a_day_whose_day_before_came_late_leads_to_it(small: Bed, tmp_path: Path) -> None:
    first = small.export(tmp_path, "atom")[0]
    assert b"prev-archive" not in Path(first.name).read_bytes()
    late = odd(501, date_published="1999-01-05T10:00:00Z")
    late.fetched_at, late.crawl_id = "2026-11-30T00:00:00Z", "c"
    small.archive.add(late)
    publish(small.archive.url, small.folder / "feeds", "kazinform", "c")
    before, again = small.export(tmp_path, "atom")[:2]
    assert (before.was_there, again.was_there, again.name) == (False, False, first.name)
    leads = f'rel="prev-archive" href="../dt=1999-01-05/{Path(before.name).name}"'
    assert leads.encode() in Path(again.name).read_bytes()


def test_what_is_published_in_the_second_of_an_export_is_in_the_next(
    small: Bed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    records = []
    for number in (502, 503):
        fresh = odd(number, date_published="2026-11-20T10:00:00Z")
        fresh.fetched_at, fresh.crawl_id = "2026-11-30T00:00:00Z", "c"
        small.archive.add(fresh)
        publish(small.archive.url, small.folder / "feeds", "kazinform", "c")
        (file,) = small.export(tmp_path, "sqlite")
        records.append(file.records)
    assert records[1] == records[0] + 1
