"""Cookies, for whoever switches them on: nobody is asked for the list of public suffixes.

Scrapy looks a cookie's domain up in it, and tldextract would fetch the newest one from hosts that
nobody told to ask; the one that it brings along is good enough. Both are loaded by a run that has
cookies alone: they bring two HTTP libraries.
"""

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured


class Cookies:
    """Scrapy's cookies, by the bundled list of suffixes."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> object:
        """Scrapy's middleware, if cookies are on."""
        if not crawler.settings.getbool("COOKIES_ENABLED"):
            raise NotConfigured
        from scrapy.downloadermiddlewares import cookies
        from tldextract import TLDExtract

        cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)
        return cookies.CookiesMiddleware.from_crawler(crawler)
