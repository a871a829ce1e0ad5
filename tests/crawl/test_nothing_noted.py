"""What may not be called complete: a search, and gaps that are none."""

import sqlite3
from pathlib import Path

from tests.support import crawl, crawl_command, sample_site, scrapy


def walked(data: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(data / "archive.sqlite3") as archive:
        return archive.execute("SELECT edition, since FROM walked").fetchall()


def test_a_search_notes_nothing_in_the_ledger(tmp_path: Path) -> None:
    data = tmp_path / "data"
    query = ("-a", "query=zzzz", "-a", "since=2026-01-01", "-a", "editions=oz")
    with sample_site(tmp_path, articles=70) as site:
        run = scrapy(*crawl_command(data, site, *query))
    assert run.returncode == 0, run.stderr
    assert walked(data) == []


def test_gaps_where_there_are_none_end_well_and_say_so(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=70) as site:
        assert crawl(data, site).returncode == 0
        count = len(site.requests())
        run = scrapy(*crawl_command(data, site, "-a", "gaps=true"))
        asked = site.requests()[count:]
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    # What failed is tried again, for it is lacking, too; no day is walked.
    assert [row for row in asked if "removed-by-its-editors" not in row] == []
    assert "nothing was lacking" in (data / "logs" / "kazcrawl.log").read_text()
