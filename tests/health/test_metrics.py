"""The metrics of the last runs, as Prometheus reads them from a file."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from prometheus_client.parser import text_string_to_metric_families

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.runs import begin_run, end_run
from kazcrawl.health import WORDS, RunReport
from kazcrawl.health.counts import ArchivedCounts, ListingCounts
from kazcrawl.health.metrics import write_metrics
from kazcrawl.health.run_report import Delay
from tests.health.cases import NOW, edition, run

Metrics = dict[tuple[str, str], float]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    yield archive
    archive.close()


def note(archive: Archive, report: RunReport, verdict: str = "good", code: int = 0) -> None:
    name = f"{report.source}-{clock.text(report.started)}"
    begin_run(archive, name, report.source, clock.text(report.started))
    end_run(
        archive,
        name,
        finished_at=clock.text(report.started),
        verdict=verdict,
        exit_code=code,
        stats=orjson.dumps(report.as_stats()).decode(),
        walked={},
    )


def metrics_of(archive: Archive, folder: Path) -> Metrics:
    """Every sample by its name and its labels but ``source``, as ``edition=ru``."""
    path = folder / "kazcrawl.prom"
    write_metrics(archive, path)
    found: Metrics = {}
    for family in text_string_to_metric_families(path.read_text("utf-8")):
        assert family.type == "gauge"
        assert family.documentation
        for sample in family.samples:
            labels = dict(sample.labels)
            source = labels.pop("source")
            text = ",".join(f"{name}={value}" for name, value in sorted(labels.items()))
            found[f"{source} {sample.name}", text] = sample.value
    return found


def full() -> RunReport:
    report = run(
        ru=edition(
            listings=ListingCounts(pages=9, failed=1, unfit=20),
            failed=300,
            unfit=4000,
            generic=50000,
            refused=7,
            failures={"503": 300, "403": 1},
        ),
        qz=edition(),
    )
    report.edition("ru").fill = {"g3": Counter(records=5, image=4), "g2": Counter(records=2)}
    report.edition("kk").fill["g3"] = Counter(records=10)
    report.edition("").failures["404"] = 1
    report.archived = ArchivedCounts(11, 12, 13, 14)
    report.seconds, report.requests, report.received_bytes = 90.5, 120, 34567
    report.feed_records, report.delay = 23, Delay(11, 1500, 2400)
    return report


def test_a_runs_figures_are_there(archive: Archive, tmp_path: Path) -> None:
    note(archive, full(), "refused", 4)
    found = metrics_of(archive, tmp_path)
    expected = {
        ("run_exit_code", ""): 4,
        ("run_timestamp_seconds", ""): NOW.timestamp(),
        ("run_duration_seconds", ""): 90.5,
        ("run_requests", ""): 120,
        ("run_received_bytes", ""): 34567,
        ("run_feed_records", ""): 23,
        ("run_field_records", ""): 17,
        ("run_articles", "result=new"): 11,
        ("run_articles", "result=revised"): 12,
        ("run_articles", "result=unchanged"): 13,
        ("run_articles", "result=gone"): 14,
        ("run_delay_seconds", "quantile=0.5"): 1500,
        ("run_delay_seconds", "quantile=0.95"): 2400,
        ("run_failed_pages", "edition=ru"): 301,
        ("run_unfit_pages", "edition=ru"): 54020,
        ("run_refused_pages", "edition=ru"): 7,
        ("run_failures", "edition=ru,reason=503"): 300,
        ("run_failures", "edition=ru,reason=403"): 1,
        ("last_good_run_timestamp_seconds", ""): 0,
        **{
            (f"run_{name}_pages", f"edition={code}"): 0
            for name in ("failed", "unfit", "refused")
            for code in ("kk", "qz")
        },
        **{("run_verdict", f"verdict={word}"): word == "refused" for word in WORDS},
    }
    assert found == {
        (f"kazinform kazcrawl_{name}", labels): value for (name, labels), value in expected.items()
    }


def test_the_newest_run_of_each_spider_is_told(archive: Archive, tmp_path: Path) -> None:
    from datetime import timedelta

    for hours, source, verdict, code in (
        (3, "kazinform", "good", 0),
        (2, "kazinform", "unreachable", 4),
        (1, "republisher", "nothing new", 0),
    ):
        note(archive, run(of=source, before=timedelta(hours=hours)), verdict, code)
    found = metrics_of(archive, tmp_path)
    good = "kazcrawl_last_good_run_timestamp_seconds"
    assert found["kazinform kazcrawl_run_exit_code", ""] == 4
    assert found[f"kazinform {good}", ""] == (NOW - timedelta(hours=3)).timestamp()
    assert found["republisher kazcrawl_run_exit_code", ""] == 0
    assert found[f"republisher {good}", ""] == (NOW - timedelta(hours=1)).timestamp()


def test_a_run_without_delay_tells_none(archive: Archive, tmp_path: Path) -> None:
    note(archive, run())
    assert not any("delay" in name for name, _ in metrics_of(archive, tmp_path))


def test_without_a_run_the_file_is_empty_and_whole(archive: Archive, tmp_path: Path) -> None:
    assert metrics_of(archive, tmp_path) == {}
