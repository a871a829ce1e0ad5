"""Qalam, a news agency on the Gulf that does not exist: one edition, UTC+4 all year."""

from zoneinfo import ZoneInfo

from kazcrawl.pages.layouts import discover
from kazcrawl.sites.addresses import Addresses
from kazcrawl.sites.edition import Edition
from kazcrawl.sites.site import Site

ENGLISH = Edition(
    code="en",
    host="qalam.example",
    language="en",
    front="/latest?p={page}",
    section="/topics/{section}?p={page}",
    sections=("harbour",),
)
EDITIONS = {ENGLISH.code: ENGLISH}

SITE = Site(
    name="qalam",
    clock=ZoneInfo("Asia/Dubai"),
    layouts=discover("qalam.layouts"),
    addresses=Addresses(EDITIONS, article=r"/stories/[\w-]+"),
    editions=EDITIONS,
)
