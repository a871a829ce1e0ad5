"""``scrapy demo``: what a newcomer sees first."""

from pathlib import Path

from tests.support import ROOT, feed_records, scrapy


def test_the_demo_crawls_the_sample_site_and_shows_what_came(tmp_path: Path) -> None:
    run = scrapy("demo", "--articles", "70", cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert run.returncode == 0, run.stdout + run.stderr
    records = feed_records(tmp_path / "data" / "demo")
    assert len(records) == 70
    assert "70 records, layouts: g3" in run.stdout
    for code in ("ru", "kk", "qz", "en", "cn", "oz", "ar"):
        assert f" {code} " in run.stdout
    headlines = [row["headline"] for row in records]
    assert (
        sum(any(headline in row for headline in headlines) for row in run.stdout.splitlines()) == 3
    )
    assert "kazinform-000001.manifest.json" in run.stdout
    assert "\x1b" not in run.stdout, "escape sequences in piped output"


def test_a_second_demo_starts_afresh(tmp_path: Path) -> None:
    for _ in range(2):
        run = scrapy("demo", "--articles", "14", "--layout", "g1", cwd=tmp_path)
        assert run.returncode == 0, run.stderr
        assert len(feed_records(tmp_path / "data" / "demo")) == 14
