"""Makes of what was printed what the feed promises: identity, dates, dateline, hash."""

import re
from datetime import datetime, timedelta

from kazcrawl import clock
from kazcrawl.dates import is_future, read_date, read_machine_date, to_local, to_utc
from kazcrawl.items import Fetched
from kazcrawl.pages import GENERIC
from kazcrawl.pipelines.step import Step
from kazcrawl.record import content_hash, id_of
from kazcrawl.text import tidy_or_none

_CLOCK_TIME = re.compile(r"\d{1,2}\s*[:：时]\s*\d{2}|\d{1,2}\s*[ap]\.?m", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# How far a day without a time may lie from the moment that it means.
_DAY = timedelta(hours=48)


class Normalise(Step):
    """Fills ``id``, the dates, the dateline and the content hash.

    Counts printed dates that could not be read, and moments later than the fetch by more than an
    hour, which are not believed.
    """

    def process_item(self, item: Fetched) -> Fetched:
        article, zone = item.article, self.site.clock
        article.id = id_of(article.url)
        article.headline = tidy_or_none(article.headline)
        article.description = tidy_or_none(article.description)
        fetched_at = clock.parse(article.fetched_at) if article.fetched_at else None
        published = self._published(item, fetched_at)
        modified = self._modified(item, fetched_at)
        if published:
            article.date_published = to_utc(published)
            article.date_published_local = to_local(published, zone)
        if modified and not (fetched_at and is_future(modified, fetched_at)):
            article.date_modified = to_utc(modified)
        article.dateline = self.site.dateline(article.article_body)
        article.content_hash = content_hash(
            article.headline, article.description, article.article_body
        )
        return item

    def _modified(self, item: Fetched, fetched_at: datetime | None) -> datetime | None:
        """The metadata's moment of the last change, or the printed one."""
        raw, zone = item.modified_raw, self.site.clock
        return read_machine_date(raw, zone=zone) or read_date(
            raw, item.article.in_language, fetched_at, zone=zone
        )

    def _published(self, item: Fetched, fetched_at: datetime | None) -> datetime | None:
        """The printed date is by the site's clock and wins; metadata add what it leaves open."""
        article, zone = item.article, self.site.clock
        raw = article.date_published_raw
        printed = read_date(raw, article.in_language, fetched_at, zone=zone)
        machine = read_machine_date(item.published_machine, zone=zone)
        if fetched_at and machine and is_future(machine, fetched_at):
            self.report.dates_future += 1
            machine = None
        if printed is None:
            self.report.dates_unread += bool(raw) and machine is None
            return machine
        if machine is None or (article.layout == GENERIC and self.site.any_host):
            # The clock of a site that may be anywhere is not known; its metadata have an offset.
            return machine or printed
        if raw and _CLOCK_TIME.search(raw):
            return machine if _minute(machine) == _minute(printed) else printed
        # A day only, or "2 weeks ago": the metadata know the moment, unless they contradict.
        if raw and not _YEAR.search(raw):
            return machine
        return machine if -_DAY < machine - printed < _DAY else printed


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
