"""Addresses of WordPress posts, on any host."""

from urllib.parse import urlsplit

from kazcrawl.sites.addresses import Addresses, bare, host_of, split
from kazcrawl.sites.edition import Edition

_NO_POST = ("category", "tag", "author", "page", "wp-content", "wp-json", "feed", "comments")


class PostAddresses(Addresses):
    """Every host is an edition; a post is what is no archive and no machinery of WordPress."""

    def __init__(self) -> None:
        super().__init__({}, article="")

    def edition_of(self, url: str) -> Edition | None:
        parts = split(url)
        host = host_of(parts) if parts else ""
        return Edition(code=host, host=host, language="", front="/page/{page}/") if host else None

    def is_article(self, url: str) -> bool:
        if split(url) is None:
            return False
        parts = urlsplit(url.strip())
        segments = [segment for segment in parts.path.split("/") if segment]
        return bool(segments and segments[0] not in _NO_POST) or "p=" in parts.query

    def is_article_of(self, edition: str, url: str) -> bool:
        named = self.edition_of(url)
        return named is not None and bare(named.code) == bare(edition) and self.is_article(url)


ADDRESSES = PostAddresses()
"""The addresses of all hosts."""
