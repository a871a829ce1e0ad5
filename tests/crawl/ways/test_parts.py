"""Sitemap indexes, the sitemaps of a robots.txt, and sitemaps of everything."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from scrapy import Request

from kazcrawl import clock
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.walk import Ending
from kazcrawl.crawl.ways.parts import MOST_PARTS
from kazcrawl.crawl.ways.syndication import SyndicationWay
from tests.crawl.bed import (
    DAY,
    FRONT,
    HOUR,
    NOW,
    ROOT,
    Bed,
    answer,
    call,
    fail,
    link,
    refused,
    urls,
)
from tests.crawl.ways.test_syndication import LAST_NEWS, RSS, SITEMAP, visited

FIRST = FRONT.replace("{page}", "1")
SINCE = NOW - 3 * HOUR
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def index(*parts: tuple[str, datetime | None]) -> str:
    told = "".join(
        f"<sitemap><loc>/{name}</loc>"
        + (f"<lastmod>{moment.isoformat()}</lastmod>" if moment else "")
        + "</sitemap>"
        for name, moment in parts
    )
    return f"<sitemapindex {SPACES}>{told}</sitemapindex>"


def part(*entries: tuple[str, datetime]) -> str:
    told = "".join(
        f"<url><loc>{link(name)}</loc><news:news><news:publication_date>{moment.isoformat()}"
        "</news:publication_date></news:news></url>"
        for name, moment in entries
    )
    return f"<urlset {SPACES}>{told}</urlset>"


@pytest.fixture
def way(bed: Bed) -> SyndicationWay:
    """A way whose RSS was missing of late, and whose listing needs no confirmation."""
    visited(bed, RSS, status=404)
    visited(bed, LAST_NEWS, FIRST)
    walk = bed.walk(bounds=Bounds(SINCE), is_standing=True)
    return SyndicationWay(bed.articles, walk, is_confirming=True)


def drive(request: Request, bodies: dict[str, str | int]) -> list[str]:
    """The addresses asked for from a request on, each answered by its body or its status."""
    asked, waiting = [request.url], [request]
    while waiting:
        request = waiting.pop(0)
        body = bodies.get(request.url)
        if isinstance(body, int):
            follow: list[Any] = fail(request, refused(request, body))
        else:
            follow = call(request, answer(request, body)) if body else []
        asked += urls(follow)
        waiting += follow
    return asked


def test_the_parts_of_an_index_are_one_feed(bed: Bed, way: SyndicationWay) -> None:
    # The change of the first is told to the day alone, which began before the walk's bound.
    day = NOW - 12 * HOUR
    bodies: dict[str, str | int] = {
        SITEMAP: index(("1.xml", day), ("2.xml", NOW), ("old.xml", NOW - 9 * DAY)),
        f"{ROOT}/1.xml": part(("second", NOW - HOUR), ("old", SINCE - HOUR)),
        f"{ROOT}/2.xml": part(("new", NOW)),
    }
    bed.hold(link("old"), SINCE - HOUR)
    asked = drive(way.begin(), bodies)
    assert asked == [SITEMAP, f"{ROOT}/2.xml", f"{ROOT}/1.xml", link("new"), link("second")]
    assert way.walk.ending is Ending.SYNDICATION
    assert bed.report.of_source("sitemap").entries == 3
    assert [page.url for page in bed.context.standing.of("ru")] == [SITEMAP]


@pytest.mark.parametrize("body", [404, 503, "<html></html>", index(("3.xml", NOW)), "<urlset"])
def test_an_index_a_part_of_which_does_not_come_is_taken_and_not_believed(
    bed: Bed, way: SyndicationWay, body: str | int
) -> None:
    bodies: dict[str, str | int] = {
        SITEMAP: index(("1.xml", NOW), ("2.xml", NOW)),
        f"{ROOT}/2.xml": body,
        f"{ROOT}/1.xml": part(("new", NOW), ("old", SINCE - HOUR)),
    }
    # Were it believed, what is held would be known ground.
    bed.hold(link("old"), SINCE - HOUR)
    asked = drive(way.begin(), bodies)
    assert asked[-2:] == [link("new"), FIRST]
    assert way.walk.ending is None
    assert bed.spans == {}


def test_of_an_index_a_bounded_number_of_parts_is_asked_for(bed: Bed, way: SyndicationWay) -> None:
    names = [f"{number}.xml" for number in range(30)]
    bodies: dict[str, str | int] = {SITEMAP: index(*((name, None) for name in names))}
    bodies |= {f"{ROOT}/{name}": part(("new", NOW), ("old", SINCE - HOUR)) for name in names}
    bed.hold(link("old"), SINCE - HOUR)
    asked = drive(way.begin(), bodies)
    assert asked[: MOST_PARTS + 1] == [
        SITEMAP,
        *(f"{ROOT}/{29 - number}.xml" for number in range(MOST_PARTS)),
    ]
    # What the other parts hold nobody knows.
    assert asked[MOST_PARTS + 1 :] == [link("new"), FIRST]
    assert bed.report.of_source("sitemap").short == 1


def test_an_index_asks_for_nothing_of_other_sites_and_editions(
    bed: Bed, way: SyndicationWay
) -> None:
    told = index(("1.xml", NOW)).replace("/1.xml", "https://kaz.inform.kz/1.xml")
    assert drive(way.begin(), {SITEMAP: told}) == [SITEMAP, FIRST]


def test_the_sitemaps_of_robots_txt_are_further_sources(bed: Bed, way: SyndicationWay) -> None:
    visited(bed, SITEMAP, status=404)
    told = (
        f"User-agent: *\nDisallow:\nSitemap: {ROOT}/a.xml\nSitemap: {ROOT}/b.xml\n"
        "Sitemap: https://kaz.inform.kz/c.xml\nSitemap: https://cdn.example/d.xml\n"
    )
    visited(bed, f"{ROOT}/robots.txt", content=told)
    bodies: dict[str, str | int] = {
        f"{ROOT}/a.xml": 404,
        f"{ROOT}/b.xml": part(("new", NOW), ("old", SINCE - HOUR)),
    }
    bed.hold(link("old"), SINCE - HOUR)
    asked = drive(way.begin(), bodies)
    assert asked == [f"{ROOT}/a.xml", f"{ROOT}/b.xml", link("new")]
    counts = bed.report.of_source("robots-sitemap")
    assert (counts.missing, counts.entries) == (1, 2)


def test_without_a_sitemap_in_robots_txt_the_listing_is_walked(
    bed: Bed, way: SyndicationWay
) -> None:
    visited(bed, SITEMAP, status=404)
    visited(bed, f"{ROOT}/robots.txt", content="User-agent: *\nDisallow:")
    assert way.begin().url == FIRST


def test_of_a_sitemap_of_everything_only_what_is_of_the_walk_is_asked_for(
    bed: Bed, way: SyndicationWay
) -> None:
    everything = [(f"old-{number}", SINCE - number * HOUR) for number in range(1, 1200)]
    asked = drive(way.begin(), {SITEMAP: part(("new", NOW), *everything)})
    assert asked == [SITEMAP, link("new")]
    assert way.walk.ending is Ending.SYNDICATION
    assert way.walk.witness.endswith(clock.text(SINCE - timedelta(hours=1199)))
