from qalam import SITE

from kazcrawl.crawl.spider import AgencySpider


class QalamSpider(AgencySpider):
    site = SITE
