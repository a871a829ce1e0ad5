"""The whole crawler against the whole sample site: what comes out is the truth, all of it."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kazcrawl.record import FIELDS
from kazcrawl.sample_site.layouts import AGENCY
from tests.support import (
    Site,
    crawl,
    crawl_command,
    differences,
    feed_files,
    feed_records,
    sample_site,
    scrapy,
)


@pytest.mark.parametrize(
    ("layout", "seed", "readers"),
    [*((layout, 1, 0) for layout in AGENCY), (AGENCY[-1], 2, 0), (AGENCY[-1], 3, 2)],
)
def test_records_of_all_editions_equal_the_truth(
    tmp_path: Path, layout: str, seed: int, readers: int
) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, layout=layout, seed=seed, articles=210) as site:
        run = crawl(data, site, "-s", f"KAZCRAWL_READERS={readers}")
        assert run.returncode == 0, run.stderr
        truth = site.truth()
        assert len(truth) == 210
        assert differences(truth, feed_records(data)) == ""

        files = feed_files(data)
        again = crawl(data, site)
    assert again.returncode == 0, again.stderr
    assert feed_files(data) == files, "a second run published a file though nothing is new"


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_records_of_a_republisher_equal_the_truth(tmp_path: Path, language: str) -> None:
    data = tmp_path / "data"
    host = f"{language}.republisher.example"
    with sample_site(tmp_path, articles=700) as site:
        arguments = ("-a", f"site=https://{host}/", "-a", "since=2012-01-01")
        run = crawl(data, site, *arguments, spider="republisher")
        assert run.returncode == 0, run.stderr
        truth = site.truth(language)
        assert len(truth) == 35
        assert differences(truth, feed_records(data)) == ""
        assert {row["edition"] for row in feed_records(data)} == {host}
        # Only where there is a button to load more is asked for what the button asks for.
        assert any("admin-ajax" in row for row in site.requests()) == (language == "kk")

        again = crawl(data, site, *arguments, spider="republisher")
    assert again.returncode == 0, again.stderr
    assert len(feed_files(data)) == 1


def test_every_line_has_every_key_and_the_manifest_describes_the_file(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=40) as site:
        assert crawl(data, site).returncode == 0
    (file,) = feed_files(data)
    rows = [json.loads(row) for row in file.read_bytes().splitlines()]
    assert all(tuple(row) == FIELDS for row in rows)
    assert file.read_bytes().endswith(b"\n")
    assert "\\u04" not in file.read_text("utf-8"), "feeds are not escaped to ASCII"
    manifest = json.loads(file.with_name("kazinform-000001.manifest.json").read_text())
    published = [row["date_published"] for row in rows]
    assert manifest == {
        "file": "kazinform-000001.jsonl",
        "records": 40,
        "bytes": file.stat().st_size,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "schema_version": 1,
        "first_published": min(published),
        "last_published": max(published),
        "editions": ["ar", "cn", "en", "kk", "oz", "qz", "ru"],
        "crawl_id": rows[0]["crawl_id"],
        "created_at": manifest["created_at"],
        "previous": None,
        "records_digest": manifest["records_digest"],
        "head": manifest["head"],
    }
    assert file.parent.name == f"dt={manifest['created_at'][:10]}"
    assert [path.name for path in data.rglob("*.part")] == []


def test_articles_met_under_several_addresses_are_fetched_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=300) as site:
        assert crawl(data, site, "-a", "sections=all").returncode == 0
        truth = site.truth()
        first = site.requests()
        assert crawl(data, site, "-a", "sections=all").returncode == 0
        second = site.requests()[len(first) :]
    removed = "removed-by-its-editors"
    others = ("category", "rss", "/.well-known/")
    pages = [row for row in first if "-" in row and not any(name in row for name in others)]
    articles = [row for row in pages if removed not in row]
    # An old address without a slug answers with a redirect, and that is one request more.
    redirected = [row for row in articles if "/article/" in row]
    assert len(articles) - len(redirected) == len(truth)
    assert [row for row in second if row in articles and removed not in row] == []


def test_overwriting_output_works_as_any_scrapy_user_expects(tmp_path: Path) -> None:
    data, output = tmp_path / "data", tmp_path / "out.jsonl"
    with sample_site(tmp_path, articles=40) as site:
        assert crawl(data, site, "-O", str(output)).returncode == 0
        rows = [json.loads(row) for row in output.read_bytes().splitlines()]
        assert differences(site.truth(), rows) == ""
        assert all(tuple(row) == FIELDS for row in rows)
        before = output.read_bytes()
        assert crawl(data, site, "-O", str(output)).returncode == 0
    assert output.read_bytes() == before, "a run that found nothing emptied yesterday's file"


def test_a_past_range_gives_the_articles_of_exactly_those_days(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=280, layout="g2") as site:
        run = crawl(data, site, "-a", "since=2026-11-19", "-a", "until=2026-11-20")
        assert run.returncode == 0, run.stderr
        wanted = [
            row
            for row in site.truth()
            if "2026-11-19" <= row["date_published_local"][:10] <= "2026-11-20"
        ]
        assert any("start_date=2026-11-20" in row for row in site.requests())
    assert len(wanted) > 20
    assert differences(wanted, feed_records(data)) == ""


def test_a_first_run_goes_back_some_days_and_later_ones_to_the_last_good_run(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with sample_site(tmp_path, articles=800, now=now, days=20, layout="g2") as site:
        run = _run_without_since(data, site)
        assert run.returncode == 0, run.stderr
        first = [row for row in site.requests() if "/lenta" in row]
        assert 1 < len(first) < 8, "the walk did not stop at the bound"
        count = len(site.requests())
        assert _run_without_since(data, site).returncode == 0
        second = site.requests()[count:]
    # RSS tells that there is nothing new, the sitemap of the last news that nothing was edited.
    assert second == [
        "kaz.inform.kz /rss/kz.xml",
        "kaz.inform.kz /sitemaps/sitemap-last-news-300_kz.xml",
    ]


def _run_without_since(data: Path, site: Site) -> CompletedProcess:
    options = ("-a", "editions=kk", "-s", "KAZCRAWL_FIRST_RUN_DAYS=2")
    return scrapy(*crawl_command(data, site, *options))
