"""The last step: a version is committed before anyone is told of it."""

from typing import Self

from scrapy.crawler import Crawler

from kazcrawl.archive import ArchiveError
from kazcrawl.archive.running import running
from kazcrawl.archive.store import Addition
from kazcrawl.disk.steps import reached
from kazcrawl.items import Fetched
from kazcrawl.pipelines.step import AccountedFor, Step
from kazcrawl.record import Article


class Store(Step):
    """Archives new and changed articles; an unchanged one is dropped.

    What it hands on, to exporters and to pipelines behind it, is the record alone.
    """

    crawler: Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        step = super().from_crawler(crawler)
        step.crawler = crawler
        return step

    async def process_item(self, item: Fetched) -> Article:  # type: ignore[override]
        run, counts = running(self.crawler), self.report.archived
        addition = Addition(
            item.article,
            item.aliases,
            validators=item.validators,
            key_hash=self.site.addresses.key_hash(item.article.url),
        )
        try:
            is_added = await run.archive.add_soon(addition)
        except ArchiveError as error:
            run.stop("archive", error)
            raise AccountedFor(str(error)) from None
        reached("after commit")
        if not is_added:
            counts.unchanged += 1
            raise AccountedFor(f"unchanged: {item.article.url}")
        if item.article.revision == 1:
            counts.new += 1
        else:
            counts.revised += 1
        return item.article
