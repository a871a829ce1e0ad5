"""``scrapy export``: published records in the forms that newsrooms and data teams use."""

import argparse
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.progress import Progress
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.settings import Settings

from kazcrawl import clock, health
from kazcrawl.archive import Archive
from kazcrawl.archive.holdings import editions
from kazcrawl.archive.rights import rights_seen
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_day, complain, opened_archive, read_config, telling
from kazcrawl.cli.parser import check_words, options_of
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config import Config
from kazcrawl.disk.whole import SUFFIXES
from kazcrawl.export import FORMATS, Exported, Selection, export
from kazcrawl.export.formats import format_named
from kazcrawl.export.page import ExportError, Format, LackingError
from kazcrawl.export.run import Source
from kazcrawl.export.selection import Days
from kazcrawl.export.targets import Target, target_of
from kazcrawl.feeds.cursor import Cursor
from kazcrawl.logs.program import called
from kazcrawl.raw.page import DAMAGED


class Command(KazcrawlCommand):
    """Reads only what is published; safe beside a running crawl."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}
    takes_words = True

    def syntax(self) -> str:
        return "FOLDER --format NAME"

    def short_desc(self) -> str:
        return f"Write what is published as {', '.join(FORMATS)}; FOLDER may be s3://BUCKET/PREFIX"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        option = parser.add_argument
        option("--format", choices=FORMATS, metavar="NAME", help=f"one of {', '.join(FORMATS)}")
        option("--source", metavar="SPIDER", help="only what this spider published")
        option("--editions", metavar="CODES", help="only these editions, parted by commas")
        option("--language", metavar="TAGS", help="only these languages: kk, kk-Latn, …")
        option("--section", metavar="NAMES", help="only articles of one of these sections")
        day = "of publication, on the site's clock (wacz: of fetch, UTC)"
        option("--since", metavar="DAY", help=f"the first day {day}")
        option("--until", metavar="DAY", help=f"the last day {day}")
        option("--since-batch", metavar="CURSOR", help="only what stands behind a feed's cursor")
        option("--latest", action="store_true", help="only newest versions; none that is gone")
        option("--as-of", metavar="MOMENT", help="what was published by 2026-11-23T12:00:00Z")
        option("--base-url", metavar="URL", default="", help="where the files will be found")
        option("--compression", choices=tuple(SUFFIXES), default="none", help="of jsonl")

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        selection = _read_selection(args, opts)
        config = read_config(self.settings)
        _check_apart(args[0], config)
        with telling(self, config), opened_archive(config) as archive:
            try:
                how = format_named(opts.format)
                target = target_of(args[0])
                files: list[Exported] = []
                damaged: list[Path] = []
                for source in _sources(archive, opts, selection):
                    days = _days(archive, config, source, how, selection, damaged)
                    files += _written(target, days, how, selection, opts, _rights(archive))
            except LackingError as error:
                raise WrongUsage(str(error)) from None
            except ExportError as error:
                complain(str(error))
                self.exitcode = health.NOT_DELIVERED
                return
            _tell(files)
            for path in dict.fromkeys(damaged):
                complain(f"{path}: {DAMAGED}")
                self.exitcode = health.NOT_DELIVERED


def _check_apart(place: str, config: Config) -> None:
    """Refuses the feeds' own place: their readers would take what is exported for feed files."""
    feeds = config.feeds
    if isinstance(feeds, Path):
        is_there = not place.startswith("s3://") and Path(place).resolve().is_relative_to(
            feeds.resolve()
        )
    else:
        is_there = f"{place.rstrip('/')}/".startswith(f"{feeds.rstrip('/')}/")
    if is_there:
        _refuse(f"{place}: the feeds are there; name a folder of its own")


def _tell(files: list[Exported]) -> None:
    written = [file for file in files if not file.was_there]
    for file in written:
        print(f"{file.name} ({file.records} records)")
    if len(files) > len(written):
        print(f"{len(files) - len(written)} files were there already")
    if not files:
        print("nothing published is what was asked for")


def read_export(settings: Settings, words: Sequence[str]) -> tuple[str, str]:
    """The place and the format of an export, by the words behind ``export``. Raises WrongUsage."""
    command, parser = Command(), ScrapyArgumentParser(conflict_handler="resolve")
    command.settings = settings
    command.add_options(parser)
    opts, args = parser.parse_known_args(list(words))
    check_words(args, options_of(parser), takes_words=True)
    _read_selection(args, opts)
    return args[0], opts.format


