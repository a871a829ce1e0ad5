"""What a run asks for to find what is new, and what it does when a feed is of no use."""

from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from kazcrawl.sites.kazinform.editions import EDITIONS
from tests.support import (
    Site,
    crawl_command,
    differences,
    feed_records,
    run_stats,
    sample_site,
    scrapy,
)

# A living site: its newest article is a day ahead of the first run.
LIVING = {"now": "2026-11-24T12:00:00+00:00", "days": 3, "moment": "2026-11-23T12:00:00+00:00"}


def run(site: Site, data: Path, moment: str, *arguments: str) -> list[str]:
    """One run at a moment of simulated time; gives what it asked for."""
    with urlopen(f"{site.address}/_clock?now={quote(moment.replace('Z', '+00:00'))}"):
        pass
    before = len(site.requests())
    done = scrapy(
        *crawl_command(data, site, "-s", f"KAZTEST_NOW={moment}", *arguments),
    )
    assert done.returncode == 0, done.stderr
    return site.requests()[before:]


def hosts(rows: list[str], part: str) -> set[str]:
    return {row.split()[0] for row in rows if part in row}


def test_a_quiet_run_costs_at_most_two_requests_an_edition(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=210, **LIVING) as site:
        # Two days after the last article: nothing is new, and nothing is edited any more.
        run(site, data, "2026-11-26T12:00:00Z")
        run(site, data, "2026-11-26T12:20:00Z")
        for moment, most in (("2026-11-26T12:20:30Z", 1), ("2026-11-26T16:30:00Z", 2)):
            asked = run(site, data, moment, "-s", "KAZCRAWL_REVISIT_SHARE=0")
            assert len(asked) <= most * len(EDITIONS), asked
            assert run_stats(data)["verdict"] == "nothing new"


def test_rss_tells_what_is_new_and_sitemap_and_listing_confirm_it_in_turns(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=300, **LIVING) as site:
        run(site, data, "2026-11-23T12:00:00Z")
        asked = run(site, data, "2026-11-23T12:30:00Z")
        assert len(hosts(asked, "/rss/")) == len(EDITIONS)
        assert hosts(asked, "/lenta/") == set()
        assert hosts(asked, "/news/") | hosts(asked, "/ru/") != set()
        assert len(hosts(asked, "sitemap-last-news")) == len(EDITIONS)
        asked = run(site, data, "2026-11-23T17:10:00Z")
        assert hosts(asked, "sitemap-last-news") == set()
        assert len(hosts(asked, "/lenta/")) == len(EDITIONS)
        assert hosts(asked, "page=2") == set()
        own = [row for row in site.truth() if row["date_published"] > "2026-11-23T12:00:00Z"]
        found = [
            row for row in feed_records(data) if row["date_published"] > "2026-11-23T12:00:00Z"
        ]
        wanted = {row["id"] for row in own}
        assert {row["id"] for row in found} == wanted
        assert wanted


