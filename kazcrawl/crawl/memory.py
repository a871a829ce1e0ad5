"""What a run remembers of the articles that it met: by whatever hash, with their moments."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime


class Memory:
    """The articles met in a run.

    An article is met when a listing showed it and it is held, asked for, or left alone; its
    moment is known when it is held or was read. It is in flight from its request until its page
    came to something.
    """

    def __init__(self) -> None:
        self._moments: dict[str, datetime | None] = {}
        self._in_flight: set[str] = set()
        # By a text's hash the articles under whose addresses it came.
        self._holders: defaultdict[str, set[str]] = defaultdict(set)
        # Articles by the titles of their cards, and the other way round.
        self._titles: dict[str, str] = {}
        self._titled: defaultdict[str, set[str]] = defaultdict(set)
        # Archived articles that were looked at in this run: once is enough.
        self.looked_at: set[str] = set()
        # New articles whose page is not there.
        self.missing: set[str] = set()

    def has(self, names: Iterable[str]) -> bool:
        """Whether an article was met under any of its hashes."""
        return any(name in self._moments for name in names)

    def meet(self, names: Iterable[str], moment: datetime | None = None) -> None:
        """Remembers an article under all its hashes; a moment that is known stays known."""
        for name in names:
            self._moments[name] = moment or self._moments.get(name)

    def entitle(self, url_hash: str, title: str | None) -> None:
        """Remembers the title of an article's card."""
        if title:
            self._titles.setdefault(url_hash, title)
            self._titled[title].add(url_hash)

    def is_anothers(self, url_hash: str, headline: str) -> bool:
        """Whether a headline is the title of another article's card, and not of this one's."""
        own = self._titles.get(url_hash)
        return own not in (None, headline) and bool(self._titled.get(headline))

    def holders_of(self, text: str, url_hash: str) -> set[str]:
        """The articles under whose addresses a text, by its hash, came; now this one's, too."""
        self._holders[text].add(url_hash)
        return self._holders[text]

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
