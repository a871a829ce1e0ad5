"""``scrapy status``: what the archive holds, what was published, what waits."""

import argparse
from pathlib import Path
from typing import Any

import orjson
from scrapy.exceptions import UsageError

from kazcrawl import raw
from kazcrawl.archive import Archive
from kazcrawl.archive.batch_tally import batch_counts
from kazcrawl.archive.holdings import unpublished
from kazcrawl.archive.rights import rights_seen
from kazcrawl.archive.tally import holdings
from kazcrawl.archive.upkeep import last_runs
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import complain, opened_archive, read_config, telling
from kazcrawl.config import Config
from kazcrawl.disk.bucket import BucketError
from kazcrawl.feeds.shelves import shelf_of


class Command(KazcrawlCommand):
    """Reads only; safe beside a running crawl."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Show what the archive holds, what was published and what waits"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="for programs: one JSON object")
        parser.add_argument(
            "--evidence",
            metavar="FOLDER",
            type=Path,
            help="also write what hosts said of rights, as it came, a file each by its SHA-256",
        )

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        config = read_config(self.settings)
        with telling(self, config), opened_archive(config) as archive:
            if opts.evidence:
                _write_evidence(archive, opts.evidence)
            found = _status(archive, config)
            if opts.json:
                print(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
            else:
                _show(found)


def _status(archive: Archive, config: Config) -> dict[str, Any]:
    files, size = raw.disk_use(config.raw)
    return {
        "archive": archive.name,
        "holdings": [one._asdict() for one in holdings(archive)],
        "batches": batch_counts(archive)._asdict(),
        "unpublished": unpublished(archive),
        "rights": [right.told() for right in rights_seen(archive)],
        "push": _lag(archive, config) if config.on_batch else None,
        "runs": {
            source: {
                kind: {name: getattr(row, name) for name in _RUN} if row else None
                for kind, row in kinds.items()
            }
            for source, kinds in last_runs(archive).items()
        },
        "disk": {
            "archive_bytes": _size(config.data.glob("archive.sqlite3*")),
            "feed_bytes": _feed_bytes(config),
            "raw_files": files,
            "raw_bytes": size,
        },
    }


def _lag(archive: Archive, config: Config) -> dict[str, Any] | None:
    from kazcrawl.push import lag  # loaded where something is pushed

    behind = lag(archive, config.data, config.on_batch)
    return behind._asdict() if behind else None


def _feed_bytes(config: Config) -> int | None:
    """None where a bucket cannot be asked: the archive can be, and its status is what is wanted."""
    try:
        return shelf_of(config.feeds).size()
    except BucketError as error:
        complain(f"the feeds' size is not known: {error}")
        return None


def _write_evidence(archive: Archive, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for right in rights_seen(archive):
            if right.evidence is not None:
                (folder / str(right.told()["evidence"])).write_bytes(right.evidence)
    except OSError as error:
        raise UsageError(f"--evidence {folder}: {error.strerror}") from error


_COUNTS = ("articles", "gone", "revisions")
_RUN = ("crawl_id", "started_at", "finished_at", "verdict", "exit_code")


def _size(paths: Any) -> int:
    return sum(path.stat().st_size for path in paths if isinstance(path, Path) and path.is_file())


def _show(found: dict[str, Any]) -> None:
    holdings = found["holdings"]
    totals = {name: sum(row[name] for row in holdings) for name in _COUNTS}
    print(f"archive      {found['archive']}")
    print(
        f"holds        {totals['articles']:,} articles, {totals['gone']:,} of them gone, "
        f"{totals['revisions']:,} revisions; editions: "
        + (", ".join(dict.fromkeys(row["edition"] for row in holdings)) or "none")
    )
    _show_rest(found)
    # Plain columns: to load what draws a table takes longer than all that is asked for here.
    rows = [("source", "edition", "year", *_COUNTS)]
    for held in holdings:
        counts = (f"{held[name]:,}" for name in _COUNTS)
        rows.append((held["source"], held["edition"], held["year"] or "no date", *counts))
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, "<<<>>>", widths, strict=True)
        print("  ".join(f"{cell:{side}{width}}" for cell, side, width in cells))


def _show_rest(found: dict[str, Any]) -> None:
    """What was published, what waits, the last runs, and disk use."""
    done = found["batches"]
    print(
        f"published    {done['published']:,} batches, {done['records']:,} records"
        + (f", the newest {done['newest']}" if done["newest"] else "")
    )
    print(f"unpublished  {found['unpublished']} versions, {done['open']} open batches")
    for right in found["rights"]:
        words = " ".join(right["words"].split())[:100]
        print(f"rights       {right['host']} {right['kind']}: {words} ({right['last_seen']})")
    if found["push"]:
        print(f"push         {_lag_told(found['push'])}")
    for source, kinds in found["runs"].items():
        run, good = kinds["run"], kinds["good"]
        print(f"last run     {source} {run['started_at']}: {run['verdict'] or 'did not end'}")
        print(f"last good    {source} {good['started_at'] if good else 'none yet'}")
    disk = found["disk"]
    print(
        f"disk         archive {_megabytes(disk['archive_bytes'])}, "
        f"feeds {_megabytes(disk['feed_bytes'])}, "
        f"raw pages {_megabytes(disk['raw_bytes'])} in {disk['raw_files']} files"
    )


def _lag_told(push: dict[str, Any]) -> str:
    waiting = f"{push['records']} records wait"
    if push["ended"]:
        return f"{waiting}: the receiver wants nothing any more"
    if push["reason"]:
        return f"{waiting}: {push['reason']}, tried again after {push['next_at']}"
    return waiting


def _megabytes(size: int | None) -> str:
    return "not known" if size is None else f"{size / 1e6:,.1f} MB"
