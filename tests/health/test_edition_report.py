"""What an edition's account adds up to."""

import pytest

from kazcrawl.health.counts import ArticleCounts, ListingCounts, SourceCounts
from kazcrawl.health.edition_report import EditionReport


def edition(
    listings: ListingCounts | None = None,
    articles: ArticleCounts | None = None,
    **sources: SourceCounts,
) -> EditionReport:
    return EditionReport(listings or ListingCounts(), articles or ArticleCounts(), sources)


def test_what_failed_is_listings_articles_and_feeds() -> None:
    report = edition(
        ListingCounts(failed=100, unfit=7),
        ArticleCounts(failed=20, unfit=7, invalid=7),
        rss=SourceCounts(failed=3, missing=7),
        sitemap=SourceCounts(failed=4),
    )
    assert report.failed == 127
    assert EditionReport().failed == 0


def test_articles_that_came_are_those_whose_page_was_answered() -> None:
    articles = ArticleCounts(read=1, unfit=20, missing=300, unchanged=4000, invalid=50000)
    assert edition(articles=articles).articles_came == 54321
    others = ArticleCounts(1, 1, 1, 1, 1, generic=1, failed=1)
    assert edition(articles=others).articles_came == 0


@pytest.mark.parametrize(
    ("source", "answered"),
    [
        (SourceCounts(entries=30), 1),
        (SourceCounts(unchanged=1), 1),
        (SourceCounts(missing=1, failed=1, broken=1, cards=1, new=1), 0),
    ],
)
def test_a_feed_for_machines_counts_as_one_answer(source: SourceCounts, answered: int) -> None:
    assert edition(rss=source).answers == answered
    assert edition(rss=source, sitemap=source).answers == answered
    pages = ListingCounts(pages=20, failed=7)
    assert edition(pages, ArticleCounts(read=300), rss=source).answers == 320 + answered


def test_an_edition_is_silent_until_a_listing_or_a_feed_was_tried() -> None:
    assert EditionReport().is_silent
    assert edition(articles=ArticleCounts(retried=1), rss=SourceCounts()).is_silent
    assert not edition(ListingCounts(failed=1)).is_silent
    assert not edition(rss=SourceCounts(missing=1)).is_silent


def test_articles_seen_are_those_that_listings_named() -> None:
    articles = ArticleCounts(asked=1, known=20, postponed=300, retried=9, revisited=9, read=9)
    assert edition(ListingCounts(pages=1), articles).seen == 321
    assert edition(ListingCounts(pages=1)).seen == 0


def test_nobody_knows_what_was_seen_where_something_had_not_changed() -> None:
    articles = ArticleCounts(known=20)
    assert edition(articles=articles).seen is None
    assert edition(ListingCounts(pages=2, unchanged=1), articles).seen is None
    pages = ListingCounts(pages=2)
    assert edition(pages, articles, rss=SourceCounts(unchanged=1)).seen is None
    assert edition(pages, articles, rss=SourceCounts(entries=3)).seen == 20


def test_sources_and_layouts_are_made_once() -> None:
    report = EditionReport()
    report.of_source("rss").entries += 1
    report.of_source("rss").entries += 1
    report.of_layout("g3")["records"] += 1
    report.of_layout("g3")["records"] += 1
    assert report.sources == {"rss": SourceCounts(entries=2)}
    assert report.fill == {"g3": {"records": 2}}
