"""A site: who publishes there, where, by which clock and in which layouts.

Everything that differs from one agency to another is here or behind it; the engine asks the site
and knows no agency by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from kazcrawl.dates import midnight
from kazcrawl.languages import language_tag
from kazcrawl.pages import Listing, Reading
from kazcrawl.pages.layouts import Layouts
from kazcrawl.record import Dateline
from kazcrawl.sites.addresses import Addresses
from kazcrawl.sites.edition import Edition


class Search(Protocol):
    """A site's search: its endpoint for machines, and the page that shows what it finds.

    ``card`` is the selector of a result on the page, once its scripts ran.
    """

    card: str

    def page(self, edition: Edition, words: str) -> str:
        """The address of the search page, with ``{page}``; ``words`` as addresses write them."""

    def endpoint(self, edition: Edition, words: str) -> str:
        """The address of the endpoint, with ``{page}``."""

    def read(self, text: str, url: str, edition: Edition) -> Listing | None:
        """What the endpoint's answer holds, None for what is no answer of a search."""


def _no_dateline(_body: str | None) -> Dateline | None:
    return None


@dataclass(frozen=True, slots=True)
class Site:
    """One site, or, with ``any_host``, every site of a kind: then a host is an edition.

    ``name`` is the spider's, and the ``source`` of the records. ``clock`` is the site's own:
    a printed date is by it, and so are the days of arguments and ledger. ``dateline`` reads the
    opening of a text. ``search`` is None where the site has none that is known.
    """

    name: str
    clock: ZoneInfo
    layouts: Layouts
    addresses: Addresses
    editions: Mapping[str, Edition] = field(default_factory=dict)
    dateline: Callable[[str | None], Dateline | None] = _no_dateline
    search: Search | None = None
    any_host: bool = False

    def edition(self, code: str) -> Edition:
        """An edition by its code; KeyError for one that the site has not."""
        if self.any_host and code not in self.editions:
            return Edition(code=code, host=code, language="", front="/page/{page}/")
        return self.editions[code]

    def language(self, edition: str, reading: Reading) -> str | None:
        """BCP 47 tag of what was read: the edition's, or what the page says of itself."""
        known = self.edition(edition).language
        if known:
            return known
        return language_tag(reading.language, " ".join([reading.headline, *reading.body[:20]]))

    def day(self, moment: datetime) -> date:
        """The day on the site's clock."""
        return moment.astimezone(self.clock).date()

    def midnight(self, day: date) -> datetime:
        """The moment at which a day begins on the site's clock."""
        return midnight(day, self.clock)
