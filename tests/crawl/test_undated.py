"""Cards without dates: the walk is bounded by the articles themselves, read or archived."""

from pathlib import Path
from subprocess import CompletedProcess

from tests.support import Site, crawl_command, feed_records, sample_site, scrapy

NOW = "2022-09-21T08:00:00+00:00"


def crawl_three_days(data: Path, site: Site, *more: str) -> CompletedProcess:
    """A run that goes three days back, by the site's own clock."""
    options = ("-a", "editions=kk", "-s", "KAZCRAWL_FIRST_RUN_DAYS=3", "-s", f"KAZTEST_NOW={NOW}")
    return scrapy(
        *crawl_command(data, site, *(one.replace("+00:00", "Z") for one in options), *more)
    )


def pages(site: Site) -> list[str]:
    """The pages of the front listing that were asked for, in order."""
    return [row.split("page=")[1] for row in site.requests() if "/lenta/?page=" in row]


def test_a_listing_whose_cards_show_the_time_of_day_is_walked_to_the_bound(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, layout="g15", articles=1600, days=10, now=NOW) as site:
        run = crawl_three_days(data, site)
        assert run.returncode == 0, run.stderr
        truth = [row for row in site.truth() if row["edition"] == "kk"]
        first = pages(site)
    since = "2022-09-18T08:00:00Z"
    wanted = {row["id"] for row in truth if row["date_published"] >= since}
    records = feed_records(data)
    assert wanted <= {row["id"] for row in records}
    # Twenty cards a page: the page that is all older than the bound ends the walk, and those before
    # it are read once more.
    assert len(first) % 2 == 1
    again, first = sorted(first[len(first) // 2 + 1 :], key=int), first[: len(first) // 2 + 1]
    assert again == first[:-1]
    assert first == [str(number) for number in range(1, len(first) + 1)]
    assert len(wanted) // 20 + 1 <= len(first) <= len(wanted) // 20 + 3
    assert len(first) < len(truth) // 20
