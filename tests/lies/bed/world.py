"""A world: an honest site, its lies, small passing failures, and a log of what was shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from random import Random
from threading import Lock

from tests.lies.bed.lie import Lie, lies
from tests.lies.bed.news import START, News
from tests.lies.bed.site import Answer, Asked, WorldSite

EDITIONS = ("kk", "en", "oz", "ar", "ru")
"""The editions that worlds are made of; Russian has sections, and ``ar`` no validators."""

FAULTS = 0.02
"""The share of addresses that fail when they are asked for first."""

# A world's own time goes on while it is read, slower than a crawler's clock could notice.
_TICK = timedelta(seconds=0.3)
_SHOWING = ("feed", "day", "section", "rss", "sitemap", "last_news")


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer showed: when, at which address, and which articles by canonical address."""

    moment: datetime
    edition: str
    address: str
    urls: tuple[str, ...]


class World:
    """A small site with a known truth. ``names`` are its lies; the seed draws all else.

    Two lies are told of one edition or of two.
    """

    def __init__(self, seed: int, names: tuple[str, ...] = ()) -> None:
        self.seed, self.names = seed, names
        self.random = Random(f"{seed}/{'+'.join(names)}")
        told = [lies()[name] for name in names]
        layouts = [one for one in ("g2", "g3") if all(one in lie.layouts for lie in told)]
        self.layout = self.random.choice(layouts)
        self.lies: list[Lie] = [lie(self.random.choice(lie.editions), self.random) for lie in told]
        self.editions = self._editions()
        lied = [lie.edition for lie in self.lies] or self.editions[:1]
        sizes = {
            edition: self.random.randrange(*((85, 110) if edition in lied else (25, 40)))
            for edition in self.editions
        }
        self._open(News.draw(self.random, sizes, seed))

    def _open(self, news: News) -> None:
        """Puts the news on a site, as its lies would have it."""
        self.news = news
        self.site = WorldSite(self.news, self.layout, self.lies)
        self.shown: list[Shown] = []
        self.asked: list[Asked] = []
        self._times: dict[str, int] = {}
        self._lock = Lock()
        self._moment, self._ticks = START, 0
        for lie in self.lies:
            lie.plan(self)

    def _editions(self) -> list[str]:
        """Those that are lied about, and at times an honest one beside them."""
        lied = list(dict.fromkeys(lie.edition for lie in self.lies))
        others = [edition for edition in EDITIONS if edition not in lied]
        honest = self.random.choice((1, 0, 0) if lied else (1, 2))
        return [*lied, *self.random.sample(others, honest)]

    @property
    def moment(self) -> datetime:
        """What time it is there."""
        return self._moment + self._ticks * _TICK

    def begin_run(self, moment: datetime) -> None:
        """Sets the time, at which a run of the crawler begins."""
        self._moment, self._ticks = moment, 0

    def respond(
        self, host: str, path: str, query: dict[str, str], headers: dict[str, str]
    ) -> Answer:
        """The answer to a request, all lies told."""
        with self._lock:
            self._ticks += 1
            address = f"{host}{path}?{sorted(query.items())}"
            again = self._times.get(address, 0)
            self._times[address] = again + 1
            asked = Asked(host, path, query, headers, self.moment, len(self.asked), again)
            self.asked.append(asked)
            answer = self._answer(asked)
            if asked.edition is not None and answer.kind in _SHOWING and answer.status == 200:
                urls = tuple(article.url for article in answer.articles)
                self.shown.append(Shown(asked.moment, asked.edition.code, address, urls))
            return answer

    def _answer(self, asked: Asked) -> Answer:
        told = [lie for lie in self.lies if lie.concerns(asked)]
        for lie in told:
            lie.before(self, asked)
        answer = self.site.answer(asked)
        if fault := self._fault(asked, answer):
            return fault
        for lie in told:
            if (other := lie.shape(self, asked, answer)) is not None:
                lie.effects += 1
                answer = other
        answer.headers.setdefault("Date", format_datetime(asked.moment, usegmt=True))
        _validate(asked, answer)
        for lie in told:
            if (other := lie.send(self, asked, answer)) is not None:
                lie.effects += 1
                answer = other
        return answer

    def _fault(self, asked: Asked, answer: Answer) -> Answer | None:
        """A failure that passes: the address answers when it is asked for again."""
        random = Random(f"{self.seed}/{asked.host}{asked.path}{asked.query}/fault")
        if asked.again or answer.kind == "robots" or random.random() >= FAULTS:
            return None
        kind = random.choice((500, 502, 0))
        return Answer("fault", kind) if kind else Answer("fault", raw=b"")


def _validate(asked: Asked, answer: Answer) -> None:
    """Gives an answer what it may be asked again with; 304 where the asker holds the same."""
    if answer.status != 200 or asked.edition is None or asked.edition.code == "ar":
        return
    tag = f'"{sha256(answer.body).hexdigest()[:20]}"'
    answer.headers.setdefault("ETag", tag)
    if asked.headers.get("if-none-match") == answer.headers["ETag"]:
        answer.status, answer.body = 304, b""
