"""What the report tells: read from the archive's ledgers, never from bodies but a few headlines."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.coverage import Day
from kazcrawl.archive.holdings import totals
from kazcrawl.archive.runs import Run, runs_since
from kazcrawl.archive.upkeep import newest_records
from kazcrawl.archive.waiting import Waiting, waiting_rows
from kazcrawl.report.ledger import fill_commands, gaps, ledger_of
from kazcrawl.report.runs import EditionState, Share, of_runs, states
from kazcrawl.sites.registry import edition_name, main_site, rank

DAYS = 60
"""How many days the report looks back."""

_RUNS_SHOWN = 96
_TROUBLES_SHOWN = 8
_ADDRESSES_SHOWN = 25
_HEADLINES = 3
_COMMANDS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Headline:
    """A newest article of an edition; ``direction`` is ltr or rtl."""

    edition: str
    language: str
    direction: str
    url: str
    text: str
    published: str | None


@dataclass(slots=True)
class Facts:
    """Everything the page shows. Days are by each site's clock; counts by day are of runs begun
    on it, by the main site's. ``ledger`` has every edition of the sites that runs ask."""

    now: datetime
    archive: str
    articles: int
    days: list[date]
    runs: list[Run]
    ledger: dict[tuple[str, str], list[Day]]
    commands: list[str]
    more_commands: int
    requests: dict[date, int]
    refused: dict[date, int]
    failed: dict[date, int]
    delay: dict[date, float]
    layouts: dict[str, Counter[str]]
    fields: dict[str, list[Share]]
    removed: list[tuple[str, int]]
    troubles: list[Run]
    states: list[EditionState]
    addresses: list[Waiting]
    more_addresses: int
    headlines: list[Headline]

    @property
    def newest(self) -> Run | None:
        """The last run that ended, or None."""
        return next((run for run in reversed(self.runs) if run.verdict), None)

    @property
    def shown(self) -> list[Run]:
        """The runs whose verdicts are shown, the oldest first."""
        return self.runs[-_RUNS_SHOWN:]

    @property
    def now_local(self) -> str:
        """When the report was written, by the main site's clock."""
        return local(clock.text(self.now))

    @property
    def clock(self) -> str:
        """The zone of the main site's clock, as the report names it."""
        return main_site().clock.key

    @property
    def edition_names(self) -> list[str]:
        """The editions of the ledger, in its order."""
        return [edition_name(*key) for key in self.ledger]

    @property
    def layout_names(self) -> list[str]:
        """The layouts that were seen, in one order for chart and legend."""
        return sorted({name for counts in self.layouts.values() for name in counts})

    @property
    def gaps(self) -> int:
        """Days of editions that are not complete, but today: it is not over."""
        return sum(map(len, gaps(self.ledger, self.days[-1]).values()))


def local(text: str | None) -> str:
    """A moment by the main site's clock: ``2026-11-24 19:05``; empty for none."""
    return f"{clock.parse(text).astimezone(main_site().clock):%Y-%m-%d %H:%M}" if text else ""


def gather(archive: Archive, now: datetime) -> Facts:
    """The facts of the last DAYS days. Raises ArchiveError."""
    today = now.astimezone(main_site().clock).date()
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    runs = runs_since(archive, clock.text(now - timedelta(days=DAYS)))
    articles = totals(archive)
    told = of_runs(runs, _order)
    sources = sorted({*(source for source, _ in articles), *(run.source for run in runs)})
    ledger = ledger_of(archive, sources, days, told.pop("asked"))
    commands = fill_commands(ledger, today)
    rows = [row for row in waiting_rows(archive) if row.attempts or row.given_up]
    rows.sort(key=lambda row: (row.given_up, row.attempts), reverse=True)
    return Facts(
        now=now,
        archive=archive.name,
        articles=sum(articles.values()),
        days=days,
        runs=runs,
        ledger=ledger,
        commands=commands[:_COMMANDS_SHOWN],
        more_commands=max(0, len(commands) - _COMMANDS_SHOWN),
        headlines=_headlines(archive, sorted(articles, key=_order)),
        addresses=rows[:_ADDRESSES_SHOWN],
        more_addresses=max(0, len(rows) - _ADDRESSES_SHOWN),
        states=states(next((run for run in reversed(runs) if run.verdict), None), _order),
        troubles=[run for run in reversed(runs) if _is_trouble(run)][:_TROUBLES_SHOWN],
        **told,
    )


def _is_trouble(run: Run) -> bool:
    return run.verdict not in ("good", "nothing new")


def _order(key: tuple[str, str]) -> tuple[int, int, str, str]:
    return rank(*key)


def _headlines(archive: Archive, editions: list[tuple[str, str]]) -> list[Headline]:
    found = []
    for source, edition in editions:
        rows = newest_records(archive, source, edition, 4 * _HEADLINES)
        newest = {row["id"]: row for row in reversed(rows)}
        for row in list(reversed(newest.values()))[:_HEADLINES]:
            language = row["in_language"] or ""
            found.append(
                Headline(
                    edition_name(source, edition),
                    language,
                    "rtl" if language.endswith("-Arab") or language[:2] in ("ar", "ug") else "ltr",
                    row["url"] or "",
                    row["headline"] or "(no headline)",
                    local(row["date_published"]),
                )
            )
    return found
