"""What a run asks of the archive costs as much in an archive of any size: by indexes alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import crawl, sample_site

# What gets a row an article, a run, a walk or an address, and is never thinned.
GROWING = "version|head|alias|address_key|batch|membership|validator|witness|removal"
_FIRST, _SECOND = "2026-11-23T12:00:00Z", "2026-11-23T14:00:00Z"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a first run, and of an ordinary one that found news; ``plans`` is how
    their queries were answered."""
    folder = tmp_path_factory.mktemp("plans")
    options = ("-a", "editions=ru,kk", "-s", "STATS_CLASS=tests.archive.plans.Plans")
    for articles, moment in ((60, _FIRST), (70, _SECOND)):
        with sample_site(folder / moment, articles=articles, layout="g3", days=5) as site:
            arguments = ("-a", "since=2026-11-20") if moment == _FIRST else ("-a", "sections=all")
            run = crawl(
                folder, site, *options, *arguments,
                KAZTEST_NOW=moment, KAZTEST_PLANS=str(folder / "plans"),
            )  # fmt: skip
            assert run.returncode == 0, run.stderr
    return folder


def steps(data: Path) -> Iterator[tuple[str, str]]:
    for row in (data / "plans").read_text().splitlines():
        told = json.loads(row)
        yield told["step"], told["statement"]


def test_no_query_of_a_run_goes_over_a_whole_table_that_grows(data: Path) -> None:
    scans = [
        f"{step}: {statement}"
        for step, statement in steps(data)
        if re.match(rf"SCAN ({GROWING})\b", step)
    ]
    assert scans == []
    # The run asked what runs ask: what is held, what to look at again, what is published.
    assert {table for step, _ in steps(data) for table in re.findall(r"SEARCH (\w+)", step)} >= {
        "version", "head", "alias", "batch", "waiting", "membership", "validator",
    }  # fmt: skip


def test_no_query_of_a_run_goes_over_all_versions_of_a_source_or_edition(data: Path) -> None:
    of_many = r"SEARCH version USING .*\((source=\?|source=\? AND edition=\?)\)"
    wide = [statement for step, statement in steps(data) if re.match(of_many, step)]
    # The newest moment is the last entry of the index, whatever stands before it.
    assert [one for one in wide if not one.startswith("SELECT max(version.date_published)")] == []


def test_no_query_of_a_run_goes_over_all_batches_or_runs_of_a_source(data: Path) -> None:
    of_many = r"SEARCH (batch|run) USING .*\(source=\?\)"
    # Of the open ones there are next to none; and the first or last entry of an index is one step.
    wide = {
        statement
        for step, statement in steps(data)
        if re.match(of_many, step) and "batch_open" not in step
    }
    assert [one for one in wide if "max(batch.number)" not in one and "LIMIT" not in one] == []
