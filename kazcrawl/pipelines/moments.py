"""When an article was published and changed, of what its page printed and told machines."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kazcrawl import clock
from kazcrawl.dates import find_date, is_future, read_date, read_machine_date
from kazcrawl.items import Fetched
from kazcrawl.pages import GENERIC
from kazcrawl.sites.site import Site

_CLOCK_TIME = re.compile(r"\d{1,2}\s*[:：时]\s*\d{2}|\d{1,2}\s*[ap]\.?m", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# How far a day without a time may lie from the moment that it means.
_DAY = timedelta(hours=48)


class Told(NamedTuple):
    """What a page says of its dates, and what that is read by."""

    printed: str | None
    machine: str | None
    modified: str | None
    language: str | None
    layout: str | None
    fetched_at: str | None


class Moments(NamedTuple):
    """What it means; ``is_future``: its machine date is later than the fetch by more than an hour,
    and not believed; ``is_unread``: what was printed could not be read, and nothing else says it.
    """

    published: datetime | None
    modified: datetime | None
    is_future: bool
    is_unread: bool


def told_of(item: Fetched) -> Told:
    """What an article's page says of its dates."""
    article = item.article
    return Told(
        article.date_published_raw,
        item.published_machine,
        item.modified_raw,
        article.in_language,
        article.layout,
        article.fetched_at,
    )


def moments(told: Told, site: Site) -> Moments:
    """When an article of a site was published and changed.

    The printed date is by the site's clock and wins; metadata add what it leaves open.
    """
    zone = site.clock
    fetched_at = clock.parse(told.fetched_at) if told.fetched_at else None
    printed = _printed(told, fetched_at, zone)
    machine = read_machine_date(told.machine, zone=zone)
    comes_later = bool(fetched_at and machine and is_future(machine, fetched_at))
    machine = None if comes_later else machine
    modified = read_machine_date(told.modified, zone=zone) or read_date(
        told.modified, told.language, fetched_at, zone=zone
    )
    if modified and fetched_at and is_future(modified, fetched_at):
        modified = None
    return Moments(
        published=_published(told, printed, machine, site),
        modified=modified,
        is_future=comes_later,
        is_unread=bool(told.printed) and printed is None and machine is None,
    )


def _printed(told: Told, fetched_at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The moment that is printed, or that of the date inside a line which says more."""
    moment = read_date(told.printed, told.language, fetched_at, zone=zone)
    if moment is not None or not told.printed:
        return moment
    return read_date(find_date(told.printed, told.language), told.language, fetched_at, zone=zone)


def _published(
    told: Told, printed: datetime | None, machine: datetime | None, site: Site
) -> datetime | None:
    if printed is None or machine is None:
        return printed or machine
    if told.layout == GENERIC and site.any_host:
        # The clock of a site that may be anywhere is not known; its metadata have an offset.
        return machine
    if told.printed and _CLOCK_TIME.search(told.printed):
        return machine if _minute(machine) == _minute(printed) else printed
    # A day only, or "2 weeks ago": the metadata know the moment, unless they contradict.
    if told.printed and not _YEAR.search(told.printed):
        return machine
    return machine if -_DAY < machine - printed < _DAY else printed


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
