"""The news of a world: articles that appear, are edited and withdrawn at known moments."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from kazcrawl.sample_site.articles import Block, Newsroom, SampleArticle
from kazcrawl.sample_site.truth import truth_of

START = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)
"""The moment of every world's first run: nine in the morning in Astana."""

HISTORY = timedelta(days=4)
NEWS_UNTIL = timedelta(days=9)
"""How long before START a world's news begin, and how long after it they end."""

_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Piece:
    """One article through time: its versions by the moment from which the site shows them."""

    versions: list[tuple[datetime, SampleArticle]]
    withdrawn: datetime | None = None
    # Stands years old above the newest on the first page.
    is_pinned: bool = False
    # robots.txt forbids it.
    is_barred: bool = False
    # No listing and no feed shows it.
    is_unlisted: bool = False

    @property
    def appears(self) -> datetime:
        """When the site first shows the article; that may be days after its printed date."""
        return self.versions[0][0]

    def at(self, moment: datetime) -> SampleArticle | None:
        """What the site shows of the article at a moment, None before and behind its time."""
        if self.withdrawn is not None and moment >= self.withdrawn:
            return None
        shown = [article for since, article in self.versions if since <= moment]
        return shown[-1] if shown else None

    def is_withdrawn(self, moment: datetime) -> bool:
        """Whether the article was there and is no more."""
        return self.withdrawn is not None and moment >= self.withdrawn

    def move(self, appears: datetime) -> None:
        """The article first appears at another moment."""
        self.versions[0] = (appears, self.versions[0][1])
        self.versions.sort(key=lambda version: version[0])

    def urls(self) -> set[str]:
        """Every canonical address that the article ever had."""
        return {article.url for _, article in self.versions}

    def change(self, since: datetime, **fields: Any) -> None:
        """From a moment on the site shows the article with other fields."""
        self.versions.append((since, replace(self.versions[-1][1], **fields)))
        self.versions.sort(key=lambda version: version[0])

    def rewrite(self, **fields: Any) -> None:
        """The article has other fields in all its versions."""
        self.versions = [(since, replace(article, **fields)) for since, article in self.versions]

    def truths(self, layout: str) -> list[dict[str, Any]]:
        """The records that the article's page gives, a version each."""
        return [truth_of(article, layout) for _, article in self.versions]


class Room(Newsroom):
    """A newsroom whose moments of publication are given, by edition, the oldest first."""

    def __init__(self, seed: int, moments: dict[str, list[datetime]]) -> None:
        super().__init__(7, seed, START)
        self.moments = moments
        self.sizes = {edition: len(own) for edition, own in moments.items()}

    def published(self, edition: str, number: int) -> datetime:
        return self.moments[edition][number]


@dataclass(slots=True)
class News:
    """All articles of a world by edition."""

    pieces: dict[str, list[Piece]] = field(default_factory=dict)

    @classmethod
    def draw(cls, random: Random, sizes: dict[str, int], seed: int) -> "News":
        """So many articles of each edition, a few of them edited, withdrawn or shown late."""
        moments = {edition: _moments(random, size) for edition, size in sizes.items()}
        return cls._of(Room(seed, moments), random, NEWS_UNTIL)

    @classmethod
    def spread(cls, random: Random, sizes: dict[str, int], seed: int, until: timedelta) -> "News":
        """The same, at any moment from before START until so long after it."""
        moments = {
            edition: sorted(
                START
                + timedelta(minutes=random.randrange(int((until + HISTORY) / _MINUTE)))
                - HISTORY
                for _ in range(size)
            )
            for edition, size in sizes.items()
        }
        return cls._of(Room(seed, moments), random, until)

    @classmethod
    def _of(cls, room: Room, random: Random, until: timedelta) -> "News":
        return cls({edition: _pieces(room, edition, random, until) for edition in room.sizes})

    def all(self) -> Iterator[Piece]:
        """The articles of all editions."""
        for own in self.pieces.values():
            yield from own

    def shown(self, edition: str, moment: datetime) -> list[SampleArticle]:
        """What an edition shows at a moment, the newest first; what is pinned is not among it."""
        articles = [
            article
            for piece in self.pieces[edition]
            if not (piece.is_pinned or piece.is_unlisted) and (article := piece.at(moment))
        ]
        return sorted(articles, key=lambda article: article.published, reverse=True)

    def pinned(self, edition: str) -> SampleArticle | None:
        """The old article above the newest."""
        return next((one.versions[0][1] for one in self.pieces[edition] if one.is_pinned), None)

    def standing(self, edition: str, moment: datetime) -> list[Piece]:
        """The articles in the listing, by what they show at a moment, the newest first."""
        shown = [one for one in self.pieces[edition] if not one.is_pinned and one.at(moment)]
        return sorted(shown, key=lambda piece: piece.versions[-1][1].published, reverse=True)


def _moments(random: Random, size: int) -> list[datetime]:
    """Seven in ten in the four days before START, two in the day behind it, one later."""
    moments = [datetime(2019, 3, 5, 8, 30, tzinfo=UTC)]
    for number in range(size - 1):
        share = number / (size - 1)
        if share < 0.7:
            hours = -96 * (1 - share / 0.7)
        elif share < 0.9:
            hours = 30 * (share - 0.7) / 0.2
        else:
            hours = 30 + (NEWS_UNTIL / timedelta(hours=1) - 31) * (share - 0.9) / 0.1
        jitter = random.random() * 0.5
        moments.append(START + timedelta(minutes=int((hours + jitter) * 60)))
    return sorted(moments)


def _pieces(room: Room, edition: str, random: Random, until: timedelta) -> list[Piece]:
    pieces = []
    for number in range(room.sizes[edition]):
        article = room.article(edition, number)
        late = timedelta(minutes=random.choice((0, 0, 0, 2, 10, 30)))
        piece = Piece(
            [(article.published + late, article)],
            is_pinned=number == 0 and article.published < START - HISTORY,
        )
        fate = random.random()
        later = min(timedelta(hours=random.uniform(1, 40)), START + until - piece.appears)
        if fate < 0.05:
            piece.change(piece.appears + later, body=_longer(article))
        elif fate < 0.08:
            piece.change(piece.appears + later, headline=article.later_headline)
        elif fate < 0.12 and not piece.is_pinned:
            piece.withdrawn = piece.appears + later
        pieces.append(piece)
    return pieces


def _longer(article: SampleArticle) -> list[Block]:
    return [*article.body[:1], Block("p", (article.update,)), *article.body[1:]]
