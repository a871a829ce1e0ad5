"""``scrapy coverage``: the ledger of what was listed, archived and failed, by edition and day."""

import argparse
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import orjson
from rich.console import Console
from rich.text import Text

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.coverage import Day, coverage, gaps_of
from kazcrawl.archive.runs import runs_since
from kazcrawl.archive.spans import Witness, spans, witnesses
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_day, opened_archive, read_config, telling
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config.takes import did_you_mean
from kazcrawl.health.edition_report import EditionReport
from kazcrawl.health.recapture import estimate
from kazcrawl.health.run_report import RunReport
from kazcrawl.logs.program import called
from kazcrawl.sites.registry import clock_of, main_site, sites

# What audits found in these last days is the recall.
_RECALL = timedelta(days=60)

# A day in the calendar: complete, complete with what was given up, incomplete, never walked.
_COMPLETE, _ACCOUNTED, _WAITING, _UNWALKED = "■", "▣", "□", "·"
_COLOURS = {_COMPLETE: "green", _ACCOUNTED: "yellow", _WAITING: "red", _UNWALKED: "bright_black"}
_LEGEND = (
    f"{_COMPLETE} complete   {_ACCOUNTED} complete, but for what was given up   "
    f"{_WAITING} something waits   {_UNWALKED} not walked to its end"
)


class Command(KazcrawlCommand):
    """Reads only; safe beside a running crawl."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Show which days are complete, and name the gaps"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--since", metavar="DAY", help="first day, YYYY-MM-DD (the site's)")
        parser.add_argument("--until", metavar="DAY", help="last day, inclusive")
        name = main_site().name
        parser.add_argument("--source", default=name, help=f"the spider; default: {name}")
        parser.add_argument(
            "--why", metavar="DAY", help="what proves that a day was walked, edition by edition"
        )
        parser.add_argument("--json", action="store_true", help="for programs: one JSON object")

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        config = read_config(self.settings)
        check_day("--since", opts.since)
        check_day("--until", opts.until)
        check_day("--why", opts.why)
        if opts.why and (opts.since or opts.until):
            raise WrongUsage("--why DAY is of one day: it takes no --since and no --until")
        if opts.since and opts.until and opts.since > opts.until:
            raise WrongUsage(f"--since {opts.since} is after --until {opts.until}")
        _check_source(opts.source)
        since, until = (
            date.fromisoformat(one) if one else None for one in (opts.since, opts.until)
        )
        with telling(self, config), opened_archive(config) as archive:
            if opts.why:
                proofs = _proofs(archive, opts.source, date.fromisoformat(opts.why))
                _print_json(proofs) if opts.json else _show_proofs(opts.source, opts.why, proofs)
                return
            days = coverage(archive, opts.source, clock_of(opts.source), since, until)
            measured = _measured(archive, opts.source)
            if opts.json:
                _print_json(_as_json(opts.source, days, measured))
            else:
                _show(opts.source, days, measured)


def _check_source(name: str) -> None:
    if name not in sites():
        raise WrongUsage(
            f"--source {name}: there is no such spider; there are {', '.join(sites())}"
            f"{did_you_mean(name, sites())}"
        )


def _print_json(value: dict[str, Any]) -> None:
    print(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def _proofs(archive: Archive, source: str, day: date) -> dict[str, list[dict[str, str]]]:
    """What proves that a day was walked, by edition."""
    return {
        edition: [
            proof._asdict() for proof in witnesses(archive, source, edition, day, clock_of(source))
        ]
        for edition in spans(archive, source)
    }


def _show_proofs(source: str, day: str, proofs: dict[str, list[dict[str, str]]]) -> None:
    if not any(proofs.values()):
        print(f"Nothing proves that {day} was walked for {source}.")
    for edition, own in proofs.items():
        for proof in (Witness(**row) for row in own):
            print(
                f"{edition}  {proof.since} to {proof.until}  {proof.kind}, {proof.ending}: "
                f"{proof.evidence} ({proof.noted_at}, {proof.crawl_id})"
            )


def _measured(archive: Archive, source: str) -> dict[str, EditionReport]:
    """What the audits of the last weeks found, and feeds and listings told, by edition."""
    measured: dict[str, EditionReport] = {}
    for run in runs_since(archive, clock.text(clock.now() - _RECALL), source):
        for code, edition in RunReport.from_stats(run.stats).editions.items():
            if edition.audit or edition.witnesses:
                sums = measured.setdefault(code, EditionReport())
                sums.audit.add(edition.audit)
                sums.witnesses.add(edition.witnesses)
    return measured


def _as_json(source: str, days: list[Day], measured: dict[str, EditionReport]) -> dict[str, Any]:
    names = ("walked", "listed", "archived", "waiting", "given_up", "complete")
    return {
        "source": source,
        "days": [
            {"edition": day.edition, "day": str(day.day)}
            | {name: getattr(day, name) for name in names}
            | {"failed": dict(day.failed)}
            for day in days
        ],
        "gaps": [
            {"edition": day.edition, "day": str(day.day)} for day in gaps_of(days, clock_of(source))
        ],
        "recall": {
            code: dict(sums.audit.items()) | {"recall": sums.audit.recall}
            for code, sums in sorted(measured.items())
            if sums.audit
        },
        "estimates": {
            code: dict(sums.witnesses.items()) | told._asdict()
            for code, sums in sorted(measured.items())
            if (told := estimate(sums.witnesses))
        },
    }


def _show(source: str, days: list[Day], measured: dict[str, EditionReport]) -> None:
    console = Console(highlight=False)
    if not days:
        console.print(f"Nothing of {source} was walked to its end yet.")
        return
    for edition, own in groupby(days, key=lambda day: day.edition):
        rows = list(own)
        totals = {name: sum(getattr(day, name) for day in rows) for name in _TOTALS}
        console.print(
            f"[bold]{edition}[/]  {totals['listed']:,} listed, {totals['archived']:,} archived, "
            f"{totals['waiting']:,} waiting, {totals['given_up']:,} given up"
            f"{_told(measured.get(edition) or EditionReport())}",
            soft_wrap=True,
        )
        for (year, month), of_month in groupby(rows, key=lambda day: (day.day.year, day.day.month)):
            console.print(_month(year, month, of_month))
    console.print(f"\n{_LEGEND}", markup=False, soft_wrap=True)
    _show_gaps(console, source, days)


def _told(sums: EditionReport) -> str:
    """What audits say of an edition's complete days, and what two witnesses let expect."""
    recall, told = sums.audit.recall, estimate(sums.witnesses)
    audited = f", recall {recall:.1%} of {sums.audit.listed:,} audited" if recall else ""
    if told is None:
        return audited
    seen = sums.witnesses.feed + sums.witnesses.listing - sums.witnesses.both
    return (
        f"{audited}, {seen:,} told by feed and listing of {told.low:,} to {told.high:,} "
        "(95%, were they independent)"
    )


