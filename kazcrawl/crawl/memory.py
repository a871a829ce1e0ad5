"""What a run remembers of the articles that it met: by whatever hash, with their moments.

A run may meet a million. What it met long ago it forgets, unless its page is still to come: the
archive holds it, or knows that it waits.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

# Hashes of articles (each has a few), texts and titles that are remembered at the most. What the
# listings of a run show of one article, they show within hours.
_HASHES, _TEXTS, _TITLES = 20_000, 5_000, 6_000


class Newest(OrderedDict[Key, Value], Generic[Key, Value]):
    """What was put in last, at most so many entries."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def put(self, key: Key, value: Value) -> Key | None:
        """Puts an entry in as the newest; gives the oldest one's key, if that had to go."""
        self[key] = value
        self.move_to_end(key)
        return self.popitem(last=False)[0] if len(self) > self._most else None


class Memory:
    """The articles met in a run.

    An article is met when a listing showed it and it is held, asked for, or left alone; its
    moment is known when it is held or was read. It is in flight from its request until its page
    came to something.
    """

    def __init__(self) -> None:
        self._moments = Newest[str, datetime | None](_HASHES)
        self._in_flight: set[str] = set()
        # By a text's hash the articles under whose addresses it came.
        self._holders = Newest[str, set[str]](_TEXTS)
        # Articles with the titles of their cards; by them, and the other way round.
        self._cards = Newest[tuple[str, str], None](_TITLES)
        self._titles: dict[str, str] = {}
        self._titled: defaultdict[str, set[str]] = defaultdict(set)
        self._looked_at = Newest[str, None](_HASHES)
        self._missing = Newest[str, None](_HASHES)
        self._disowned = Newest[str, None](_HASHES)

    def has(self, names: Iterable[str]) -> bool:
        """Whether an article was met under any of its hashes."""
        return any(name in self._moments or name in self._in_flight for name in names)

    def meet(self, names: Iterable[str], moment: datetime | None = None) -> None:
        """Remembers an article under all its hashes; a moment that is known stays known."""
        for name in names:
            self._moments.put(name, moment or self._moments.get(name))

    def entitle(self, url_hash: str, title: str | None) -> None:
        """Remembers the title of an article's card."""
        if not title:
            return
        self._titles.setdefault(url_hash, title)
        self._titled[title].add(url_hash)
        if oldest := self._cards.put((url_hash, title), None):
            self._forget_title(*oldest)

    def _forget_title(self, url_hash: str, title: str) -> None:
        self._titled[title].discard(url_hash)
        if not self._titled[title]:
            del self._titled[title]
        if self._titles.get(url_hash) == title:
            del self._titles[url_hash]

    def title_of(self, url_hash: str) -> str | None:
        """The title of an article's card; None if no card told one, or one that several have."""
        title = self._titles.get(url_hash)
        return title if title and len(self._titled[title]) == 1 else None

    def is_anothers(self, url_hash: str, headline: str) -> bool:
        """Whether a headline is the title of another article's card, and not of this one's."""
        own = self._titles.get(url_hash)
        return own not in (None, headline) and bool(self._titled.get(headline))

    def holders_of(self, text: str, url_hash: str) -> set[str]:
        """The articles under whose addresses a text, by its hash, came; now this one's, too."""
        holders = self._holders.get(text, set())
        holders.add(url_hash)
        self._holders.put(text, holders)
        return holders

    def look(self, url_hash: str) -> None:
        """An archived article is looked at in this run: once is enough."""
        self._looked_at.put(url_hash, None)

    def was_looked_at(self, url_hash: str) -> bool:
        """Whether an archived article was looked at in this run."""
        return url_hash in self._looked_at

    def miss(self, url_hash: str) -> None:
        """The page of a new article is not there."""
        self._missing.put(url_hash, None)

    def are_missing(self, url_hashes: Iterable[str]) -> bool:
        """Whether the pages of all these new articles are not there."""
        return all(url_hash in self._missing for url_hash in url_hashes)

    def disown(self, url_hash: str) -> None:
        """What came under an address is not its article, though that was believed."""
        self._disowned.put(url_hash, None)

    def is_disowned(self, url_hash: str) -> bool:
        """Whether what came under an address is believed to be its article no more."""
        return url_hash in self._disowned

    def depart(self, url_hash: str) -> None:
        """An article's page was asked for."""
        self._in_flight.add(url_hash)

    def arrive(self, url_hash: str, moment: datetime | None = None) -> None:
        """An article's page came to something: its moment, or nothing."""
        self._in_flight.discard(url_hash)
        self.meet([url_hash], moment)

    def in_flight(self, url_hashes: Iterable[str]) -> set[str]:
        """Those of some articles whose pages are still to come."""
        return self._in_flight & set(url_hashes)

    def moments(self, url_hashes: Iterable[str]) -> list[datetime | None]:
        """The moments of articles, None where they are not known."""
        return [self._moments.get(url_hash) for url_hash in url_hashes]