def test_a_text_that_alone_was_edited_is_told_by_the_sitemap_of_the_last_news(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    share = ("-s", "KAZCRAWL_REVISIT_SHARE=0")
    with sample_site(tmp_path, articles=300, **LIVING) as site:
        run(site, data, "2026-11-23T12:00:00Z", *share)
        run(site, data, "2026-11-24T12:00:00Z", *share)
        # The last change is twenty hours later; the next day's first run walks all listings.
        run(site, data, "2026-11-25T12:30:00Z", *share)
        run(site, data, "2026-11-25T13:00:00Z", *share)
        run(site, data, "2026-11-25T17:30:00Z", *share)
        asked = run(site, data, "2026-11-25T22:30:00Z", *share)
        rows = [row for row in site.truth() if row["edition"] in ("ru", "kk", "qz", "cn")]
    truth = {
        (row["id"], row["content_hash"])
        for row in rows
        if row["revision"] == 2 and row["status"] == "usable"
        and row["date_published"] > "2026-11-23T12:00:00Z"
    }  # fmt: skip
    found = {(row["id"], row["content_hash"]) for row in feed_records(data)}
    assert truth
    assert truth <= found
    # What was read after its change is not asked for again.
    assert not [row for row in asked if "/news/" in row or " /ru/" in row]


@pytest.mark.parametrize("condition", ["missing", "html", "empty", "malformed", "bomb", "behind"])
def test_an_edition_whose_rss_is_of_no_use_is_found_by_listings_and_says_so(
    tmp_path: Path, condition: str
) -> None:
    data = tmp_path / "data"
    only = ("-a", "editions=kk")
    with sample_site(tmp_path, articles=300, rss=f"kk={condition}", **LIVING) as site:
        run(site, data, "2026-11-23T12:00:00Z", *only)
        first_stats = run_stats(data)
        asked = run(site, data, "2026-11-23T12:30:00Z", *only)
        stats = run_stats(data) if condition == "behind" else first_stats
        truth = [
            row
            for row in site.truth()
            if row["edition"] == "kk" and row["date_published"] > "2026-11-23T00:00:00Z"
        ]
        found = [
            row for row in feed_records(data) if row["date_published"] > "2026-11-23T00:00:00Z"
        ]
        first = {(row["id"], row["revision"]) for row in truth if row["revision"] == 1}
        assert {(row["id"], row["revision"]) for row in found if row["revision"] == 1} == first
    name = {"missing": "rss_missing", "behind": "rss_behind"}.get(condition, "rss_broken")
    assert stats[f"discovery/kk/{name}"] == 1
    if condition in ("missing", "html", "empty"):
        assert hosts(asked, "/rss/") == set(), "asked for again within a day"
        assert hosts(asked, "/sitemaps/") == {"kaz.inform.kz"}


def test_items_told_twice_are_one_article(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=300, rss="kk=duplicates", **LIVING) as site:
        run(site, data, "2026-11-23T12:00:00Z", "-a", "editions=kk")
        asked = run(site, data, "2026-11-23T20:00:00Z", "-a", "editions=kk")
    pages = [row for row in asked if "/news/" in row]
    assert pages
    assert len(pages) == len(set(pages))


def test_another_headline_in_a_feed_is_looked_at_at_once_and_so_is_what_vanished(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    share = ("-s", "KAZCRAWL_REVISIT_SHARE=0")
    with sample_site(tmp_path, articles=300, **LIVING) as site:
        run(site, data, "2026-11-23T12:00:00Z", *share)
        run(site, data, "2026-11-23T18:00:00Z", *share)
        stats = run_stats(data)
        run(site, data, "2026-11-23T18:20:00Z", *share)
        changed = sum(stats.get(f"discovery/{code}/changed", 0) for code in ("ru", "kk", "en"))
        assert changed > 0
        revised = {row["id"] for row in feed_records(data) if row["revision"] == 2}
        gone = {row["id"] for row in feed_records(data) if row["status"] == "gone"}
        truth = {row["id"]: row for row in site.truth() if row["revision"] == 2}
    assert revised
    assert gone
    assert revised <= set(truth)
    assert {one for one in truth if truth[one]["status"] == "gone"} >= gone


def test_a_days_backfill_by_the_ledger_fetches_only_what_is_missing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    only = ("-a", "editions=oz,ar")
    with sample_site(tmp_path, articles=300, days=10) as site:
        command = crawl_command(data, site, *only)
        days = ("-a", "since=2026-11-16", "-a", "until=2026-11-17")
        assert scrapy(*command, *days).returncode == 0
        days = ("-a", "since=2026-11-20", "-a", "until=2026-11-20")
        assert scrapy(*command, *days).returncode == 0
        before = len(site.requests())
        assert scrapy(*command, "-a", "gaps=true").returncode == 0
        asked = site.requests()[before:]
        truth = [
            row
            for row in site.truth()
            if row["edition"] in ("oz", "ar")
            and "2026-11-16" <= row["date_published_local"][:10] <= "2026-11-20"
        ]
    assert {row.split("start_date=")[1][:10] for row in asked if "start_date=" in row} == {
        "2026-11-18",
        "2026-11-19",
    }
    assert differences(truth, feed_records(data)) == ""
    shown = scrapy("coverage", "-s", f"KAZCRAWL_DATA={data}")
    assert shown.returncode == 0, shown.stderr
    assert "No gaps." in shown.stdout
