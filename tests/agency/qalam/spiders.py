from kazcrawl.crawl.spider import AgencySpider
from qalam import SITE


class QalamSpider(AgencySpider):
    site = SITE
