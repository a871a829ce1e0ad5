"""A bucket that speaks S3: the file first, then the manifest, which nobody puts over another's."""

from pathlib import Path

import orjson
import pytest

from kazcrawl.export.page import ExportError, LackingError
from kazcrawl.export.targets import target_of
from tests.export.conftest import Bed
from tests.s3 import held


@pytest.fixture
def place(bucket: str) -> str:
    """A new bucket's folder."""
    return bucket


def told(content: dict[str, bytes]) -> dict[str, dict[str, object]]:
    return {name: orjson.loads(raw) for name, raw in content.items() if name.endswith("st.json")}


def test_a_bucket_holds_what_a_folder_does(small: Bed, tmp_path: Path, place: str) -> None:
    small.export(tmp_path / "folder", "jsonl")
    done = small.export(place, "jsonl")
    content = held(place)
    manifests = told(content)
    assert len(content) == 2 * len(manifests) == 2 * len(done)
    files = {name for name in content if name not in manifests}
    for name, manifest in manifests.items():
        own = f"{name.rpartition('/')[0]}/{manifest['file']}"
        day = own.split("/")[1]
        assert own in files
        (beside,) = (tmp_path / "folder/kazinform" / day).glob("[!_]*")
        assert content[own] == beside.read_bytes()
    assert all(file.was_there for file in small.export(place, "jsonl"))


def test_of_two_publishers_one_is_told_and_the_others_file_stays(place: str) -> None:
    first, second = target_of(place), target_of(place)
    name = "kazinform/dt=2026-11-20/kazinform-2026-11-20.jsonl"
    assert first.manifest(name) is None
    assert second.manifest(name) is None
    kept = first.put(name, lambda path: path.write_bytes(b"first\n"), {"records": 1})
    with pytest.raises(ExportError, match="another publisher writes here just now"):
        second.put(name, lambda path: path.write_bytes(b"second\n"), {"records": 1})
    assert target_of(place).manifest(name) == kept
    content = held(place)
    assert content[f"kazinform/dt=2026-11-20/{kept['file']}"] == b"first\n"


def test_a_file_is_replaced_and_the_one_before_it_goes(place: str) -> None:
    name = "kazinform/dt=2026-11-20/kazinform-2026-11-20.jsonl"
    for text in (b"one\n", b"two\n"):
        target = target_of(place)
        target.manifest(name)
        target.put(name, lambda path, text=text: path.write_bytes(text), {"records": 1})
    late, target = target_of(place), target_of(place)
    for each in (late, target):
        each.manifest(name)
    target.put(name, lambda path: path.write_bytes(b"three\n"), {"records": 1})
    assert [raw for key, raw in held(place).items() if key.endswith(".jsonl")] == [b"three\n"]
    with pytest.raises(ExportError, match="another publisher"):
        late.put(name, lambda path: path.write_bytes(b"late\n"), {"records": 1})


def test_two_that_put_the_same_are_both_content(place: str) -> None:
    targets = [target_of(place), target_of(place)]
    name = "kazinform/dt=2026-11-20/kazinform-2026-11-20.jsonl"
    for target in targets:
        target.manifest(name)
    first, second = (
        target.put(name, lambda path: path.write_bytes(b"same\n"), {"records": 1})
        for target in targets
    )
    assert first == second
    assert len(held(place)) == 2


def test_a_file_that_is_put_once_more_as_it_was_stays(place: str) -> None:
    name = "kazinform/dt=2026-11-20/kazinform-2026-11-20.jsonl"
    for state in ("before", "behind"):
        target = target_of(place)
        target.manifest(name)
        target.put(name, lambda path: path.write_bytes(b"same\n"), {"state": state})
    manifest = target_of(place).manifest(name)
    assert manifest is not None
    assert manifest["state"] == "behind"
    assert held(place)[f"kazinform/dt=2026-11-20/{manifest['file']}"] == b"same\n"


def test_a_bucket_that_is_not_there_is_one_line(place: str) -> None:
    with pytest.raises(ExportError) as told:
        target_of("s3://no-such-bucket/x").put("a/b.jsonl", lambda path: path.touch(), {})
    assert "\n" not in str(told.value)
    assert str(told.value).startswith("s3://no-such-bucket/x/a/b-e3b0c44298fc1c14.jsonl: ")


def test_without_obstore_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "obstore", None)
    with pytest.raises(LackingError, match=r"pip install 'kazcrawl\[s3\]'"):
        target_of("s3://bucket/x")
