"""Addresses of WordPress posts, on any host."""

from urllib.parse import parse_qsl, urlsplit

from kazcrawl.pages.links import joined
from kazcrawl.sites.addresses import Addresses, bare, host_of, last_segment, split
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

    def is_bare_number(self, url: str) -> bool:
        # WordPress' short links: every post answers at `/?p=77`.
        parts = split(url)
        return (
            parts is not None
            and parts.path in ("", "/")
            and any(name == "p" and value.isdecimal() for name, value in parse_qsl(parts.query))
        )

    def believed_canonical(self, answered: str, claimed: str | None) -> str | None:
        believed = super().believed_canonical(answered, claimed)
        own = joined(answered, claimed)
        if believed or not own or not self.is_bare_number(answered):
            return believed
        is_post = self.may_be_one(answered, own) and not self.is_bare_number(own)
        return self.canonical(own) if is_post else None

    def _are_one(self, ours: str, theirs: str) -> bool:
        here, there = urlsplit(ours), urlsplit(theirs)
        slug = _slug(here.path)
        return (
            bare(here.hostname) == bare(there.hostname)
            and self.is_article(theirs)
            and bool(slug)
            and slug == _slug(there.path)
        )


def _slug(path: str) -> str:
    """A post's slug, of its AMP twin as well."""
    segments = [segment for segment in path.split("/") if segment]
    if segments and segments[-1] == "amp":
        segments.pop()
    return last_segment("/".join(segments))


ADDRESSES = PostAddresses()
"""The addresses of all hosts."""
