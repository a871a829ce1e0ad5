"""The agency's one real page that could be had, and a republished text as a scraper saved it.

They are their publisher's; the project reads them where they are and does not carry them.
"""

import gzip
import json

from kazcrawl import clock
from kazcrawl.crawl.records import read_page
from kazcrawl.health import RunReport
from kazcrawl.items import Fetched, Found
from kazcrawl.pipelines.clean import Clean
from kazcrawl.pipelines.normalise import Normalise
from kazcrawl.record import Article
from kazcrawl.sites.wordpress import SITE
from tests.conftest import material


def test_the_real_page_is_read_exactly() -> None:
    folder = material("KAZTEST_REAL_PAGES")
    truth = json.loads((folder / "inform-kz-2020-12-01-ru.json").read_text("utf-8"))
    page = gzip.decompress((folder / "inform-kz-2020-12-01-ru.html.gz").read_bytes())
    found = read_page(page, truth["url"])
    assert found["layout"] == "g1"
    assert found["url"] == truth["url"]
    assert found["headline"] == truth["title"]
    assert found["date_published_local"] == "2020-12-01T14:02:00+06:00"
    assert found["date_published"] == "2020-12-01T08:02:00Z"
    assert found["article_body"].split() == truth["body"].split()
    assert found["author"]
    assert found["article_section"]
    assert len(found["keywords"]) == 4
    assert "Новости по теме" not in found["article_body"]
    assert found["dateline"]["place"] == "ПЕТРОПАВЛОВСК"


def test_the_republished_text_is_cleaned_of_its_chrome() -> None:
    folder = material("KAZTEST_REAL_PAGES")
    headline, _, body = (folder / "republished-article.txt").read_text("utf-8").partition("\n")
    article = Article(
        url="https://x.example/post/",
        source="republisher",
        edition="x.example",
        headline=headline,
        article_body=body,
    )
    fetched = Fetched(article, Found("", article.url, article.edition))
    report = RunReport("republisher", clock.now())
    for step in (Clean(report, SITE), Normalise(report, SITE)):
        fetched = step.process_item(fetched)
    assert article.article_body is not None
    assert article.article_body.endswith("a new level of strategic partnership.")
    assert article.dateline is not None
    assert (article.dateline["place"], article.dateline["agency"]) == ("MOSCOW", "KAZINFORM")
    assert report.cleaned["related"]
    assert report.cleaned_articles == 1
