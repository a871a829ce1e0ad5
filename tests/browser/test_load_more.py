"""Jannah's "Load more": by its endpoint, by numbered pages, and by clicking in Chromium."""

from pathlib import Path

import pytest

from tests.browser.support import QUICK, need_browser, stat
from tests.support import crawl, differences, feed_records, sample_site

KK = "kk.republisher.example"
SITE = ("-a", f"site=https://{KK}/", "-a", "since=2012-01-01", *QUICK)


def _listings(requests: list[str]) -> list[str]:
    """The requests that are neither articles nor robots.txt."""
    kept = ("/", "/page", "/wp-admin")
    rows = [row.split()[1] for row in requests if row.startswith(f"{KK} ")]
    return [row for row in rows if row == "/" or row.startswith(kept[1:])]


@pytest.mark.parametrize(
    ("behind", "walked"),
    [
        # Two requests for the pages behind the first: what plain /page/N/ would need, too.
        ("all", ["/", "/wp-admin/admin-ajax.php", "/wp-admin/admin-ajax.php"]),
        ("pages", ["/", "/wp-admin/admin-ajax.php", "/page/2/", "/page/3/", "/page/4/"]),
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


def test_a_site_without_the_button_is_walked_without_asking_the_endpoint(tmp_path: Path) -> None:
    data = tmp_path / "data"
    address = ("-a", "site=https://ru.republisher.example/", "-a", "since=2012-01-01", *QUICK)
    with sample_site(tmp_path, articles=700) as site:
        assert crawl(data, site, *address, spider="republisher").returncode == 0
        assert differences(site.truth("ru"), feed_records(data)) == ""
        assert [row for row in site.requests() if "admin-ajax" in row] == []


def test_only_where_neither_works_the_button_is_clicked_until_it_hides(tmp_path: Path) -> None:
    need_browser()
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=700, republisher="button") as site:
        run = crawl(data, site, *SITE, spider="republisher")
        assert run.returncode == 0, run.stderr
        truth = site.truth("kk")
        assert len(truth) == 35, "three pages of twelve"
        assert differences(truth, feed_records(data)) == ""
        ajax = "/wp-admin/admin-ajax.php"
        assert _listings(site.requests()) == ["/", ajax, "/page/2/", "/", ajax, ajax]
    assert stat(run, "browser/pages") == stat(run, "more/browser") == 1


@pytest.mark.parametrize(
    ("bound", "clicks"), [(("max_pages=2", "since=2012-01-01"), 1), (("since=2026-11-23",), 2)]
)
def test_clicking_ends_at_the_bounds_of_the_walk(
    tmp_path: Path, bound: tuple[str, ...], clicks: int
) -> None:
    need_browser()
    data = tmp_path / "data"
    arguments = [part for one in (*bound, SITE[1]) for part in ("-a", one)]
    arguments += QUICK
    with sample_site(tmp_path, articles=1400, republisher="button", days=2) as site:
        run = crawl(data, site, *arguments, spider="republisher")
        assert run.returncode == 0, run.stderr
        asked = _listings(site.requests())
    assert asked.count("/wp-admin/admin-ajax.php") == 1 + clicks
    assert feed_records(data)
