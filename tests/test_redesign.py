"""A redesign that nobody announced: articles go on coming, and cron is told."""

from pathlib import Path

from tests.support import crawl, feed_records, sample_site


def test_a_crawl_of_unknown_layouts_publishes_and_ends_with_exit_code_3(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=70, renamed=True) as site:
        run = crawl(data, site)
        truth = {row["id"]: row for row in site.truth()}
    assert run.returncode == 3, run.stderr
    assert "layout change" in run.stderr
    assert "fit no known layout" in run.stderr
    records = feed_records(data)
    assert {row["layout"] for row in records} == {"generic"}
    assert {row["id"] for row in records} == set(truth)
    right = [row for row in records if row["headline"] == truth[row["id"]]["headline"]]
    assert len(right) >= 0.95 * len(records)
