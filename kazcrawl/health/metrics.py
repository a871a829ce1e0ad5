"""Metrics of the last runs as a text file, which node_exporter's textfile collector reads."""

from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.exposition import generate_latest

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.runs import Run, last_good_start, newest_runs
from kazcrawl.disk.whole import write_whole
from kazcrawl.health import WORDS
from kazcrawl.health.fields import RECORDS
from kazcrawl.health.run_report import UNTOLD, RunReport


def write_metrics(archive: Archive, path: Path) -> None:
    """Writes the metrics of the newest run of every source, whole or not at all.

    All are gauges of one run, with the label ``source`` (the spider's name); moments are seconds
    since 1970. Raises OSError and ArchiveError.
    """
    board = _Board()
    for run in newest_runs(archive):
        _tell_run(board, run)
        good = last_good_start(archive, run.source)
        board.set(
            "last_good_run_timestamp_seconds",
            "When the newest run began that ended with exit code 0; 0: none yet.",
            clock.parse(good).timestamp() if good else 0,
            source=run.source,
        )
    write_whole(path, [generate_latest(board.registry)])


class _Board:
    """Gauges by name, made when they are first set."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._gauges: dict[str, Gauge] = {}

    def set(self, name: str, text: str, value: float, **labels: str) -> None:
        if name not in self._gauges:
            self._gauges[name] = Gauge(
                f"kazcrawl_{name}", text, list(labels), registry=self.registry
            )
        self._gauges[name].labels(**labels).set(value)


def _tell_run(board: _Board, run: Run) -> None:
    report = RunReport.from_stats(run.stats)
    for word in WORDS:
        board.set(
            "run_verdict",
            "1 for the verdict on the last run, 0 for every other.",
            run.verdict == word,
            source=run.source,
            verdict=word,
        )
    for name, text, value in (
        ("run_exit_code", "Exit code of the last run.", run.exit_code or 0),
        ("run_timestamp_seconds", "When it began.", clock.parse(run.started_at).timestamp()),
        ("run_duration_seconds", "How long it crawled.", report.seconds),
        ("run_requests", "Requests it sent.", report.requests),
        ("run_received_bytes", "Bytes it got.", report.received_bytes),
        ("run_feed_records", "Records it published.", report.feed_records),
        ("run_field_records", "Articles whose fields it counted.", _records(report)),
    ):
        board.set(name, text, value, source=run.source)
    for result, number in report.archived.items():
        board.set(
            "run_articles",
            "Article versions of the last run by result.",
            number,
            source=run.source,
            result=result,
        )
    _tell_editions(board, run.source, report)
    if report.delay:
        for quantile, seconds in (("0.5", report.delay.median), ("0.95", report.delay.p95)):
            board.set(
                "run_delay_seconds",
                "From publication on the site to the feed, of articles new since the last good "
                "run.",
                seconds,
                source=run.source,
                quantile=quantile,
            )


def _tell_editions(board: _Board, source: str, report: RunReport) -> None:
    """What was asked for is told of even where nothing came: an edition never vanishes."""
    for code in sorted({*report.asked, *report.editions} - {UNTOLD}):
        edition = report.met(code)
        listings, articles = edition.listings, edition.articles
        for name, text, value in (
            ("run_failed_pages", "Pages that did not come.", listings.failed + articles.failed),
            (
                "run_unfit_pages",
                "Pages that fit no known layout.",
                listings.unfit + articles.unfit + articles.generic,
            ),
            ("run_refused_pages", "Answers that were a refusal.", edition.refused),
        ):
            board.set(name, text, value, source=source, edition=code)
        for reason, number in sorted((edition.failures + edition.errors).items()):
            board.set(
                "run_failures",
                "Failures by their reason: an HTTP status, an error's name or a word.",
                number,
                source=source,
                edition=code,
                reason=reason,
            )


def _records(report: RunReport) -> int:
    fills = (edition.fill for edition in report.editions.values())
    return sum(counts[RECORDS] for fill in fills for counts in fill.values())
