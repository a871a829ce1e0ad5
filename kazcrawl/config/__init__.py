"""The KAZCRAWL_ settings: each declared once, read as typed values before anything starts."""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from scrapy.settings import BaseSettings
from sqlalchemy import URL

from kazcrawl import __version__
from kazcrawl.config import values
from kazcrawl.config.revisit import Revisit
from kazcrawl.config.takes import Takes, fields_of, given
from kazcrawl.record import SCHEMA_VERSION


class SettingError(ValueError):
    """A setting is wrong; the message names it, its value and what it takes, in one line."""


def _setting(takes: Takes, name: str, default: str, text: str, *, group: str) -> Any:
    return given(takes, default, text, name=f"KAZCRAWL_{name}", group=group)


_place = partial(_setting, group="Where things are")
_walk = partial(_setting, group="What a run walks")
_look = partial(_setting, group="What is looked at or tried again")
_feed = partial(_setting, group="Feeds and what a run leaves behind")
_page = partial(_setting, group="Raw pages")
_browser = partial(_setting, group="The browser")
_manner = partial(_setting, group="Manners")
_cluster = partial(_setting, group="Several machines")


def _in_data(takes: Takes, place: Callable[[Path], Path | str]) -> Takes:
    """What stands in the data folder unless it is said where."""

    def read(text: str, config: "Config") -> Any:
        return takes.read(text) if text.strip() else place(config.data)

    return evolve(takes, read=read, within=True)


def _sqlite(data: Path) -> str:
    # Made by the library: a folder's name may hold a question or percent mark.
    return URL.create("sqlite", database=str(data / "archive.sqlite3")).render_as_string()