_TOTALS = ("listed", "archived", "waiting", "given_up")


def _month(year: int, month: int, days: Iterable[Day]) -> Text:
    marks = {day.day.day: _mark(day) for day in days}
    line = Text(f"  {year}-{month:02d}  ")
    for number in range(1, max(marks) + 1):
        mark = marks.get(number, " ")
        # A gap between weeks of ten days makes a day easy to count off.
        line.append(f"{mark} " if number % 10 == 0 else mark, style=_COLOURS.get(mark, ""))
    return line


def _mark(day: Day) -> str:
    if not day.walked:
        return _UNWALKED
    if day.waiting:
        return _WAITING
    return _ACCOUNTED if day.given_up else _COMPLETE


def _show_gaps(console: Console, source: str, days: list[Day]) -> None:
    """The gaps by edition, days that follow each other as a range, and why."""
    gaps = gaps_of(days, clock_of(source))
    if not gaps:
        console.print("No gaps.")
        return
    console.print(f"Gaps ({called()} crawl {source} -a gaps=true fetches them):")
    for edition, own in groupby(gaps, key=lambda day: day.edition):
        for first, last, why in _ranges(list(own)):
            span = f"{first}" if first == last else f"{first} to {last}"
            console.print(f"  {edition}  {span}  {why}", markup=False)


def _ranges(days: list[Day]) -> Iterable[tuple[date, date, str]]:
    start = 0
    for number in range(1, len(days) + 1):
        run = days[start:number]
        follows = number < len(days) and (days[number].day - run[-1].day).days == 1
        if follows and days[number].walked == run[-1].walked:
            continue
        reasons: Counter[str] = sum((day.failed for day in run), Counter())
        told = ", ".join(f"{reason} ({number})" for reason, number in reasons.most_common())
        waiting = sum(day.waiting for day in run)
        why = f"{waiting} articles wait" if run[0].walked else "not walked to the end"
        yield run[0].day, run[-1].day, f"{why}: {told}" if told else why
        start = number