def _days(
    archive: Archive,
    config: Config,
    source: str,
    how: Format,
    selection: Selection,
    damaged: list[Path],
) -> Source:
    if how.is_raw:
        # Needs no record, and none is read.
        from kazcrawl.export.wacz import RawDays

        return RawDays(config.raw, source, selection.editions, damaged)
    return Days(archive, source, selection, how.newest_only)


def _written(
    target: Target,
    days: Source,
    how: Format,
    selection: Selection,
    opts: argparse.Namespace,
    rights: Mapping[str, str],
) -> list[Exported]:
    """Every file of a source; a bar shows how far it is where somebody watches."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        chosen = [day for day in days.days() if selection.has_day(day)]
        task = bar.add_task(days.source, total=len(chosen))
        return list(
            export(
                target,
                days,
                chosen,
                how,
                selection.told(),
                base_url=opts.base_url,
                compression=opts.compression,
                rights=rights,
                progress=lambda: bar.advance(task),
            )
        )


def _rights(archive: Archive) -> dict[str, str]:
    """What each host said of the use of its texts, a statement a line, by host."""
    said: dict[str, list[str]] = {}
    for right in rights_seen(archive):
        said.setdefault(right.host, []).append(right.words)
    return {host: "\n".join(words) for host, words in said.items()}


def _sources(archive: Archive, opts: argparse.Namespace, selection: Selection) -> list[str]:
    """The sources that have what was asked for."""
    with archive.reading() as reader:
        held = set(editions(reader))
    there = sorted({source for source, _ in held})
    _check_known("--source", [opts.source] if opts.source else [], there)
    _check_known("--editions", selection.editions, sorted({code for _, code in held}))
    chosen = [
        source
        for source in there
        if opts.source in (None, source)
        and (not selection.editions or any((source, code) in held for code in selection.editions))
    ]
    if selection.after is not None and len(chosen) > 1:
        _refuse(f"--since-batch {opts.since_batch}: of which --source, {' or '.join(chosen)}?")
    return chosen


def _check_known(option: str, given: Sequence[str], known: list[str]) -> None:
    for name in given:
        if name not in known:
            _refuse(f"{option} {name}: the archive has {', '.join(known) or 'nothing'}")


def _read_selection(args: list[str], opts: argparse.Namespace) -> Selection:
    # Of "$FOLDER" that is not set nothing is left, which would be the folder that one is in.
    if len(args) != 1 or not args[0].strip() or opts.format is None:
        _refuse(f"name a folder and a format: {called()} export FOLDER --format jsonl")
    for option in ("since", "until"):
        check_day(f"--{option}", getattr(opts, option))
    if opts.since and opts.until and opts.since > opts.until:
        _refuse(f"--since {opts.since}: is after --until {opts.until}")
    if opts.compression != "none" and opts.format != "jsonl":
        _refuse(f"--compression {opts.compression}: goes with --format jsonl only")
    if opts.base_url and not opts.base_url.startswith(("http://", "https://")):
        _refuse(f"--base-url {opts.base_url}: must be an address, https://…")
    if opts.format == "wacz":
        for option in ("language", "section", "since_batch", "latest", "as_of"):
            if getattr(opts, option):
                _refuse(f"--{option.replace('_', '-')}: does not go with --format wacz")
    return Selection(
        editions=_names(opts.editions),
        languages=_names(opts.language),
        sections=_names(opts.section),
        since=opts.since,
        until=opts.until,
        after=_read_cursor(opts.since_batch),
        as_of=_read_moment(opts.as_of),
        latest=opts.latest,
    )


def _names(given: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in (given or "").split(","))))


def _read_cursor(given: str | None) -> Cursor | None:
    try:
        return Cursor.read(given) if given else None
    except ValueError as error:
        _refuse(f"--since-batch: {error}")


def _read_moment(given: str | None) -> str | None:
    try:
        moment = datetime.fromisoformat(given) if given else None
        if moment is not None and moment.tzinfo is None:
            raise ValueError
    except ValueError:
        _refuse(f"--as-of {given}: must be a moment with its zone, 2026-11-23T12:00:00Z")
    return clock.text(moment) if moment else None


def _refuse(line: str) -> NoReturn:
    raise WrongUsage(line)