@frozen
class Config:
    """What the KAZCRAWL_ settings say. Folders may not exist yet."""

    data: Path = _place(
        values.FOLDER,
        "DATA",
        "data",
        "Folder of archive.sqlite3, feeds/, raw/, logs/, metrics/ and reports/.",
    )
    archive_url: str = _place(
        _in_data(values.ARCHIVE, _sqlite),
        "ARCHIVE",
        "",
        "Database URL of the archive; empty: the SQLite file in the data folder.",
    )
    feeds: Path | str = _place(
        _in_data(values.FEEDS, lambda data: data / "feeds"),
        "FEEDS",
        "",
        "Where the feed files are; empty: feeds/ in the data folder. Each data folder needs a "
        "folder of its own; those that share an archive may share a place in a bucket.",
    )
    connect_to: str | None = _place(
        values.ADDRESS,
        "CONNECT_TO",
        "",
        "http://HOST:PORT sends every request there, as curl's --connect-to; addresses stay real.",
    )
    metrics: Path = _place(
        _in_data(values.FILE, lambda data: data / "metrics" / "kazcrawl.prom"),
        "METRICS",
        "",
        "File of metrics for node_exporter's textfile collector; empty: metrics/kazcrawl.prom in "
        "the data folder.",
    )
    sections_every: timedelta = _walk(
        values.SPAN,
        "SECTIONS_EVERY",
        "1d",
        "Sections are walked once in this span: the feed finds articles, they find what it missed.",
    )
    listings_every: timedelta = _walk(
        values.SPAN,
        "LISTINGS_EVERY",
        "5h",
        "Where an edition's RSS or sitemap tells what is new, its listing confirms it once in "
        "this span, and so does, in turn, the sitemap of the last news, which tells what was "
        "edited.",
    )
    audit_every: timedelta = _walk(
        values.SPAN,
        "AUDIT_EVERY",
        "7d",
        "Once in this span an ordinary run reads the lists of the days since the last audit again: "
        "what they show and the archive lacks is fetched, counted and told. `0`: never.",
    )
    first_run: timedelta = _walk(
        values.DAYS, "FIRST_RUN_DAYS", "7", "How many days a first run without `since` goes back."
    )
    max_runtime: timedelta | None = _walk(
        values.OPTIONAL_SPAN,
        "MAX_RUNTIME",
        "",
        "A run ends itself after this many seconds (or 90m, 2h), what it has published; empty or "
        "0: never.",
    )
    revisit: Revisit = _look(
        values.AGES,
        "REVISIT",
        "1h,6h,1d,3d,7d",
        "Ages since publication at which an article is looked at again; 0: on every run; off: "
        "never.",
    )
    revisit_share: float = _look(
        values.SHARE,
        "REVISIT_SHARE",
        "0.05",
        "Looks at articles by their age are at most this share of a day's requests, the newest "
        "first; an article that a listing shows changed is looked at besides. 1: as many as are "
        "due.",
    )
    attempts: int = _look(
        values.COUNT,
        "ATTEMPTS",
        "8",
        "An address that fails is tried again in so many runs in all, then it is given up.",
    )
    deliver_articles: int = _feed(
        values.COUNT,
        "DELIVER_ARTICLES",
        "1000",
        "A long run publishes a batch whenever this many articles wait.",
    )
    deliver_every: timedelta = _feed(
        values.SPAN,
        "DELIVER_EVERY",
        "15m",
        "A long run publishes a batch whenever this much time has passed.",
    )
    compression: str = _feed(
        values.COMPRESSION, "FEED_COMPRESSION", "none", "How feed files are packed."
    )
    manifests: str = _feed(
        values.MANIFESTS,
        "MANIFESTS",
        "both" if SCHEMA_VERSION == 1 else "new",
        "Where a feed file's manifest is written. new: apart, in feeds/.manifests, where no reader "
        "takes it for records; both: beside the file as well, as all were in record schema 1.",
    )
    report: bool = _feed(
        values.SWITCH,
        "REPORT",
        "0",
        "1: every run ends by writing its report anew, reports/kazcrawl.html in the data folder.",
    )
    on_batch: str = _feed(
        values.RECEIVER,
        "ON_BATCH",
        "",
        "Who is given each published batch: a command on its stdin, or an address it is posted to "
        "(plain http: only on this machine).",
    )
    on_verdict: str = _feed(
        values.RECEIVER,
        "ON_VERDICT",
        "",
        "Who is told when a run's verdict is a bad one, in the same way.",
    )
    signing_key: Path | None = _feed(
        values.SIGNING_KEY,
        "SIGNING_KEY",
        "",
        "File of the Ed25519 key (PEM) that signs the chain of batches; empty: unsigned.",
    )
    webhook_secret: str = _feed(
        values.SIGNING_SECRET,
        "WEBHOOK_SECRET",
        "",
        "What messages to both are signed with, as Standard Webhooks.",
    )
    log_json: bool = _feed(
        values.SWITCH,
        "LOG_JSON",
        "0",
        "1: the log in the data folder is JSON, an object a line, for programs that collect logs.",
    )
    raw_bytes: int | None = _page(
        values.MEGABYTES,
        "RAW_MB",
        "256",
        "Raw pages are kept as WARC files of this many megabytes, so that a parser mended later "
        "needs no second crawl; 0: none are kept.",
    )
    raw_days: int | None = _page(
        values.OPTIONAL_COUNT,
        "RAW_DAYS",
        "0",
        "Raw pages older than this many days are removed after a run; 0: never.",
    )
    readers: int | None = _page(
        values.PROCESSES,
        "READERS",
        "",
        "Processes that read articles' pages while the crawl goes on, 50 MB each; empty: one less "
        "than there are cores, at most three, once twenty articles come in a second; 0: none.",
    )
    browser: str = _browser(
        values.TEXT,
        "BROWSER",
        "",
        "The browser for pages that show nothing without JavaScript; empty: chromium, "
        "chromium-browser or google-chrome from PATH. Started only when such a page is met.",
    )
    browser_pages: int = _browser(
        values.COUNT,
        "BROWSER_PAGES",
        "2",
        "Pages in the browser at once: it takes 0.8 GB, and each page more.",
    )
    browser_limit: timedelta = _browser(
        values.LIMIT,
        "BROWSER_LIMIT",
        "45s",
        "What a page in the browser may take before it is killed; a sound one takes a second.",
    )
    contact: str = _manner(
        values.TEXT,
        "CONTACT",
        "https://github.com/kazcrawl/kazcrawl",
        "Where the site's operator can reach you; it stands in the User-Agent.",
    )
    servers: dict[str, str] = _manner(
        values.SERVERS,
        "SERVERS",
        "*.inform.kz=kazinform,*.qazinform.com=kazinform",
        "Hosts that are one server and share its pace, HOST=SERVER by commas; the agency's are "
        "taken for one until somebody knows better.",
    )

    cluster_news: timedelta | None = _cluster(
        values.OPTIONAL_SPAN,
        "CLUSTER_NEWS_EVERY",
        "30m",
        "The workers of a cluster crawl the last news of every edition once in this span; empty or "
        "0: never.",
    )
    cluster_sites: str = _cluster(
        values.TEXT,
        "CLUSTER_SITES",
        "",
        "A file of sites' addresses, one a line: their last news are crawled as well.",
    )
    cluster_slice: timedelta = _cluster(
        values.LIMIT,
        "CLUSTER_SLICE",
        "10m",
        "A job gives its server up after this span, for more urgent ones, and goes on later.",
    )
    cluster_stuck: timedelta = _cluster(
        values.LIMIT,
        "CLUSTER_STUCK",
        "10m",
        "A crawl that holds a server and asks nothing for this span is ended.",
    )
    cluster_attempts: int = _cluster(
        values.COUNT,
        "CLUSTER_ATTEMPTS",
        "5",
        "A job that fails is tried so often in all, then it is put among the dead letters.",
    )

    @property
    def raw(self) -> Path:
        """The folder of the raw pages."""
        return self.data / "raw"

    @property
    def logs(self) -> Path:
        """The folder of the logs."""
        return self.data / "logs"

    @property
    def reports(self) -> Path:
        """The folder of the reports."""
        return self.data / "reports"

    @property
    def user_agent(self) -> str:
        """Who we are and how to reach us."""
        return f"kazcrawl/{__version__} (+{self.contact})"

    @classmethod
    def from_environment(cls) -> dict[str, str]:
        """Every setting by name, as the environment has it or by default; not yet checked."""
        fields = fields_of(cls).items()
        return {name: os.environ.get(name, str(field.default)) for name, field in fields}

    @classmethod
    def read(cls, settings: BaseSettings) -> "Config":
        """The settings of a run, from Scrapy's; SettingError for the first wrong one.

        Reading the same settings again costs nothing: every component may do so.
        """
        given = ((name, settings[name]) for name in fields_of(cls))
        return _read(tuple((name, str(value)) for name, value in given if value is not None))


@lru_cache(maxsize=4)
def _read(texts: tuple[tuple[str, str], ...]) -> Config:
    try:
        return Config(**dict(texts))  # type: ignore[arg-type]
    except ValueError as error:
        raise SettingError(str(error)) from None
