"""Addresses: the canonical form, the article key, the URL hash.

Three addresses are told apart: the one asked for, the one that answered, and the canonical
one, which is the article's identity and a promise to downstream. The forms are those of the
agency's editions since 2012; anything else is normalised as an ordinary web address.
"""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from kazcrawl.sites.kazinform.editions import BY_HOST, BY_PATH, EDITIONS, Edition

# A letter and a number after the last underscore: `_a` is an article, the others are listings.
_LEGACY = re.compile(r"_a(\d+)$")
_HASHED = re.compile(r"-([0-9a-f]{8}|[0-9a-f]{6})$")
_LISTING_SLUG = re.compile(r"_(?:[gsct]|author)\d+$")
_OLD_ARTICLE = re.compile(r"^article/(\d+)$")
_RESERVED = frozenset(
    (
        *("lenta", "category", "tag", "archive", "search", "search_results", "rss", "sitemap"),
        *("sitemaps", "amp", "news", "page", "author", "authors", "media", "weather", "static"),
        *("about", "contacts"),
    )
)
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|yclid|ysclid|_openstat|from|ref|mc_[ce]id)$")


def canonical(url: str) -> str:
    """The canonical address of ``url``: ``https:``, the edition's host and path form.

    AMP twins, bare and former hosts, trailing slashes, queries and fragments all lead to one
    address. An address that is no article of the agency loses only its fragment and its
    tracking parameters. A string that is no web address comes back stripped, unchanged.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return url
    if not host:
        return url
    edition, slug = _article_parts(host, parts.path)
    if edition and slug:
        if _OLD_ARTICLE.match(slug):
            return safe_url_string(f"{edition.root}/{edition.paths[0]}/{slug}")
        return safe_url_string(edition.root + edition.article.format(slug=slug))
    query = urlencode([p for p in parse_qsl(parts.query, True) if not _TRACKING.match(p[0])])
    # The scheme is not part of an article's identity; the port is.
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return safe_url_string(urlunsplit(("https", host + port, parts.path or "/", query, "")))


def _article_parts(host: str, path: str) -> tuple[Edition | None, str | None]:
    """The edition and slug that an address names; slug None when it is no article's."""
    edition = BY_HOST.get(host)
    if edition is None:
        return None, None
    segments = [segment for segment in path.split("/") if segment]
    if segments and segments[0] in BY_PATH:
        edition = BY_PATH[segments.pop(0)]
    if segments and segments[-1] == "amp":
        segments.pop()
    if segments and segments[0] in ("amp", "news"):
        segments.pop(0)
    if _OLD_ARTICLE.match("/".join(segments)):
        return edition, "/".join(segments)
    if len(segments) != 1:
        return edition, None
    slug = segments[0]
    if slug in _RESERVED or _LISTING_SLUG.search(slug):
        return edition, None
    if _LEGACY.search(slug) or _HASHED.search(slug):
        return edition, slug
    # Slugs made by an editor have no hash; a single word is a page of the site.
    return edition, slug if "-" in slug.strip("-") else None


def edition_of(url: str) -> Edition | None:
    """The edition whose host or path ``url`` names, or None for another site."""
    try:
        parts = urlsplit(url.strip())
        return _article_parts((parts.hostname or "").rstrip("."), parts.path)[0]
    except ValueError:
        return None


def is_article(url: str) -> bool:
    """Whether ``url`` has the form of an article of the agency."""
    try:
        parts = urlsplit(url.strip())
        return _article_parts((parts.hostname or "").rstrip("."), parts.path)[1] is not None
    except ValueError:
        return False


def article_key(url: str) -> str | None:
    """The part of an address that names the article: ``a3725092`` or ``0e1f43``.

    ``a<ID>`` identifies an article alone, on whatever host and under whatever slug. The six or
    eight hex digits do not (140,000 articles make about 580 collisions), and some slugs have
    no key at all: None.
    """
    segments = [segment for segment in urlsplit(canonical(url)).path.split("/") if segment]
    if not segments:
        return None
    if len(segments) > 1 and segments[-2] == "article" and segments[-1].isdigit():
        return f"a{segments[-1]}"
    if match := _LEGACY.search(segments[-1]):
        return f"a{match[1]}"
    match = _HASHED.search(segments[-1])
    return match[1] if match else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def url_hash(url: str) -> str:
    """The article's ``id``: the first 32 hex digits of SHA-256 of the canonical address."""
    return _digest(canonical(url))


def identities(url: str) -> tuple[str, ...]:
    """The hashes by which an article may be known: its address and, if it has one, its old ID.

    The old ID is asked as well because it survived two moves of the site and changes of slug.
    """
    key = article_key(url)
    own = url_hash(url)
    if key and key.startswith("a") and edition_of(url):
        return own, _digest(f"kazinform:{key}")
    return (own,)


def believed_canonical(answered: str, claimed: str | None) -> str | None:
    """The canonical address of a page, if what it claims can be believed; else None.

    ``answered`` is the address that gave the page, ``claimed`` its canonical link. It must
    point to the same edition and carry the same slug or key: a template that names the home
    page on every page would merge everything.
    """
    if not claimed:
        return None
    claimed = urljoin(answered, claimed.strip())
    ours, theirs = canonical(answered), canonical(claimed)
    if ours == theirs:
        return theirs
    edition = edition_of(answered)
    if edition is not None:
        if edition_of(claimed) is not edition or not is_article(claimed):
            return None
        key = article_key(answered)
        return theirs if key and key == article_key(claimed) else None
    here, there = urlsplit(ours), urlsplit(theirs)
    same_site = _bare(here.hostname) == _bare(there.hostname)
    slug = here.path.rstrip("/").rsplit("/", 1)[-1]
    if same_site and slug and slug == there.path.rstrip("/").rsplit("/", 1)[-1]:
        return theirs
    return None


def _bare(host: str | None) -> str:
    return (host or "").removeprefix("www.")


def agency_hosts() -> list[str]:
    """Every host of every edition, for ``allowed_domains``."""
    return [host for edition in EDITIONS.values() for host in edition.all_hosts]
