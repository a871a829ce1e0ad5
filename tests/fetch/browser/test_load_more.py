"""Jannah's "Load more": by its endpoint, by numbered pages, and by clicking in Chromium."""

import sqlite3
from pathlib import Path

import pytest

from kazcrawl.pages import Page
from kazcrawl.sites.wordpress.layouts.jannah import LoadMore, read_load_more
from tests.fetch.browser.support import QUICK, need_browser, stat
from tests.support import crawl, differences, feed_records, sample_site

KK = "kk.republisher.example"
SITE = ("-a", f"site=https://{KK}/", "-a", "since=2012-01-01", *QUICK)
AJAX = "/wp-admin/admin-ajax.php"


def _listings(requests: list[str]) -> list[str]:
    """The requests that are neither articles nor robots.txt."""
    kept = ("/", "/page", "/wp-admin")
    rows = [row.split()[1] for row in requests if row.startswith(f"{KK} ")]
    return [row for row in rows if row == "/" or row.startswith(kept[1:])]


@pytest.mark.parametrize(
    ("behind", "walked"),
    [
        # Two requests for the pages behind the first: what plain /page/N/ would need, too. Then
        # all are read once more.
        ("all", ["/", AJAX, AJAX, "/", AJAX, AJAX]),
        ("pages", ["/", AJAX, *(f"/page/{n}/" for n in (2, 3, 4, 4)), "/", "/page/2/", "/page/3/"]),
    ],
)
def test_older_posts_come_by_the_endpoint_or_else_by_numbered_pages(
    tmp_path: Path, behind: str, walked: list[str]
) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=700, republisher=behind) as site:
        run = crawl(data, site, *SITE, spider="republisher", KAZCRAWL_BROWSER="/nowhere")
        assert run.returncode == 0, run.stderr
        assert differences(site.truth("kk"), feed_records(data)) == ""
        assert _listings(site.requests()) == walked
    assert stat(run, "browser/started") == stat(run, "browser/missing") == 0


def test_only_where_neither_works_the_button_is_clicked_until_it_hides(tmp_path: Path) -> None:
    need_browser()
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=700, republisher="button") as site:
        run = crawl(data, site, *SITE, spider="republisher")
        assert run.returncode == 0, run.stderr
        truth = site.truth("kk")
        assert len(truth) == 35, "three pages of twelve"
        assert differences(truth, feed_records(data)) == ""
        assert _listings(site.requests()) == ["/", AJAX, "/page/2/", "/", AJAX, AJAX, "/"]
    assert stat(run, "browser/pages") == stat(run, "more/browser") == 1


def test_clicking_ends_at_a_bound_and_the_walk_is_then_not_complete(tmp_path: Path) -> None:
    need_browser()
    data = tmp_path / "data"
    bounds = ("-a", "max_pages=3", "-s", "KAZCRAWL_FIRST_RUN_DAYS=9000")
    with sample_site(tmp_path, articles=1000, republisher="button") as site:
        run = crawl(data, site, *SITE[:2], *QUICK, *bounds, spider="republisher")
        assert run.returncode == 0, run.stderr
        asked = _listings(site.requests())
    assert asked.count("/wp-admin/admin-ajax.php") == 1 + 2, "our try, and two clicks"
    assert len(feed_records(data)) == 36
    with sqlite3.connect(data / "archive.sqlite3") as archive:
        assert archive.execute("SELECT complete FROM edition_run").fetchall() == [(0,)]


def test_the_button_is_one_only_where_something_is_left_to_load() -> None:
    def button(last: str) -> LoadMore | None:
        html = f'<a id="load-more-archives" data-query="cat=3" data-max="{last}" data-page="1">'
        return read_load_more(Page(html, "https://x.example/"))

    found = button("7")
    assert found == LoadMore("cat=3", 7)
    assert found.form(3, "more") == {"action": "more", "query": "cat=3", "max": "7", "page": "3"}
    assert button("1") is button("") is button("x") is None
    assert read_load_more(Page("<ul></ul>", "https://x.example/")) is None
