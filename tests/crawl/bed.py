"""What the engine's tests stand on: a run's context, and Scrapy's requests and answers."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings
from scrapy.spidermiddlewares.httperror import HttpError
from sqlalchemy import text
from twisted.python.failure import Failure

from kazcrawl import clock
from kazcrawl.archive import Known
from kazcrawl.archive.runs import begin_run, end_run
from kazcrawl.archive.spans import Span, spans
from kazcrawl.archive.waiting import Waiting, waiting_rows
from kazcrawl.config import Config
from kazcrawl.crawl.account import Account
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.walk import Kind, Walk
from kazcrawl.fetch.challenges import Challenges
from kazcrawl.health.run_report import EditionReport
from kazcrawl.items import Found
from kazcrawl.record import Article, content_hash, id_of
from kazcrawl.sites.kazinform import SITE
from kazcrawl.sites.site import Site

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROOT = "https://www.inform.kz"
FRONT = f"{ROOT}/lenta/?page={{page}}"
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class Bed:
    """A run that began at NOW; ``now`` is what the clock says, ``closed`` why the run ended."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        site: Site = SITE,
    ) -> None:
        self.folder, self.site, self.now = folder, site, NOW
        self.closed: list[str] = []
        self.is_answering = True
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.open()

    def open(self, **settings: Any) -> None:
        """Begins a run, another one if there was one, with these settings."""
        if hasattr(self, "context"):
            self.context.close_stores()
        given = {"KAZCRAWL_DATA": self.folder, "KAZCRAWL_RAW_MB": 0} | settings
        config = Config.read(Settings(given))
        self.context = RunContext(self.site, config, self.closed.append, lambda: self.is_answering)
        self.context.open()
        self.account = Account(self.context)
        self.settled: list[str] = []
        self.account.settled = self.settled.append
        # The pace is the downloader's: there is none.
        crawler = cast(Crawler, SimpleNamespace(get_downloader_middleware=lambda _kind: None))
        challenges = Challenges(crawler, self.context.report)
        self.articles = Articles(self.context, self.account, challenges)

    # --- what is there ------------------------------------------------------------------------

    def hold(
        self,
        url: str,
        published: datetime | None = NOW - DAY,
        *,
        edition: str = "ru",
        checked: datetime | None = None,
        validators: tuple[str | None, str | None] = (None, None),
        aliases: Iterable[str] = (),
    ) -> Found:
        """Archives an article; by default it was last looked at when it was published."""
        moment = clock.text(published) if published else None
        article = Article(
            url=url,
            source=self.site.name,
            edition=edition,
            id=id_of(url),
            headline="Title",
            article_body="Text.",
            date_published=moment,
            content_hash=content_hash("Title", None, "Text."),
            fetched_at=clock.text(checked or published or NOW - DAY),
            crawl_id="before",
        )
        assert self.context.archive.add(article, aliases, validators=validators)
        return Found(article.id, url, edition)

    def known(self, found: Found) -> Known:
        return self.context.archive.known([found.url_hash])[found.url_hash]

    def ran(
        self, before: timedelta, *, sections: bool = False, scope: str = "ru", stats: str = "{}"
    ) -> None:
        """Notes a good run that walked an edition to its end, so long ago."""
        moment, crawl_id = clock.text(self.now - before), f"run {before} {scope} {sections}"
        begin_run(self.context.archive, crawl_id, self.site.name, moment)
        end_run(
            self.context.archive,
            crawl_id,
            walked={scope: (True, sections)},
            finished_at=moment,
            verdict="good",
            exit_code=0,
            stats=stats,
        )

    def break_archive(self) -> None:
        """From now on, every table that a run needs is gone."""
        with self.context.archive.writing() as connection:
            for table in ("waiting", "head", "walked", "standing", "version"):
                connection.execute(text(f"ALTER TABLE {table} RENAME TO {table}_lost"))

    @property
    def report(self) -> EditionReport:
        return self.context.report.edition("ru")

    @property
    def waiting(self) -> list[Waiting]:
        return waiting_rows(self.context.archive)

    @property
    def spans(self) -> dict[str, list[Span]]:
        """The ledger."""
        return spans(self.context.archive, self.site.name)

    def walk(self, kind: Kind = Kind.FRONT, **values: Any) -> Walk:
        given: dict[str, Any] = {
            "edition": "ru",
            "address": FRONT,
            "bounds": Bounds(since=NOW - 7 * DAY),
        }
        return Walk(kind, **given | values)


