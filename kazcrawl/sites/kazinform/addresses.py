"""The agency's addresses: the forms of its editions since 2012, and the article key.

``_a<ID>`` and ``article/<ID>`` identify an article alone, on whatever host and under whatever
slug: the ID survived two moves of the site. The six or eight hex digits behind a slug do not
(140,000 articles make about 580 collisions), and some slugs have no key at all.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from kazcrawl.record import digest
from kazcrawl.sites.addresses import Addresses, host_of, plain, spelled, split
from kazcrawl.sites.edition import Edition
from kazcrawl.sites.kazinform.editions import EDITIONS

# A letter and a number after the last underscore: `_a` is an article, the others are listings.
_LEGACY = re.compile(r"_a([0-9]+)$")
_HASHED = re.compile(r"-([0-9a-f]{8}|[0-9a-f]{6})$")
_LISTING_SLUG = re.compile(r"_(?:[gsct]|author)\d+$")
_OLD_ARTICLE = re.compile(r"^article/([0-9]+)$")
_RESERVED = frozenset(
    (
        *("lenta", "category", "tag", "archive", "search", "search_results", "rss", "sitemap"),
        *("sitemaps", "amp", "news", "page", "author", "authors", "media", "weather", "static"),
        *("about", "contacts"),
    )
)


class Key(NamedTuple):
    """What of an address names the article: ``a3725092`` or ``0e1f43``.

    ``is_id``: it is the article's ID, which identifies it alone.
    """

    text: str
    is_id: bool


class AgencyAddresses(Addresses):
    """AMP twins, hosts with ``www`` and without, former hosts, trailing slashes, queries and
    fragments all lead to one address. An address that is no article of the agency is normalised
    as any web address."""

    def __init__(self, editions: Mapping[str, Edition] = EDITIONS) -> None:
        super().__init__(editions, article="")
        for host in self.hosts():
            self._by_host.setdefault(f"www.{host}", self._by_host[host])
        # The same few addresses are asked about for each page and card.
        self._parts = lru_cache(maxsize=1_024)(self._find_parts)
        self._canonical = lru_cache(maxsize=1_024)(self._find_canonical)
        self._by_path = {path: edition for edition in editions.values() for path in edition.paths}
        self._before_slug = {"amp", "news"} | {
            edition.article.strip("/").partition("/")[0] for edition in editions.values()
        }

    def edition_of(self, url: str) -> Edition | None:
        """The edition whose host or path ``url`` names, or None for another site."""
        return self._parts(url)[0]

    def is_article(self, url: str) -> bool:
        return self._parts(url)[1] is not None

    def canonical(self, url: str) -> str:
        return self._canonical(url)

    def key(self, url: str) -> Key | None:
        """The part of an article's address that names it, None where it has none."""
        _, slug = self._parts(url)
        if slug is None:
            return None
        if match := _OLD_ARTICLE.match(slug) or _LEGACY.search(slug):
            return Key(f"a{match[1]}", is_id=True)
        match = _HASHED.search(slug)
        return Key(match[1], is_id=False) if match else None

    def identities(self, url: str) -> tuple[str, ...]:
        """The hashes by which an article may be known: its address and, if it has one, its ID."""
        key = self.key(url)
        own = self.url_hash(url)
        return (own, _key_digest(key)) if key is not None and key.is_id else (own,)

    def former_identities(self, url: str) -> tuple[str, ...]:
        # Six or eight hex digits that began with an a were once taken for an ID.
        key = self.key(url)
        is_like_an_id = key is not None and not key.is_id and key.text.startswith("a")
        return (_key_digest(key),) if key is not None and is_like_an_id else ()

    def key_hash(self, url: str) -> str | None:
        edition, key = self.edition_of(url), self.key(url)
        if edition is None or key is None or key.is_id:
            return None
        return digest(f"kazinform:{edition.code}:{key.text}")

    def may_be_one(self, here: str, there: str) -> bool:
        # The key says, or nothing does.
        return False

    def is_another(self, answered: str, claimed: str | None) -> bool:
        """Whether both are articles of one edition, and their keys differ."""
        edition = self.edition_of(answered)
        if not claimed or edition is None or self.edition_of(claimed) is not edition:
            return False
        ours, theirs = self.key(answered), self.key(claimed)
        is_told = ours is not None and theirs is not None
        return is_told and ours != theirs and self.is_article(answered) and self.is_article(claimed)

    def _are_one(self, ours: str, theirs: str) -> bool:
        edition = self.edition_of(ours)
        if edition is None:
            return super()._are_one(ours, theirs)
        if self.edition_of(theirs) is not edition or not self.is_article(theirs):
            return False
        key = self.key(ours)
        return key is not None and key == self.key(theirs)

    def _find_canonical(self, url: str) -> str:
        parts = split(url)
        if parts is None or not host_of(parts):
            return url.strip()
        edition, slug = self._parts(url)
        if edition is None or slug is None:
            return plain(parts, host_of(parts))
        if _OLD_ARTICLE.match(slug):
            return spelled(f"{edition.root}/{edition.paths[0]}/{slug}")
        return spelled(edition.root + edition.article.format(slug=slug))

    def _find_parts(self, url: str) -> tuple[Edition | None, str | None]:
        """The edition and slug that an address names; slug None when it is no article's."""
        parts = split(url)
        edition = self._by_host.get(host_of(parts)) if parts else None
        if parts is None or edition is None:
            return None, None
        # What stands behind a semicolon is a session's, not the article's.
        segments = [own for segment in parts.path.split("/") if (own := segment.partition(";")[0])]
        if segments and segments[0] in self._by_path:
            edition = self._by_path[segments.pop(0)]
        if segments and segments[-1] == "amp":
            segments.pop()
        while len(segments) > 1 and segments[0] in self._before_slug:
            segments.pop(0)
        if _OLD_ARTICLE.match("/".join(segments)):
            return edition, "/".join(segments)
        if len(segments) != 1:
            return edition, None
        slug = _uncapitalised(segments[0])
        return edition, slug if _is_slug(slug) else None


def _key_digest(key: Key) -> str:
    return digest(f"kazinform:{key.text}")


def _uncapitalised(slug: str) -> str:
    """A slug with a key that somebody wrote in capitals as the site writes it."""
    lower = slug.lower()
    has_key = _LEGACY.search(lower) or _HASHED.search(lower)
    return lower if slug.isupper() and has_key else slug


def _is_slug(slug: str) -> bool:
    """Whether a path's only segment is an article's."""
    if slug in _RESERVED or _LISTING_SLUG.search(slug):
        return False
    if _LEGACY.search(slug) or _HASHED.search(slug):
        return True
    # Slugs made by an editor have no hash; a single word is a page of the site.
    return "-" in slug.strip("-")


ADDRESSES = AgencyAddresses()
"""The addresses of all editions."""
