"""What a lie is, and how the lies of this package are found."""

import pkgutil
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, ClassVar

from kazcrawl.sample_site.articles import SampleArticle
from tests.lies.bed.news import START
from tests.lies.bed.site import Answer, Asked

if TYPE_CHECKING:
    from tests.lies.bed.runner import Crawled
    from tests.lies.bed.world import World


class Lie:
    """One way in which a site (or this machine) says what is not so, told of one edition.

    The docstring of a lie says what it does. ``effects`` counts the answers that it changed; one
    without effect need not be named. A lie without ``words`` is to be seen through: it may cost
    nothing, and nothing is amiss that an operator would have to hear of.
    """

    layouts: ClassVar[tuple[str, ...]] = ("g2", "g3")
    """The layouts on which it can be told."""
    words: ClassVar[tuple[str, ...]] = ()
    """Patterns, one of which a sentence of a run has that names the lie."""
    is_contradicted: ClassVar[bool] = True
    """Whether some page, at some time, shows otherwise; else nobody can find out."""
    since: ClassVar[timedelta] = timedelta(0)
    """When it begins, after START."""
    lasts: ClassVar[timedelta | None] = timedelta(hours=1)
    """How long it holds; None: for ever."""
    always_told: ClassVar[bool] = True
    """Whether it is named even by a crawl that saw through it and lacks nothing."""
    names_edition: ClassVar[bool] = True
    """Whether the edition is named with it; clocks are no edition's."""
    editions: ClassVar[tuple[str, ...]] = ("kk", "en", "oz", "ar", "ru")
    """The editions of which it can be told."""

    def __init__(self, edition: str, random: Random) -> None:
        self.edition, self.random = edition, random
        self.effects = 0

    @classmethod
    def name(cls) -> str:
        """The lie's name: that of its module."""
        return cls.__module__.rpartition(".")[2]

    def is_on(self, moment: datetime) -> bool:
        """Whether the lie holds at a moment."""
        begins = START + self.since
        return moment >= begins and (self.lasts is None or moment < begins + self.lasts)

    def concerns(self, asked: Asked) -> bool:
        """Whether a request may be lied to."""
        own = asked.edition is not None and asked.edition.code == self.edition
        return own and self.is_on(asked.moment)

    def plan(self, world: "World") -> None:
        """Changes the world's news before anything runs."""

    def arguments(self, number: int) -> tuple[str, ...]:
        """Arguments of the crawl's run of that number, the first is 0."""
        return ()

    def clock(self, moment: datetime, number: int) -> datetime:
        """What this machine takes a moment for in the run of that number."""
        return moment

    def href(self, article: SampleArticle, href: str) -> str:
        """How a listing links to an article."""
        return href

    def before(self, world: "World", asked: Asked) -> None:
        """A request of the edition came and is not yet answered."""

    def shape(self, world: "World", asked: Asked, answer: Answer) -> Answer | None:
        """Another answer instead of an honest one, None for none."""
        return None

    def send(self, world: "World", asked: Asked, answer: Answer) -> Answer | None:
        """Another way to send an answer with its validators, None for none."""
        return None

    def objections(self, world: "World", crawled: "Crawled") -> list[str]:
        """What the crawl did wrong besides, a sentence each."""
        return []


@cache
def lies() -> dict[str, type[Lie]]:
    """Every lie of the package by its name."""
    package = import_module("tests.lies")
    found: dict[str, type[Lie]] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.ispkg or module.name.startswith("test_"):
            continue
        loaded = import_module(f"tests.lies.{module.name}")
        for value in vars(loaded).values():
            is_lie = isinstance(value, type) and issubclass(value, Lie)
            if is_lie and value.__module__ == loaded.__name__:
                found[module.name] = value
    return found
