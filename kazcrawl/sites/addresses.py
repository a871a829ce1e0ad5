"""Addresses: the canonical form, the article's identities, and which canonical link is believed.

Three addresses are told apart: the one asked for, the one that answered, and the canonical one,
which is the article's identity and a promise to downstream. What holds for any site is here; a
site whose addresses have moved brings a class of its own.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from kazcrawl.pages.links import joined
from kazcrawl.record import id_of
from kazcrawl.sites.edition import Edition

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|twclid|ttclid|yclid|ysclid|igshid"
    r"|mibextid|_openstat|_ga|_gl|from|ref|mc_[ce]id",
    re.IGNORECASE,
)
# An address that has only one spelling: nothing of it must or can be percent-encoded.
_SPELLED = re.compile(r"https://[a-z0-9.-]+/[A-Za-z0-9/._-]*")
_OCTET = re.compile(r"%[0-9A-Fa-f]{2}")
# Signs that mean the same percent-encoded or not (RFC 3986, 2.3).
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class Addresses:
    """The addresses of a site's editions; ``article`` matches the path of an article."""

    def __init__(self, editions: Mapping[str, Edition], article: str) -> None:
        self.editions = editions
        self._article = re.compile(article)
        self._by_host = {host: one for one in editions.values() for host in one.all_hosts}

    def hosts(self) -> list[str]:
        """Every host of every edition."""
        return [host for edition in self.editions.values() for host in edition.all_hosts]

    def edition_of(self, url: str) -> Edition | None:
        """The edition that an address names, None for another site or what is no address."""
        parts = split(url)
        return self._by_host.get(host_of(parts)) if parts else None

    def is_article(self, url: str) -> bool:
        """Whether an address has the form of an article of one of the editions."""
        parts = split(url)
        return (
            parts is not None
            and self.edition_of(url) is not None
            and self._article.fullmatch(parts.path) is not None
        )

    def is_article_of(self, edition: str, url: str) -> bool:
        """Whether an address found in a listing of ``edition`` is one of its articles."""
        named = self.edition_of(url)
        return named is not None and named.code == edition and self.is_article(url)

    def canonical(self, url: str) -> str:
        """The canonical address of ``url``: ``https:``, the edition's host.

        Loses its fragment and its tracking parameters. A string that is no web address comes
        back stripped, unchanged.
        """
        parts = split(url)
        if parts is None or not host_of(parts):
            return url.strip()
        edition = self._by_host.get(host_of(parts))
        return plain(parts, edition.host if edition else host_of(parts))

    def url_hash(self, url: str) -> str:
        """The article's ``id``: that of its canonical address."""
        return id_of(self.canonical(url))

    def identities(self, url: str) -> tuple[str, ...]:
        """The hashes by which an article may be known, that of its address first."""
        return (self.url_hash(url),)

    def former_identities(self, url: str) -> tuple[str, ...]:
        """Hashes that this program once took for the article's, and that may be another's."""
        return ()

    def key_hash(self, url: str) -> str | None:
        """The hash of what an article's address keeps when its slug is renamed.

        Addresses that share it may be of one article; only their pages can tell. None where an
        address has no such part, or one that identifies its article alone.
        """
        return None

    def are_one(self, here: str, there: str) -> bool:
        """Whether two addresses are of one article, as far as addresses can tell."""
        ours, theirs = self.canonical(here), self.canonical(there)
        return ours == theirs or self._are_one(ours, theirs)

    def may_be_one(self, here: str, there: str) -> bool:
        """Whether ``there`` may be the article at ``here`` if the site says so, by a redirect.

        It may where the addresses of a site have no key that could say otherwise.
        """
        edition = self.edition_of(here)
        return edition is not None and self.is_article_of(edition.code, there)

    def is_bare_number(self, url: str) -> bool:
        """Whether an address names its article by a number in the place of a slug, so that only
        the site can say which address is the article's own."""
        return False

    def believed_canonical(self, answered: str, claimed: str | None) -> str | None:
        """The canonical address of a page, if what it claims can be believed; else None.

        ``answered`` is the address that gave the page, ``claimed`` its canonical link. It must
        point to the same edition and carry the same slug or key: a template that names the home
        page on every page would merge everything.
        """
        own = joined(answered, claimed)
        return self.canonical(own) if own and self.are_one(answered, own) else None

    def is_another(self, answered: str, claimed: str | None) -> bool:
        """Whether a canonical link is surely that of another article than the one that answered;
        only keys of articles can tell."""
        return False

    def _are_one(self, ours: str, theirs: str) -> bool:
        """Whether two canonical addresses are of one article."""
        here, there = urlsplit(ours), urlsplit(theirs)
        slug = last_segment(here.path)
        return (
            bare(here.hostname) == bare(there.hostname)
            and bool(slug)
            and slug == last_segment(there.path)
        )


# A page's address is looked at a dozen times: by its card, its answer, its canonical link.
@lru_cache(maxsize=1_024)
def split(url: str) -> SplitResult | None:
    """The parts of an address, None for what cannot be one.

    The path is as browsers take it: no dots, and nothing percent-encoded that need not be.
    """
    try:
        parts = urlsplit(url.strip())
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    if "%" in parts.path:
        parts = parts._replace(path=_OCTET.sub(_octet, parts.path))
    return parts._replace(path=_without_dots(parts.path)) if "/." in parts.path else parts


def host_of(parts: SplitResult) -> str:
    """The host of an address, without the dot that ends a full name; empty for none."""
    return (parts.hostname or "").rstrip(".")


def bare(host: str | None) -> str:
    """A host without ``www.``."""
    return (host or "").removeprefix("www.")


def last_segment(path: str) -> str:
    """What stands behind the last slash of a path that has something behind it."""
    return path.rstrip("/").rsplit("/", 1)[-1]


def plain(parts: SplitResult, host: str) -> str:
    """An ordinary web address in one form: without tracking parameters and fragment."""
    query = urlencode([pair for pair in parse_qsl(parts.query, True) if not _is_tracking(pair[0])])
    # The scheme is not part of an article's identity; the port is.
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return spelled(urlunsplit(("https", host + port, parts.path or "/", query, "")))


def spelled(url: str) -> str:
    """An address in one spelling: what must be percent-encoded is, in capital digits."""
    if _SPELLED.fullmatch(url):
        return url
    return _OCTET.sub(lambda octet: octet[0].upper(), safe_url_string(url))


def _octet(octet: re.Match[str]) -> str:
    sign = chr(int(octet[0][1:], 16))
    return sign if sign in _UNRESERVED else octet[0].upper()


def _without_dots(path: str) -> str:
    """A path without segments that lead to itself or one up (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            kept = kept[:-1] if len(kept) > 1 else kept
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept) + ("/" if segments[-1] in (".", "..") else "")


def _is_tracking(name: str) -> bool:
    return _TRACKING.fullmatch(name) is not None
