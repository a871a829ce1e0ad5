"""The ledger's rows and the commands that fill its gaps."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kazcrawl.archive import Archive
from kazcrawl.archive.spans import Span, note_walked
from kazcrawl.dates import midnight
from kazcrawl.report.ledger import fill_commands, gaps, ledger_of
from kazcrawl.sites.kazinform.editions import EDITIONS
from kazcrawl.sites.registry import clock_of

TODAY = date(2026, 11, 24)
DAYS = [TODAY - timedelta(days=back) for back in range(9, -1, -1)]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr("kazcrawl.clock.now", lambda: datetime.fromisoformat("2026-11-24T20:00Z"))
    return Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")


def walk(archive: Archive, edition: str, first: int, last: int, source: str = "kazinform") -> None:
    """Days of November are walked to their end."""
    zone = clock_of(source)
    span = Span(
        *(midnight(date(2026, 11, day), zone) for day in (first, last + 1)),
    )
    told = {"kind": "front", "ending": "reached", "evidence": "", "crawl_id": "c"}
    assert note_walked(archive, source, edition, span, **told)


def test_every_edition_has_its_row_in_the_sites_order_also_one_that_never_answered(
    archive: Archive,
) -> None:
    walk(archive, "en", 20, 23)
    asked = {("kazinform", code): date(2026, 11, 22) for code in ("en", "cn")}
    ledger = ledger_of(archive, ["kazinform"], DAYS, asked)
    assert list(ledger) == [("kazinform", code) for code in EDITIONS]
    days = {code: [row.day.day for row in rows] for (_, code), rows in ledger.items()}
    assert days["en"] == [20, 21, 22, 23, 24]
    assert days["cn"] == [22, 23, 24], "since it is asked for"
    assert days["kk"] == [], "nobody asks for it"
    assert gaps(ledger, TODAY) == {("kazinform", "cn"): [date(2026, 11, 22), date(2026, 11, 23)]}


def test_a_gap_leads_to_the_command_that_fills_it_one_for_all_editions_of_its_days(
    archive: Archive,
) -> None:
    for edition in ("ru", "kk"):
        walk(archive, edition, 16, 17)
        walk(archive, edition, 20, 22)
    walk(archive, "en", 18, 20)
    walk(archive, "en", 22, 23)
    ledger = ledger_of(archive, ["kazinform"], DAYS, {})
    assert fill_commands(ledger, TODAY) == [
        "scrapy crawl kazinform -a editions=ru,kk -a since=2026-11-23 -a until=2026-11-23",
        "scrapy crawl kazinform -a editions=en -a since=2026-11-21 -a until=2026-11-21",
        "scrapy crawl kazinform -a editions=ru,kk -a since=2026-11-18 -a until=2026-11-19",
    ]


def test_a_site_of_a_kind_is_asked_for_by_its_address_and_has_no_day_archive(
    archive: Archive,
) -> None:
    walk(archive, "ru.republisher.example", 18, 20, source="republisher")
    walk(archive, "ru.republisher.example", 22, 23, source="republisher")
    ledger = ledger_of(archive, ["republisher"], DAYS, {})
    assert fill_commands(ledger, TODAY) == [
        "scrapy crawl republisher -a site=https://ru.republisher.example/ -a since=2026-11-21"
    ]


def test_a_complete_ledger_has_nothing_to_fill(archive: Archive) -> None:
    walk(archive, "ru", 15, 23)
    assert fill_commands(ledger_of(archive, ["kazinform"], DAYS, {}), TODAY) == []
    assert ledger_of(archive, [], DAYS, {}) == {}
