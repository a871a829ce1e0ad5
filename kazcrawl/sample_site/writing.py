"""A sample article as its editors made it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Protocol, overload

from kazcrawl.sample_site import addresses
from kazcrawl.sample_site.bodies import Block, body_of
from kazcrawl.sample_site.chances import Dice, in_some_order, picked
from kazcrawl.sample_site.datelines import dateline_of
from kazcrawl.sample_site.prose import Prose, prose
from kazcrawl.sample_site.stories import LEAD, Room, Stories, Told, language_of
from kazcrawl.sample_site.telling import Telling, headline_of
from kazcrawl.sites.kazinform.editions import EDITIONS

_PHOTOBANK = "https://img.inform.kz/kazinform-photobank/media"


class Newsroom(Room, Protocol):
    """What a newsroom decides of an article."""

    now: datetime
    moment: datetime | None
    stories: Stories

    def is_changed(self, edition: str, number: int) -> bool:
        """Whether what happens to an article, if anything does, has happened."""

    def url(self, edition: str, slug: str) -> str:
        """The canonical address of a slug."""


class Body(Sequence[Block]):
    """An article's blocks, made when they are first looked at: most listings never do."""

    def __init__(self, make: Callable[[], list[Block]]) -> None:
        self._make = make

    @cached_property
    def _blocks(self) -> list[Block]:
        return self._make()

    def __iter__(self) -> Iterator[Block]:
        """The blocks."""
        return iter(self._blocks)

    def __len__(self) -> int:
        """How many blocks."""
        return len(self._blocks)

    @overload
    def __getitem__(self, place: int) -> Block: ...

    @overload
    def __getitem__(self, place: slice) -> list[Block]: ...

    def __getitem__(self, place: int | slice) -> Block | list[Block]:
        """A block, or some."""
        return self._blocks[place]


@dataclass(slots=True)
class SampleArticle:
    """An article as its editors made it; what of it a page shows depends on the layout.

    ``story`` names what several editions tell, None where no other does. ``later_headline`` and
    ``update``, a sentence, are what an editor may change it by.
    """

    edition: str
    number: int
    published: datetime
    slug: str
    url: str
    headline: str
    later_headline: str
    update: str
    story: str | None
    lead: str | None
    place: str | None
    dateline: str
    agency: str | None
    body: Sequence[Block]
    section: int
    tags: list[str]
    authors: list[str]
    image: str
    caption: str | None
    credit: str | None
    related: list[str]
    modified: datetime | None
    views: int
    age_days: int
    prose: Prose = field(repr=False)

    @property
    def id(self) -> str:
        """Short name for what must differ from article to article (image names)."""
        return f"{self.edition}{self.number:07d}"


def write(room: Newsroom, edition: str, number: int) -> SampleArticle:
    """The article of a number of an edition, as it stands at the room's moment."""
    random = Random(f"{room.seed}/{edition}/{number}")
    words = prose(language_of(edition))
    told = room.stories.told(edition, number)
    telling = Telling(words, told.event, random)
    published = room.published(edition, number)
    slug = _slug(edition, number, published, random)
    headline, later_headline = telling.headlines()
    changed = room.is_changed(edition, number)
    if changed and number % 20 == 2:
        headline, later_headline = later_headline, headline
    place, dateline, agency = dateline_of(words, told.event, number, published)
    modified = published + timedelta(minutes=1 + int(random.random() * 49))
    return SampleArticle(
        edition=edition,
        number=number,
        published=published,
        slug=slug,
        url=room.url(edition, slug),
        headline=headline,
        later_headline=later_headline,
        update=telling.say(words.update),
        story=told.story,
        lead=telling.lead() if number % 3 else None,
        place=place,
        dateline=dateline,
        agency=agency,
        body=_body(room, telling, edition, number),
        section=room.section_of(number),
        tags=[*telling.tags(), *([telling.slots["place"]] if number % 2 else [])],
        authors=in_some_order(words.authors, random)[: _authors(number)],
        image=_picture(room, edition, number, told),
        caption=telling.say(telling.topic.caption) if number % 2 else None,
        credit="gov.kz" if number % 5 == 1 else None,
        related=_related(room, edition, number) if edition.startswith("rep-") else [],
        modified=modified if number % 4 == 0 else None,
        views=int(random.random() * 100) + 5000 * changed,
        age_days=((room.moment or room.now) - published).days,
        prose=words,
    )


def _body(room: Newsroom, telling: Telling, edition: str, number: int) -> Sequence[Block]:
    update = telling.say(telling.words.update)
    is_longer = number % 20 == 1 and room.is_changed(edition, number)

    def make() -> list[Block]:
        own = Telling(telling.words, telling.event, Random(f"{room.seed}/{edition}/{number}/body"))
        related = _related(room, edition, number) if number % 3 == 1 else []
        blocks = body_of(own, number, related)
        if is_longer:
            blocks.insert(1, Block("p", (update,)))
        return blocks

    return Body(make)


def _authors(number: int) -> int:
    """How many sign an article: nobody every third, two of ten."""
    return 0 if number % 3 == 0 else 1 + (number % 10 == 1)


def _related(room: Newsroom, edition: str, number: int) -> list[str]:
    """Headlines of what an edition was the first to tell before this article."""
    words = prose(language_of(edition))
    others = (max(0, number - back) for back in (3, 7, 12))
    return [headline_of(words, room.stories.own(edition, other)) for other in others]


def _picture(room: Newsroom, edition: str, number: int, told: Told) -> str:
    """The main picture: where others told the story before, half the time the first's."""
    if told.lead is not None and Dice(f"{room.seed}/{edition}/{told.lead}").side(0, 2):
        edition, number = LEAD, told.lead
    name = Dice(f"{room.seed}/{edition}/{number}/picture").bits % 2**64
    return f"{_PHOTOBANK}/{told.event.when.date()}/{name:016x}.webp"


def _slug(edition: str, number: int, published: datetime, random: Random) -> str:
    words = "-".join(picked(_SLUGS, random) for _ in range(3))
    if edition.startswith("rep-"):
        return f"{words}-{number}"
    kind = "hash"
    if edition == "cn" and number % 9 == 4:
        kind = "empty"
    elif number % 17 == 3:
        kind = "bare"
    # Only the ID tells articles of all editions apart: each edition has a range of its own.
    offset = list(EDITIONS).index(edition) * 300_000
    return addresses.slug(words, number + offset, published, kind=kind)


_SLUGS = ("astana", "zhanalyq", "region", "ekonomika", "meken", "news", "dala")
