"""Sections: what a record says of them does not depend on who found its article first."""

import sqlite3
from pathlib import Path

from tests.support import crawl, crawl_command, feed_files, feed_records, sample_site, scrapy


def told(data: Path) -> dict[str, list[str]]:
    return {row["id"]: row["article_section"] for row in feed_records(data)}


def test_runs_of_other_paces_tell_the_same_sections_and_reparse_changes_none(
    tmp_path: Path,
) -> None:
    with sample_site(tmp_path, layout="g3", articles=280) as site:
        folders = [tmp_path / f"data{number}" for number in range(3)]
        for number, data in enumerate(folders):
            # Other paces, other orders of arrival.
            pace = ("-s", f"CONCURRENT_REQUESTS={1 + 6 * number}", "-a", "sections=all")
            assert crawl(data, site, *pace).returncode == 0
    first, *others = [told(data) for data in folders]
    assert len(first) == 280
    assert all(other == first for other in others)
    again = scrapy("reparse", "-s", f"KAZCRAWL_DATA={folders[0]}")
    assert ", 0 versions changed," in again.stdout
    assert len(feed_files(folders[0])) == 1


def test_membership_is_noted_of_known_articles_and_makes_no_revision(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, layout="g1", articles=140) as site:
        # The front listing alone, then the sections: these show what is held already.
        front = crawl_command(data, site, "-a", "editions=ru", "-a", "since=2012-01-01")
        assert scrapy(*front, "-s", "KAZCRAWL_SECTIONS_EVERY=1d").returncode == 0
        before = feed_files(data)
        sections = crawl_command(data, site, "-a", "editions=ru", "-a", "sections=ekonomika_s1")
        assert scrapy(*sections).returncode == 0
    assert feed_files(data) == before
    with sqlite3.connect(data / "archive.sqlite3") as archive:
        rows = archive.execute(
            "SELECT count(*) FROM membership JOIN head USING (url_hash) WHERE section = ?",
            ("ekonomika_s1",),
        ).fetchone()
    assert rows[0] > 0
