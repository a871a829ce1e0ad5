"""Cards that lead to the site and to no article of it, as far as addresses tell.

What leads to other sites is advertising. A card of the site's own may be an article under an
address of a form that is not known: its day is not complete, and it is told once.
"""

import logging
from urllib.parse import urlsplit

from kazcrawl.archive.waiting import note_strange
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.walk import Walk
from kazcrawl.crawl.ways.changes import Cards
from kazcrawl.items import Found
from kazcrawl.pages import Listing

logger = logging.getLogger(__name__)

NAMELESS = "cards of no articles"
"""Why a listing page that could be read proves nothing."""


def is_strange(context: RunContext, edition: str, url: str) -> bool:
    """Whether an address that is no article of an edition is nevertheless the edition's own: its
    host's, one below its host's, or no address of the web at all."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return True
    named = context.site.addresses.edition_of(url)
    if named is not None:
        return named.code == edition
    hosts = context.site.edition(edition).all_hosts
    return any((parts.hostname or "").endswith(f".{host}") for host in hosts)


def are_most(context: RunContext, edition: str, listing: Listing, cards: Cards) -> bool:
    """Whether fewer cards of a listing are an edition's articles than are something else of the
    site's: then it is hardly the edition's list, and proves nothing."""
    edition_of = context.site.addresses.edition_of
    others = {
        card.url
        for card in listing.cards
        if is_strange(context, edition, card.url)
        or ((named := edition_of(card.url)) and named.code != edition)
    }
    others -= {url for url, _ in cards.values()}
    return len(cards) < max(len(others), 1)


def note(context: RunContext, walk: Walk, strange: Cards) -> None:
    """Notes strange cards, and tells those that were never met. Raises ArchiveError."""
    found = []
    for url, entry in strange.values():
        day = str(context.site.day(entry.published)) if entry.published else None
        found.append(Found(entry.id, url, walk.edition, walk.section, day))
    for one in note_strange(context.archive, context.site.name, found):
        context.report.edition(walk.edition).listings.strange += 1
        logger.warning("%s: a card leads to no article's address: %s", walk.edition, one.url)
