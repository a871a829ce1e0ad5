"""Edited and withdrawn articles: exactly the revisions that the truth lists."""

from pathlib import Path

import pytest

from tests.crash.promise import broken
from tests.support import crawl, feed_records, sample_site

EVERY_RUN = ("-s", "KAZCRAWL_REVISIT=0")


@pytest.mark.parametrize("layout", ["g1", "g3"])
def test_edits_give_revisions_and_other_changes_none(tmp_path: Path, layout: str) -> None:
    data = tmp_path / "data"
    options = {"layout": layout, "articles": 210}
    with sample_site(tmp_path / "before", **options) as site:
        assert crawl(data, site).returncode == 0
        assert broken(data, site.truth()) == ""
    with sample_site(tmp_path / "after", edited=True, **options) as site:
        truth = site.truth()
        for _ in range(3):
            run = crawl(data, site, *EVERY_RUN)
            assert run.returncode == 0, run.stderr
    assert broken(data, truth) == ""
    kinds = [(row["revision"], row["status"]) for row in feed_records(data)]
    changed, gone = kinds.count((2, "usable")), kinds.count((2, "gone"))
    assert changed > 15
    assert gone > 15
    assert len(kinds) == 210 + changed + gone


def test_a_page_that_is_missing_once_and_comes_back_is_no_revision(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path / "before", articles=140) as site:
        assert crawl(data, site).returncode == 0
    with sample_site(tmp_path / "after", articles=140, edited=True) as site:
        assert crawl(data, site, *EVERY_RUN).returncode == 0
    with sample_site(tmp_path / "again", articles=140) as site:
        assert crawl(data, site, *EVERY_RUN).returncode == 0
    assert [row for row in feed_records(data) if row["status"] == "gone"] == []


def test_without_revisiting_nothing_is_asked_for_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path / "before", articles=140) as site:
        assert crawl(data, site).returncode == 0
    with sample_site(tmp_path / "after", articles=140, edited=True) as site:
        assert crawl(data, site, "-s", "KAZCRAWL_REVISIT=off").returncode == 0
    assert {row["revision"] for row in feed_records(data)} == {1}
