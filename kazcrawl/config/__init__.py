"""The KAZCRAWL_ settings: each declared once, read as typed values before anything starts."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict
from scrapy.settings import BaseSettings as ScrapySettings
from sqlalchemy import URL

from kazcrawl import __version__
from kazcrawl.config import values
from kazcrawl.config.takes import fields_of, first_error
from kazcrawl.record import SCHEMA_VERSION


class SettingError(ValueError):
    """A setting is wrong; the message names it, its value and what it takes, in one line."""


def _setting(name: str, default: str, group: str, text: str) -> Any:
    return Field(
        default,
        validation_alias=f"KAZCRAWL_{name}",
        description=text,
        json_schema_extra={"group": group},
    )


_PLACES, _WALK = "Where things are", "What a run walks"
_LOOKS, _FEEDS = "What is looked at or tried again", "Feeds and what a run leaves behind"
_PAGES, _BROWSER, _MANNERS = "Raw pages", "The browser", "Manners"
_CLUSTER = "Several machines"


class Config(BaseSettings):
    """What the KAZCRAWL_ settings say. Folders may not exist yet."""

    model_config = SettingsConfigDict(frozen=True, case_sensitive=True, enable_decoding=False)

    data: values.Folder = _setting(
        "DATA",
        "data",
        _PLACES,
        "Folder of archive.sqlite3, feeds/, raw/, logs/, metrics/ and reports/.",
    )
    archive_url: values.Archive = _setting(
        "ARCHIVE",
        "",
        _PLACES,
        "Database URL of the archive; empty: the SQLite file in the data folder.",
    )
    feeds: values.Feeds = _setting(
        "FEEDS",
        "",
        _PLACES,
        "Where the feed files are; empty: feeds/ in the data folder. Each data folder needs a "
        "folder of its own; those that share an archive may share a place in a bucket.",
    )
    connect_to: values.Address = _setting(
        "CONNECT_TO",
        "",
        _PLACES,
        "http://HOST:PORT sends every request there, as curl's --connect-to; addresses stay real.",
    )
    metrics: values.File = _setting(
        "METRICS",
        "",
        _PLACES,
        "File of metrics for node_exporter's textfile collector; empty: metrics/kazcrawl.prom in "
        "the data folder.",
    )
    sections_every: values.Span = _setting(
        "SECTIONS_EVERY",
        "1d",
        _WALK,
        "Sections are walked once in this span: the feed finds articles, they find what it missed.",
    )
    listings_every: values.Span = _setting(
        "LISTINGS_EVERY",
        "5h",
        _WALK,
        "Where an edition's RSS or sitemap tells what is new, its listing confirms it once in "
        "this span, and so does, in turn, the sitemap of the last news, which tells what was "
        "edited.",
    )
    audit_every: values.Span = _setting(
        "AUDIT_EVERY",
        "7d",
        _WALK,
        "Once in this span an ordinary run reads the lists of the days since the last audit again: "
        "what they show and the archive lacks is fetched, counted and told. `0`: never.",
    )
    first_run: values.Days = _setting(
        "FIRST_RUN_DAYS", "7", _WALK, "How many days a first run without `since` goes back."
    )
    max_runtime: values.OptionalSpan = _setting(
        "MAX_RUNTIME",
        "",
        _WALK,
        "A run ends itself after this many seconds (or 90m, 2h), what it has published; empty or "
        "0: never.",
    )
    revisit: values.Ages = _setting(
        "REVISIT",
        "1h,6h,1d,3d,7d",
        _LOOKS,
        "Ages since publication at which an article is looked at again; 0: on every run; off: "
        "never.",
    )
    revisit_share: values.Share = _setting(
        "REVISIT_SHARE",
        "0.05",
        _LOOKS,
        "Looks at articles by their age are at most this share of a day's requests, the newest "
        "first; an article that a listing shows changed is looked at besides. 1: as many as are "
        "due.",
    )
    attempts: values.Count = _setting(
        "ATTEMPTS",
        "8",
        _LOOKS,
        "An address that fails is tried again in so many runs in all, then it is given up.",
    )
    deliver_articles: values.Count = _setting(
        "DELIVER_ARTICLES",
        "1000",
        _FEEDS,
        "A long run publishes a batch whenever this many articles wait.",
    )
    deliver_every: values.Span = _setting(
        "DELIVER_EVERY",
        "15m",
        _FEEDS,
        "A long run publishes a batch whenever this much time has passed.",
    )
    compression: values.Compression = _setting(
        "FEED_COMPRESSION", "none", _FEEDS, "How feed files are packed."
    )
    manifests: values.Manifests = _setting(
        "MANIFESTS",
        "both" if SCHEMA_VERSION == 1 else "new",
        _FEEDS,
        "Where a feed file's manifest is written. new: apart, in feeds/.manifests, where no reader "
        "takes it for records; both: beside the file as well, as all were in record schema 1.",
    )
    report: values.Switch = _setting(
        "REPORT",
        "0",
        _FEEDS,
        "1: every run ends by writing its report anew, reports/kazcrawl.html in the data folder.",
    )
    on_batch: values.Receiver = _setting(
        "ON_BATCH",
        "",
        _FEEDS,
        "Who is given each published batch: a command on its stdin, or an address it is posted to "
        "(plain http: only on this machine).",
    )
    on_verdict: values.Receiver = _setting(
        "ON_VERDICT", "", _FEEDS, "Who is told when a run's verdict is a bad one, in the same way."
    )
    signing_key: values.SigningKey = _setting(
        "SIGNING_KEY",
        "",
        _FEEDS,
        "File of the Ed25519 key (PEM) that signs the chain of batches; empty: unsigned.",
    )
    webhook_secret: values.SigningSecret = _setting(
        "WEBHOOK_SECRET", "", _FEEDS, "What messages to both are signed with, as Standard Webhooks."
    )
    log_json: values.Switch = _setting(
        "LOG_JSON",
        "0",
        _FEEDS,
        "1: the log in the data folder is JSON, an object a line, for programs that collect logs.",
    )
    raw_bytes: values.Megabytes = _setting(
        "RAW_MB",
        "256",
        _PAGES,
        "Raw pages are kept as WARC files of this many megabytes, so that a parser mended later "
        "needs no second crawl; 0: none are kept.",
    )
    raw_days: values.OptionalCount = _setting(
        "RAW_DAYS",
        "0",
        _PAGES,
        "Raw pages older than this many days are removed after a run; 0: never.",
    )
    readers: values.Processes = _setting(
        "READERS",
        "",
        _PAGES,
        "Processes that read articles' pages while the crawl goes on, 50 MB each; empty: one less "
        "than there are cores, at most three, once twenty articles come in a second; 0: none.",
    )
    browser: values.Text = _setting(
        "BROWSER",
        "",
        _BROWSER,
        "The browser for pages that show nothing without JavaScript; empty: chromium, "
        "chromium-browser or google-chrome from PATH. Started only when such a page is met.",
    )
    browser_pages: values.Count = _setting(
        "BROWSER_PAGES",
        "2",
        _BROWSER,
        "Pages in the browser at once: it takes 0.8 GB, and each page more.",
    )
    browser_limit: values.Limit = _setting(
        "BROWSER_LIMIT",
        "45s",
        _BROWSER,
        "What a page in the browser may take before it is killed; a sound one takes a second.",
    )
    contact: values.Text = _setting(
        "CONTACT",
        "https://github.com/kazcrawl/kazcrawl",
        _MANNERS,
        "Where the site's operator can reach you; it stands in the User-Agent.",
    )
    servers: values.Servers = _setting(
        "SERVERS",
        "*.inform.kz=kazinform,*.qazinform.com=kazinform",
        _MANNERS,
        "Hosts that are one server and share its pace, HOST=SERVER by commas; the agency's are "
        "taken for one until somebody knows better.",
    )

    cluster_news: values.OptionalSpan = _setting(
        "CLUSTER_NEWS_EVERY",
        "30m",
        _CLUSTER,
        "The workers of a cluster crawl the last news of every edition once in this span; empty or "
        "0: never.",
    )
    cluster_sites: values.Text = _setting(
        "CLUSTER_SITES",
        "",
        _CLUSTER,
        "A file of sites' addresses, one a line: their last news are crawled as well.",
    )
    cluster_slice: values.Limit = _setting(
        "CLUSTER_SLICE",
        "10m",
        _CLUSTER,
        "A job gives its server up after this span, for more urgent ones, and goes on later.",
    )
    cluster_stuck: values.Limit = _setting(
        "CLUSTER_STUCK",
        "10m",
        _CLUSTER,
        "A crawl that holds a server and asks nothing for this span is ended.",
    )
    cluster_attempts: values.Count = _setting(
        "CLUSTER_ATTEMPTS",
        "5",
        _CLUSTER,
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

    @field_validator("archive_url", "feeds", "metrics", mode="before")
    @classmethod
    def _in_the_data_folder(cls, value: object, info: ValidationInfo) -> object:
        """What stands in the data folder unless it is said where."""
        if str(value).strip():
            return value
        if info.field_name == "metrics":
            return info.data["data"] / "metrics" / "kazcrawl.prom"
        if info.field_name == "feeds":
            return info.data["data"] / "feeds"
        # Made by the library: a folder's name may hold a question or percent mark.
        path = info.data["data"] / "archive.sqlite3"
        return URL.create("sqlite", database=str(path)).render_as_string()

    @field_validator("data", mode="before")
    @classmethod
    def _default_folder(cls, value: object) -> object:
        return value if str(value).strip() else "data"

    @classmethod
    def from_environment(cls) -> dict[str, str]:
        """Every setting by name, as the environment has it or by default; not yet checked."""
        defaults = {name: str(field.default) for name, field in fields_of(cls).items()}
        return defaults | EnvSettingsSource(cls)()

    @classmethod
    def read(cls, settings: ScrapySettings) -> "Config":
        """The settings of a run, from Scrapy's; SettingError for the first wrong one.

        Reading the same settings again costs nothing: every component may do so.
        """
        given = ((name, settings[name]) for name in fields_of(cls))
        return _read(tuple((name, str(value)) for name, value in given if value is not None))


@lru_cache(maxsize=4)
def _read(given: tuple[tuple[str, str], ...]) -> Config:
    try:
        return Config(**dict(given))  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingError(first_error(error, Config)) from None
