"""WordPress sites that republish the agency: any host, and each an edition of its own."""

from zoneinfo import ZoneInfo

from kazcrawl.sites.kazinform.dateline import read_dateline
from kazcrawl.sites.site import Site
from kazcrawl.sites.wordpress.addresses import ADDRESSES
from kazcrawl.sites.wordpress.layouts import LAYOUTS

SITE = Site(
    name="republisher",
    # They are read by the agency's readers; a page that says so has a clock of its own.
    clock=ZoneInfo("Asia/Almaty"),
    layouts=LAYOUTS,
    addresses=ADDRESSES,
    dateline=read_dateline,
    any_host=True,
)
