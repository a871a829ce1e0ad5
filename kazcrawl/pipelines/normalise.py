"""Makes of what was printed what the feed promises: identity, dates, dateline, hash."""

import re
from datetime import datetime, timedelta

from kazcrawl import clock
from kazcrawl.dates import is_future, read_date, read_machine_date, to_local, to_utc
from kazcrawl.pages import GENERIC
from kazcrawl.pipelines.step import Step
from kazcrawl.record import Article, content_hash
from kazcrawl.sites.kazinform.addresses import url_hash
from kazcrawl.sites.kazinform.dateline import read_dateline
from kazcrawl.text import tidy_or_none

_CLOCK_TIME = re.compile(r"\d{1,2}\s*[:：时]\s*\d{2}|\d{1,2}\s*[ap]\.?m", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# How far a day without a time may lie from the moment that it means.
_DAY = timedelta(hours=48)


class Normalise(Step):
    """Fills ``id``, the dates, the dateline and the content hash.

    Counts in ``RunReport.dates_unread`` printed dates that could not be read, in
    ``dates_future`` moments later than the fetch by more than an hour, which are not believed.
    """

    def process_item(self, item: Article) -> Article:
        item.id = url_hash(item.url)
        item.headline = tidy_or_none(item.headline)
        item.description = tidy_or_none(item.description)
        fetched = clock.parse(item.fetched_at) if item.fetched_at else None
        published = self._published(item, fetched)
        modified = read_machine_date(item.modified_machine)
        if published:
            item.date_published = to_utc(published)
            item.date_published_local = to_local(published)
        if modified and not (fetched and is_future(modified, fetched)):
            item.date_modified = to_utc(modified)
        item.dateline = read_dateline(item.article_body)
        item.content_hash = content_hash(item.headline, item.description, item.article_body)
        return item

    def _published(self, item: Article, fetched: datetime | None) -> datetime | None:
        """The printed date is Astana's clock and wins; metadata add what it leaves open."""
        raw = item.date_published_raw
        printed = read_date(raw, item.in_language, fetched)
        machine = read_machine_date(item.published_machine)
        if fetched and machine and is_future(machine, fetched):
            self.report.dates_future += 1
            machine = None
        if printed is None:
            if raw and machine is None:
                self.report.dates_unread += 1
            return machine
        if machine is None or (item.layout == GENERIC and item.source != "kazinform"):
            # A foreign page's clock is not Astana's; its metadata have an offset.
            return machine or printed
        if raw and _CLOCK_TIME.search(raw):
            same_minute = machine.replace(second=0, microsecond=0) == printed.replace(
                second=0, microsecond=0
            )
            return machine if same_minute else printed
        # A day only, or "2 weeks ago": the metadata know the moment, unless they contradict.
        if raw and not _YEAR.search(raw):
            return machine
        return machine if -_DAY < machine - printed < _DAY else printed
