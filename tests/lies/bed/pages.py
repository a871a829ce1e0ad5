"""Lies of kinds that several share: a page of the feed that fails, articles half of which lie."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, ClassVar
from zlib import crc32

from tests.lies.bed.lie import Lie
from tests.lies.bed.news import Piece
from tests.lies.bed.site import Answer, Asked

if TYPE_CHECKING:
    from tests.lies.bed.world import World


NO_SECTIONS = ("kk", "en", "oz", "ar")
"""Editions of which nothing but the feed tells what its lost pages held."""


class FailingPage(Lie):
    """A page of the feed, the second or third, fails the first time that it is asked for."""

    editions = NO_SECTIONS

    words = (
        r"\b404\b",
        r"\bpages? [2-9]\b",
        r"contradict",
        r"\?page=[2-9]\b",
        r"listing pages? (failed|missing)",
    )

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.page = random.choice((2, 3))

    def shape(self, world: "World", asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "feed" or asked.page != self.page or self.effects:
            return None
        return self.instead(world, asked)

    def instead(self, world: "World", asked: Asked) -> Answer:
        """What comes instead of the page."""
        raise NotImplementedError


class FalseArticles(Lie):
    """Articles, by their addresses every second one, do not come as they are.

    ``once``: each only the first time that it is asked for.
    """

    once: ClassVar[bool] = False
    share: ClassVar[float] = 0.5

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.told: set[str] = set()

    def shape(self, world: "World", asked: Asked, answer: Answer) -> Answer | None:
        return self._instead(world, asked, answer) if answer.kind == "article" else None

    def _instead(self, world: "World", asked: Asked, answer: Answer) -> Answer | None:
        is_chosen = crc32(asked.path.encode()) % 100 < self.share * 100
        if answer.status != 200 or not answer.articles or not is_chosen:
            return None
        if self.once and asked.path in self.told:
            return None
        self.told.add(asked.path)
        return self.instead(world, asked, answer)

    def instead(self, world: "World", asked: Asked, answer: Answer) -> Answer | None:
        """What comes instead of an article's page."""
        raise NotImplementedError


class CutArticles(FalseArticles):
    """Every second article breaks off the first time that it is asked for, in one way."""

    once = True
    words = (r"\bcut\b", r"broke", r"incomplete", r"partial", r"\bhalf\b", r"\b206\b", r"</html>")
    always_told = False
    lasts = None

    def shape(self, world: "World", asked: Asked, answer: Answer) -> Answer | None:
        return None

    def send(self, world: "World", asked: Asked, answer: Answer) -> Answer | None:
        return self._instead(world, asked, answer) if answer.kind == "article" else None


class Backfill(Lie):
    """A lie of the day archive: ordinary runs go back a day, and the fourth fetches a past one."""

    editions = NO_SECTIONS

    lasts = None
    # Of the other days the ordinary runs see more than they must.
    day: ClassVar[str]

    def arguments(self, number: int) -> tuple[str, ...]:
        if number == 3:
            return ("-a", f"since={self.day}", "-a", f"until={self.day}")
        return ("-s", "KAZCRAWL_FIRST_RUN_DAYS=1")


def coming(pieces: list[Piece], moment: datetime) -> Iterator[Piece]:
    """The articles that are still to appear, the next first."""
    yield from sorted(
        (piece for piece in pieces if piece.appears > moment), key=lambda piece: piece.appears
    )


def publish_now(world: "World", edition: str, moment: datetime, number: int) -> int:
    """The next articles of an edition appear now, dated now; how many did."""
    whole = moment.replace(second=0, microsecond=0)
    pieces = list(islice(coming(world.news.pieces[edition], moment), number))
    for piece in pieces:
        piece.rewrite(published=whole, modified=None)
        piece.move(moment)
    return len(pieces)


def withdraw_shown(world: "World", edition: str, moment: datetime, number: int, page: int) -> int:
    """So many articles of the pages before ``page`` are withdrawn now; how many were."""
    size = world.site.layout.CARDS
    shown = world.news.standing(edition, moment)[: (page - 1) * size]
    pieces = world.random.sample(shown, min(number, len(shown)))
    for piece in pieces:
        piece.withdrawn = moment
    return len(pieces)


class CutStream(CutArticles):
    """A page comes compressed, and its stream ends in the middle."""

    coding: ClassVar[str]

    def instead(self, world: "World", asked: Asked, answer: Answer) -> Answer | None:
        accepted = [one.strip() for one in asked.headers.get("accept-encoding", "").split(",")]
        if self.coding not in accepted:
            return None
        packed = self.pack(answer.body)
        answer.headers["Content-Encoding"] = self.coding
        answer.body = packed[: len(packed) // 2]
        return answer

    def pack(self, body: bytes) -> bytes:
        """The page compressed."""
        raise NotImplementedError
