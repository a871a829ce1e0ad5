"""``scrapy coverage``: what proves a day, and what is known of recall."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.runs import begin_run, end_run
from kazcrawl.archive.spans import Span, note_walked
from kazcrawl.health.counts import AuditCounts, WitnessCounts
from kazcrawl.health.run_report import RunReport
from tests.support import scrapy

NOW = "2026-11-23T12:00:00Z"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which two editions were walked, and one was audited."""
    folder = tmp_path_factory.mktemp("data")
    archive = Archive(f"sqlite:///{folder}/archive.sqlite3")
    midnight = datetime(2026, 11, 19, 19, tzinfo=UTC)
    for edition, evidence in (("kk", "page 3 is empty, twice"), ("ru", "all of page 2 is older")):
        note_walked(
            archive,
            "kazinform",
            edition,
            Span(midnight, midnight + timedelta(days=2)),
            kind="day",
            ending="last",
            evidence=evidence,
            crawl_id="20261122T000000Z-1",
        )
    report = RunReport("kazinform", clock.parse("2026-11-22T00:00:00Z"))
    report.edition("kk").audit = AuditCounts(200, 3)
    report.edition("kk").witnesses = WitnessCounts(90, 80, 72)
    begin_run(archive, "20261122T000000Z-1", "kazinform", "2026-11-22T00:00:00Z")
    end_run(
        archive,
        "20261122T000000Z-1",
        walked={},
        finished_at="2026-11-22T00:10:00Z",
        verdict="good",
        exit_code=0,
        stats=json.dumps(report.as_stats()),
    )
    archive.close()
    return folder


def said(data: Path, *arguments: str) -> str:
    settings = ("-s", f"KAZCRAWL_DATA={data}", "-s", f"KAZTEST_NOW={NOW}")
    done = scrapy("coverage", *settings, *arguments, COLUMNS="200")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_proves_a_day_is_printed_by_edition(data: Path) -> None:
    proofs = said(data, "--why", "2026-11-20").splitlines()
    span = "2026-11-19T19:00:00Z to 2026-11-21T19:00:00Z"
    assert [row.partition(" (")[0] for row in proofs] == [
        f"kk  {span}  day, last: page 3 is empty, twice",
        f"ru  {span}  day, last: all of page 2 is older",
    ]
    assert "20261122T000000Z-1)" in proofs[0]
    told = json.loads(said(data, "--why", "2026-11-20", "--json"))
    assert told["kk"][0]["evidence"] == "page 3 is empty, twice"


def test_a_day_that_nobody_walked_has_no_proof(data: Path) -> None:
    assert said(data, "--why", "2026-11-18") == (
        "Nothing proves that 2026-11-18 was walked for kazinform.\n"
    )


def test_recall_and_what_two_witnesses_let_expect_stand_beside_the_ledger(data: Path) -> None:
    rows = {row.split()[0]: row for row in said(data).splitlines() if "listed" in row}
    assert rows["kk"].endswith(
        "recall 98.5% of 200 audited, 98 told by feed and listing of 98 to 107 "
        "(95%, were they independent)"
    )
    assert "recall" not in rows["ru"]
    told = json.loads(said(data, "--json"))
    assert told["recall"] == {"kk": {"listed": 200, "missed": 3, "recall": 0.985}}
    assert told["estimates"]["kk"]["high"] == 107


def test_a_day_that_is_none_is_one_line(data: Path) -> None:
    done = scrapy("coverage", "-s", f"KAZCRAWL_DATA={data}", "--why", "yesterday")
    assert done.returncode == 2
    assert "--why" in done.stderr
    assert "Traceback" not in done.stderr
