"""Cookies, for whoever switches them on: nobody is asked for the list of public suffixes.

Scrapy looks a cookie's domain up in it, and tldextract would fetch the newest one from hosts that
nobody told to ask; the one that it brings along is good enough.
"""

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)


class Cookies(cookies.CookiesMiddleware):
    """Scrapy's cookies, by the bundled list of suffixes."""
