"""The agency: seven editions, four generations of pages."""

from zoneinfo import ZoneInfo

from kazcrawl.sites.kazinform.addresses import ADDRESSES
from kazcrawl.sites.kazinform.dateline import read_dateline
from kazcrawl.sites.kazinform.editions import EDITIONS
from kazcrawl.sites.kazinform.layouts import LAYOUTS
from kazcrawl.sites.kazinform.search import AgencySearch
from kazcrawl.sites.site import Site

SITE = Site(
    name="kazinform",
    # UTC+6 before 2024-03-01, UTC+5 since.
    clock=ZoneInfo("Asia/Almaty"),
    layouts=LAYOUTS,
    addresses=ADDRESSES,
    editions=EDITIONS,
    dateline=read_dateline,
    search=AgencySearch(),
)
