"""Metrics of the last runs as a text file, which node_exporter's textfile collector reads."""

from collections import Counter
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.exposition import generate_latest

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.runs import Run, last_good_start, newest_runs
from kazcrawl.disk.whole import write_whole
from kazcrawl.health import WORDS
from kazcrawl.health.counts import by_edition, by_name


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
    stats: dict[str, Any] = run.stats
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
        ("run_duration_seconds", "How long it crawled.", stats.get("elapsed_time_seconds") or 0),
        ("run_requests", "Requests it sent.", stats.get("downloader/request_count", 0)),
        ("run_received_bytes", "Bytes it got.", stats.get("downloader/response_bytes", 0)),
        ("run_feed_records", "Records it published.", stats.get("feed/records", 0)),
        ("run_field_records", "Articles whose fields it counted.", _records(stats)),
    ):
        board.set(name, text, value, source=run.source)
    for result in ("new", "revised", "unchanged", "gone"):
        board.set(
            "run_articles",
            "Article versions of the last run by result.",
            stats.get(f"archive/{result}", 0),
            source=run.source,
            result=result,
        )
    _tell_editions(board, run)
    for quantile, name in (("0.5", "median"), ("0.95", "p95")):
        if (seconds := stats.get(f"delay/{name}")) is not None:
            board.set(
                "run_delay_seconds",
                "From publication on the site to the feed, of articles new since the last good "
                "run.",
                seconds,
                source=run.source,
                quantile=quantile,
            )


def _tell_editions(board: _Board, run: Run) -> None:
    listings, articles = by_edition(run.stats, "listing"), by_edition(run.stats, "article")
    refused = by_name(run.stats, "refused")
    for edition in sorted({*listings, *articles, *refused}):
        listing = listings.get(edition, Counter())
        article = articles.get(edition, Counter())
        failed = listing["failed"] + article["failed"]
        unfit = listing["unfit"] + article["unfit"] + article["generic"]
        for name, text, value in (
            ("run_failed_pages", "Pages that did not come.", failed),
            ("run_unfit_pages", "Pages that fit no known layout.", unfit),
            ("run_refused_pages", "Answers that were a refusal.", refused[edition]),
        ):
            board.set(name, text, value, source=run.source, edition=edition)


def _records(stats: dict[str, Any]) -> int:
    return sum(
        value for name, value in stats.items() if name[:6] == "field/" and name[-8:] == "/records"
    )
