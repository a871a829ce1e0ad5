"""``scrapy crawl kazinform``: the agency."""

from kazcrawl.crawl.spider import AgencySpider
from kazcrawl.sites.kazinform import SITE


class KazinformSpider(AgencySpider):
    """Finds and reads what the archive lacks of the agency's editions."""

    site = SITE
