"""Makes of what was printed what the feed promises: identity, dates, dateline, hash."""

from kazcrawl.dates import to_local, to_utc
from kazcrawl.items import Fetched
from kazcrawl.pipelines.ahead import moments_of
from kazcrawl.pipelines.step import Step
from kazcrawl.record import content_hash, id_of
from kazcrawl.text import tidy_or_none


class Normalise(Step):
    """Fills ``id``, the dates, the dateline and the content hash.

    Counts printed dates that could not be read, and moments later than the fetch by more than an
    hour, which are not believed.
    """

    def process_item(self, item: Fetched) -> Fetched:
        article = item.article
        article.id = id_of(article.url)
        article.headline = tidy_or_none(article.headline)
        article.description = tidy_or_none(article.description)
        moments = moments_of(item, self.site)
        self.report.dates_future += moments.is_future
        self.report.dates_unread += moments.is_unread
        if moments.published:
            article.date_published = to_utc(moments.published)
            article.date_published_local = to_local(moments.published, self.site.clock)
        if moments.modified:
            article.date_modified = to_utc(moments.modified)
        article.dateline = self.site.dateline(article.article_body)
        article.content_hash = content_hash(
            article.headline, article.description, article.article_body
        )
        return item
