"""The one way from a page to its record, and what it says of a page that gives none."""

from typing import Any

import pytest

from kazcrawl import clock
from kazcrawl.crawl.records import UnreadableError, read_page, read_stored
from kazcrawl.items import LOOK
from kazcrawl.raw import RawPage
from tests.crawl import bed as pages
from tests.crawl.bed import NOW, link, url_hash


def stored(**values: Any) -> RawPage:
    given: dict[str, Any] = {
        "url": link("new"),
        "asked": link("new"),
        "fetched_at": clock.text(NOW),
        "source": "kazinform",
        "edition": "ru",
        "content_type": "text/html; charset=utf-8",
        "body": pages.article().encode(),
    }
    return RawPage(**given | values)


def test_a_stored_page_says_how_it_was_found() -> None:
    fetched = read_stored(
        stored(asked=link("old"), section="sport_s3", kind=LOOK), "the first crawl"
    )
    found = fetched.found
    assert (found.url_hash, found.url, found.edition, found.section) == (
        url_hash("old"),
        link("old"),
        "ru",
        "sport_s3",
    )
    assert fetched.kind == LOOK
    assert fetched.article.url == link("new")
    assert fetched.article.id == url_hash("new")
    assert fetched.article.crawl_id == "the first crawl"
    assert fetched.article.fetched_at == clock.text(NOW)
    assert fetched.aliases == [link("old")]


def test_a_page_read_alone_gives_the_record_that_a_stored_one_gives() -> None:
    record = read_page(pages.article().encode(), link("new"), fetched_at=NOW)
    article = read_stored(stored(), "crawl").article
    of_the_crawl = ("crawl_id", "revision")
    assert all(record[name] is None for name in of_the_crawl)
    differing = {name for name in record if record[name] != getattr(article, name)}
    assert differing == {"crawl_id"}
    assert (record["source"], record["edition"]) == ("kazinform", "ru")


def test_an_address_that_is_no_articles_gives_way_to_the_one_found() -> None:
    fetched = read_stored(stored(url="https://www.inform.kz/", asked=link("new")), "crawl")
    assert fetched.article.url == link("new")
    # What a home page stands for is no article's.
    assert fetched.aliases == []


def test_a_stored_page_that_came_from_another_articles_address_is_that_articles() -> None:
    other = "https://www.inform.kz/ru/newest-ffffff"
    fetched = read_stored(stored(url=other), "crawl")
    assert (fetched.article.url, fetched.aliases) == (other, [])


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (pages.NOTHING, "no article found: the page fits no known layout"),
        (pages.SOFT_404, "the page says that there is nothing at its address"),
    ],
)
def test_a_page_without_an_article_says_why(body: str, why: str) -> None:
    with pytest.raises(UnreadableError) as told:
        read_page(body.encode(), link("new"))
    assert str(told.value) == why


def test_a_stored_page_of_a_site_that_is_not_installed_says_so() -> None:
    with pytest.raises(UnreadableError, match=r"^there is no other with ru$"):
        read_stored(stored(source="other"), "crawl")
    with pytest.raises(UnreadableError, match=r"^there is no kazinform with xx$"):
        read_stored(stored(edition="xx"), "crawl")
