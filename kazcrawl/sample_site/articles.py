"""The sample articles: every one a function of seed, edition and number."""

from datetime import UTC, datetime, timedelta
from random import Random

from kazcrawl.sample_site import addresses, hours
from kazcrawl.sample_site.bodies import Block
from kazcrawl.sample_site.chances import chance
from kazcrawl.sample_site.stories import REPUBLISHERS, Stories, recent
from kazcrawl.sample_site.writing import SampleArticle, write
from kazcrawl.sites.kazinform.editions import EDITIONS

__all__ = ["REPUBLISHERS", "Block", "Newsroom", "SampleArticle"]

# Hundredths of all articles; the Russian edition has what others leave.
_SHARES = {"ru": 30, "kk": 25, "en": 12, "qz": 12, "cn": 8, "oz": 7, "ar": 6}
# Of an edition that nobody has counted.
_SHARE = 6
_OLDEST = datetime(2012, 1, 30, 7, 35, tzinfo=UTC)


class Newsroom:
    """All articles of a site of ``articles`` articles, by edition and number.

    Numbers count an edition's articles from its oldest, 0; ``now`` is the newest's moment.
    Nine in ten lie within ``days`` days before it, the others reach back to 2012, by day more
    than by night. ``edited``
    is the same site some time later: of twenty articles of an edition one has another text,
    one another headline, two are gone; page views have changed on all.

    With a ``moment`` the site lives: it shows what was published until then, and each of those
    changes comes at a time of its own, twenty minutes to twenty hours after publication.
    """

    def __init__(
        self,
        articles: int,
        seed: int,
        now: datetime,
        days: float = 6.0,
        edited: bool = False,
        moment: datetime | None = None,
    ) -> None:
        self.articles, self.seed, self.days, self.edited = articles, seed, days, edited
        self.moment = moment
        self.now = now.replace(second=0, microsecond=0)
        self.stories = Stories(self)
        # In days of a newsroom's work: up to now, of the last days, and of the years before.
        self._work = hours.even(self.now)
        start = self.now - timedelta(days=days)
        self._worked = self._work - hours.even(start)
        self._reach = hours.even(start) - hours.even(_OLDEST)
        self._reach_of_republishers = 900.0
        self.sizes = {
            code: max(1, round(articles * _SHARES.get(code, _SHARE) / 100)) for code in EDITIONS
        }
        self.sizes["ru"] += articles - sum(self.sizes.values())
        self.sizes |= {f"rep-{name}": max(14, articles // 20) for name in REPUBLISHERS}

    def size(self, edition: str) -> int:
        """How many articles an edition shows."""
        if self.moment is None:
            return self.sizes[edition]
        low, high = 0, self.sizes[edition]
        while low < high:
            middle = (low + high) // 2
            if self.published(edition, middle) <= self.moment:
                low = middle + 1
            else:
                high = middle
        return low

    def is_changed(self, edition: str, number: int) -> bool:
        """Whether what happens to an article, if anything does, has happened."""
        if self.moment is None:
            return self.edited
        return self.changed_at(edition, number) <= self.moment

    def changed_at(self, edition: str, number: int) -> datetime:
        """When an article of a living site changes."""
        minutes = 20 + Random(f"{self.seed}/{edition}/{number}/change").randrange(1200)
        return self.published(edition, number) + timedelta(minutes=minutes)

    def published(self, edition: str, number: int) -> datetime:
        """When an article was published; a later number is never earlier."""
        size = self.sizes[edition]
        age = size - 1 - number
        jitter = chance(self.seed, edition, number, "time") * 0.9
        if age < recent(size):
            return hours.moment_of(self._work - (age + jitter) / recent(size) * self._worked)
        step = (age - recent(size) + jitter) / max(1, size - recent(size))
        reach = self._reach_of_republishers if edition.startswith("rep-") else self._reach
        return hours.moment_of(self._work - self._worked - reach * step**2)

    def section_of(self, number: int) -> int:
        """Which of the edition's eight sections an article belongs to."""
        return 0 if number % 40 == 39 else number % 8

    def missed_by_feed(self, edition: str, number: int) -> bool:
        """Whether the feed of everything leaves an article out; its section never does."""
        known = EDITIONS[edition].sections if edition in EDITIONS else ()
        return bool(known) and number % 40 == 39

    def article(self, edition: str, number: int) -> SampleArticle:
        """The article of a number; IndexError for one that the edition has not."""
        if not 0 <= number < self.sizes[edition]:
            raise IndexError(number)
        return write(self, edition, number)

    def is_rewritten(self, edition: str, number: int) -> bool:
        """Whether an article's text or headline is another than at first."""
        return number % 20 in (1, 2) and self.is_changed(edition, number)

    def is_gone(self, edition: str, number: int) -> bool:
        """Whether an article's page was taken down."""
        return number % 20 in (4, 14) and self.is_changed(edition, number)

    def url(self, edition: str, slug: str) -> str:
        """The canonical address of a slug of an edition or republisher."""
        if edition.startswith("rep-"):
            return f"https://{edition[4:]}.republisher.example/{slug}/"
        return addresses.canonical_url(edition, slug)

    def find(self, edition: str, slug: str) -> SampleArticle | None:
        """The article that an address of an edition names, or None."""
        if edition.startswith("rep-"):
            tail = slug.rsplit("-", 1)[-1]
            number = int(tail) if tail.isdigit() else None
        else:
            found = addresses.number_of(slug)
            offset = list(EDITIONS).index(edition) * 300_000
            number = None if found is None else found - offset
        if number is None or not 0 <= number < self.size(edition):
            return None
        article = self.article(edition, number)
        same_id = "_a" in article.slug and ("_a" in slug or slug.startswith("article/"))
        return article if same_id or article.slug == slug else None