# --- requests and answers -------------------------------------------------------------------------


def answer(
    request: Request, body: str = "", status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """What a server says to a request."""
    return HtmlResponse(
        request.url,
        status=status,
        headers=headers,  # type: ignore[arg-type]
        body=body.encode(),
        request=request,
    )


def refused(request: Request, status: int, headers: dict[str, str] | None = None) -> Failure:
    """The failure of a request that was answered with such a status."""
    response = answer(request, "", status, headers)
    return lost(request, HttpError(response, f"HTTP {status}"))  # type: ignore[arg-type]


def lost(request: Request, error: Exception) -> Failure:
    """The failure of a request."""
    failure = Failure(error)
    failure.request = request  # type: ignore[attr-defined]
    return failure


def call(request: Request, response: Response) -> list[Any]:
    """What a request's callback makes of its answer."""
    assert request.callback is not None
    return all_of(request.callback(response, **request.cb_kwargs))


def all_of(outcomes: Iterable[Any] | AsyncIterator[Any]) -> list[Any]:
    """All that a callback gives."""
    if not isinstance(outcomes, AsyncIterator):
        return list(outcomes)

    async def gathered() -> list[Any]:
        return [outcome async for outcome in outcomes]

    return asyncio.run(gathered())


def fail(request: Request, failure: Failure) -> list[Any]:
    """What a request's errback makes of a failure."""
    assert request.errback is not None
    return list(request.errback(failure) or ())


def urls(requests: Iterable[Request]) -> list[str]:
    return [request.url for request in requests]


# --- pages ----------------------------------------------------------------------------------------


def link(name: str) -> str:
    """The address of an article; equal names are equal addresses."""
    return f"{ROOT}/ru/{name}-0a1b2c"


def url_hash(name: str) -> str:
    return id_of(link(name))


def listing(*cards: tuple[str, datetime | None] | str) -> str:
    """A listing page of cards by their articles' names, each with its moment or without."""
    items = ""
    for card in cards:
        name, moment = (card, None) if isinstance(card, str) else card
        time = f'<time class="meta-date">{printed(moment)}</time>' if moment else ""
        items += (
            f'<div class="news-category__item"><a class="news-card" href="{link(name)}">'
            f'<h3 class="card-title">{name}</h3></a>{time}</div>'
        )
    return f'<html><body><div class="news-category">{items}</div></body></html>'


def printed(moment: datetime) -> str:
    """A moment as the agency prints it, by its own clock."""
    return moment.astimezone(SITE.clock).strftime("%H:%M, %d.%m.%Y")


def article(title: str = "Новый мост открыт", moment: datetime = NOW - HOUR) -> str:
    """An article page."""
    return (
        f'<html lang="ru"><body><h1 class="article__title">{title}</h1>'
        f'<time class="meta-date">{printed(moment)}</time><div class="article__content">'
        "<p>Жители города ждали открытия моста десять лет и пришли посмотреть на него.</p>"
        "<p>По словам строителей, движение по нему начнётся уже на этой неделе.</p>"
        "</div></body></html>"
    )


CHALLENGE = "<html><title>Just a moment...</title><body><h1>www.inform.kz</h1></body></html>"
SOFT_404 = "<html><div class='error__wrapper'><h1>404</h1></div></html>"
NOTHING = "<html><body><p>Привет.</p></body></html>"
EMPTY_LISTING = '<html><body><div class="news-category"></div></body></html>'
