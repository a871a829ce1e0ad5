"""Known ground: whether a feed for machines really goes back to what an earlier run knew."""

from datetime import datetime

from kazcrawl.crawl.leaps import Leaps
from kazcrawl.crawl.memory import Memory
from kazcrawl.crawl.ways.changes import Cards


def is_known(cards: Cards, since: datetime | None, memory: Memory) -> bool:
    """Whether of what a feed dates before a bound an article is archived; one alone must not stand
    far behind the rest.

    Dates alone tell neither: a feed's clock may be hours off, and an article of years ago pinned.
    """
    if since is None:
        return True
    told = [(card.id, card.published) for _, card in cards.values() if card.published]
    old = {url_hash: moment for url_hash, moment in told if moment < since}
    leaps = Leaps()
    leaps.read(sorted((moment for _, moment in told if moment >= since), reverse=True))
    if len(old) == 1 and leaps.over(list(old.values())):
        return False
    return not old or any(memory.moments(old))
