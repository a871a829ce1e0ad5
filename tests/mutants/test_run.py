"""A small project with tests that notice one fault, hang at another and pass over a third."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.mutants import bed, run

CODE = """
def share(part, whole):
    return part / whole


def countdown(start):
    while start > 0:
        start = start - 1


def unheld():
    return True
"""
TESTS = """
from kazcrawl.health.shares import countdown, share


def test_a_share():
    assert share(1, 2) == 0.5


def test_an_end():
    countdown(3)
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    for name, text in (
        ("kazcrawl/__init__.py", ""),
        ("kazcrawl/health/__init__.py", ""),
        ("kazcrawl/health/shares.py", CODE),
        ("tests/health/test_shares.py", TESTS),
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(bed, "_COPIED", ("kazcrawl", "tests"))
    monkeypatch.setattr(run, "_ROOT", root)
    monkeypatch.setattr(run, "_SECONDS", 2)
    return root


def test_the_same_seed_draws_the_same_mutants(project: Path) -> None:
    first, second = (run.sample(project, ["health"], 5, 1) for _ in range(2))
    assert first == second != run.sample(project, ["health"], 5, 2)
    assert len(first) == len(set(first)) == 5


def test_what_tests_notice_what_hangs_and_what_lives(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    monkeypatch.setattr("sys.argv", ["run", "--room", "health", "--out", str(out)])
    assert run.main() == 1
    said = capsys.readouterr().out.splitlines()
    tried = [json.loads(line) for line in (out / "mutants.jsonl").read_text().splitlines()]
    outcomes = {(one["mutant"]["before"], one["mutant"]["after"]): one["outcome"] for one in tried}
    assert outcomes["part / whole", "part * whole"] == "failed"
    assert outcomes["start - 1", "start + 1"] == outcomes["1", "0"] == "hung"
    assert outcomes["return True", "return None"] == outcomes["True", "False"] == "survived"
    line = "kazcrawl/health/shares.py:12: truth value: True → False    in: return True"
    assert line in said
    counts = Counter(one["outcome"] for one in tried)
    assert counts.total() == 10
    assert said[-1].split()[:5] == [
        *("all", "10"),
        *(str(counts["failed"] + counts["hung"]), str(counts["hung"]), str(counts["survived"])),
    ]
    assert (project / "kazcrawl/health/shares.py").read_text() == CODE


def test_a_room_whose_tests_fail_unchanged_is_told(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "tests/health/test_shares.py").write_text("def test_wrong():\n    assert False\n")
    sampled = run.sample(project, ["health"], 3, 1)
    assert list(run.run([bed.Bed(project, tmp_path / "bed")], sampled)) == []
    assert capsys.readouterr().err == (
        "health: its tests fail as they are: "
        "FAILED tests/health/test_shares.py::test_wrong - assert False\n"
    )
