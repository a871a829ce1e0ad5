"""What a feed and the front listing told of one span, each by itself."""

from datetime import datetime

from kazcrawl.crawl.ways.changes import Cards
from kazcrawl.health.counts import WitnessCounts


class Recapture:
    """Two witnesses of an edition's newest articles, where a run asked both."""

    def __init__(self) -> None:
        self._told: dict[str, datetime] = {}
        self._shown: dict[str, datetime] = {}

    def tell(self, cards: Cards) -> None:
        """Takes what the feed tells."""
        self._told |= _dated(cards)

    def show(self, cards: Cards) -> None:
        """Takes what a page of the listing shows."""
        self._shown |= _dated(cards)

    def count(self, counts: WitnessCounts) -> None:
        """Adds what each told of the span that both went back over."""
        if not self._told or not self._shown:
            return
        since = max(min(self._told.values()), min(self._shown.values()))
        told, shown = (
            {url_hash for url_hash, moment in moments.items() if moment >= since}
            for moments in (self._told, self._shown)
        )
        counts.feed += len(told)
        counts.listing += len(shown)
        counts.both += len(told & shown)


def _dated(cards: Cards) -> dict[str, datetime]:
    return {entry.id: entry.published for _, entry in cards.values() if entry.published}
