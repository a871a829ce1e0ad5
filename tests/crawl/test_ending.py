"""The end of a crawl: who publishes just now is waited for, not for ever."""

import pytest
from scrapy.exceptions import CloseSpider

from kazcrawl.archive.batches import Batches
from kazcrawl.crawl.ending import deliver
from kazcrawl.disk.lock import LockedError
from tests.crawl.bed import Bed
from tests.crawl.test_spider import spider_of


def test_another_publisher_is_no_trouble_while_the_crawl_goes_on_and_named_at_its_end(
    bed: Bed,
) -> None:
    bed.hold("https://www.inform.kz/ru/words-0a1b2c")
    other = Batches(bed.context.config.archive_url, "kazinform", "f" * 32)
    with other.alone("scrapy publish", 0):
        assert isinstance(deliver(bed.context, 0), LockedError)
        assert bed.context.report.trouble == {}
        deliver(bed.context, 0.1)
        assert ": held by scrapy publish, process " in bed.context.report.trouble["publisher"]
    assert bed.closed == []
    assert deliver(bed.context, 0) is None
    assert bed.context.report.feed_records == 1
    other.close()


def test_an_archive_that_is_gone_when_the_crawl_begins_ends_it_with_a_line(bed: Bed) -> None:
    spider = spider_of(bed)
    bed.context.close_stores()
    archive = bed.folder / "archive.sqlite3"
    for path in bed.folder.glob("archive.sqlite3*"):
        path.unlink()
    with pytest.raises(CloseSpider) as closing:
        spider.opened()
    assert closing.value.reason == "archive_failed"
    gone = f"archive {archive}: it was there a moment ago, and is gone"
    assert spider.context.report.trouble == {"archive": gone}
    assert not archive.exists()
