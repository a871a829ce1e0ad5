"""How much the archive holds: articles, versions and batches, counted from indexes."""

from kazcrawl.archive import Archive
from kazcrawl.archive.batch_tally import BatchCounts, batch_counts
from kazcrawl.archive.batches import Batches
from kazcrawl.archive.holdings import (
    Holding,
    count_versions,
    sources,
    totals,
    unpublished,
)
from kazcrawl.archive.tally import holdings
from tests.archive.test_store import article
from tests.archive.test_upkeep import fill


def test_what_is_held_is_counted_by_edition_and_year(archive: Archive) -> None:
    assert (totals(archive), count_versions(archive), holdings(archive)) == ({}, 0, [])
    assert sources(archive) == []
    fill(archive)
    assert sources(archive) == ["kazinform", "republisher"]
    assert totals(archive) == {
        ("kazinform", "ru"): 3, ("kazinform", "en"): 1, ("republisher", "ru"): 1,
    }  # fmt: skip
    assert count_versions(archive) == 8
    assert holdings(archive) == [
        Holding("kazinform", "en", "2026", 1, 0, 0),
        Holding("kazinform", "ru", None, 1, 0, 0),
        Holding("kazinform", "ru", "2025", 1, 0, 2),
        Holding("kazinform", "ru", "2026", 1, 1, 1),
        Holding("republisher", "ru", "2026", 1, 0, 0),
    ]


def test_an_article_counts_in_the_year_of_its_first_version(archive: Archive) -> None:
    for text, year in (("Text.", "2025"), ("Other.", "2026")):
        archive.add(article(text, date_published=f"{year}-12-31T08:00:00Z"))
    assert holdings(archive) == [
        Holding("kazinform", "ru", "2025", 1, 0, 0),
        Holding("kazinform", "ru", "2026", 0, 0, 1),
    ]


def test_a_version_is_unpublished_until_its_batch_is_published(archive: Archive, url: str) -> None:
    assert unpublished(archive) == 0
    assert batch_counts(archive) == BatchCounts(0, 0, 0, None)
    archive.add(article())
    archive.add(article("Other."))
    assert unpublished(archive) == 2
    kept = Batches(url, "kazinform", "f" * 32)
    batch = kept.open(above=0, crawl_id="c1", format_version=1, compression="none")
    assert batch is not None
    archive.add(article("Third."))
    assert unpublished(archive) == 3
    kept.publish(batch, path="p", records=2, size=1, sha256="e" * 64)
    assert unpublished(archive) == 1
    assert batch_counts(archive)[:3] == (1, 0, 2)
    assert kept.open(above=0, crawl_id="c1", format_version=1, compression="none") is not None
    kept.close()
    assert unpublished(archive) == 1
    assert batch_counts(archive)[:3] == (1, 1, 2)
