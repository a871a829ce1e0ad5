"""The KAZCRAWL_ settings as typed values, checked before anything starts."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from kazcrawl.config.revisit import Revisit
from kazcrawl.disk.whole import SUFFIXES
from kazcrawl.fetch.servers import read_servers

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class SettingError(ValueError):
    """A setting is wrong; the message names it, its value and what it takes, in one line."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the KAZCRAWL_ settings say. Folders may not exist yet."""

    data: Path
    archive_url: str
    connect_to: str | None
    sections_every: timedelta
    first_run: timedelta
    compression: str
    revisit: Revisit
    max_runtime: timedelta | None
    deliver_articles: int
    deliver_every: timedelta
    raw_bytes: int | None
    raw_days: int | None
    listings_every: timedelta
    revisit_share: float
    attempts: int
    servers: dict[str, str]
    browser: str
    browser_pages: int
    browser_limit: timedelta
    metrics: Path
    report: bool

    @property
    def raw(self) -> Path:
        """The folder of the raw pages."""
        return self.data / "raw"

    @property
    def feeds(self) -> Path:
        """The folder of the feed files."""
        return self.data / "feeds"

    @property
    def logs(self) -> Path:
        """The folder of the logs."""
        return self.data / "logs"

    @property
    def reports(self) -> Path:
        """The folder of the reports."""
        return self.data / "reports"

    @classmethod
    def read(cls, settings: BaseSettings) -> "Config":
        """The settings of a run; SettingError for the first wrong one."""
        data = Path(str(settings["KAZCRAWL_DATA"]).strip() or "data")
        archive = str(settings.get("KAZCRAWL_ARCHIVE") or "").strip()
        return cls(
            data=data,
            archive_url=_archive(archive) if archive else f"sqlite:///{data / 'archive.sqlite3'}",
            connect_to=_connect_to(settings.get("KAZCRAWL_CONNECT_TO")),
            sections_every=_span("KAZCRAWL_SECTIONS_EVERY", settings["KAZCRAWL_SECTIONS_EVERY"]),
            first_run=timedelta(days=_days(settings["KAZCRAWL_FIRST_RUN_DAYS"])),
            compression=_one_of(
                "KAZCRAWL_FEED_COMPRESSION", settings["KAZCRAWL_FEED_COMPRESSION"], SUFFIXES
            ),
            revisit=_revisit(settings["KAZCRAWL_REVISIT"]),
            max_runtime=_optional_span("KAZCRAWL_MAX_RUNTIME", settings["KAZCRAWL_MAX_RUNTIME"]),
            deliver_articles=_count(
                "KAZCRAWL_DELIVER_ARTICLES", settings["KAZCRAWL_DELIVER_ARTICLES"]
            ),
            deliver_every=_span("KAZCRAWL_DELIVER_EVERY", settings["KAZCRAWL_DELIVER_EVERY"]),
            raw_bytes=_raw(settings["KAZCRAWL_RAW_MB"]),
            raw_days=_optional_count("KAZCRAWL_RAW_DAYS", settings["KAZCRAWL_RAW_DAYS"]),
            listings_every=_span("KAZCRAWL_LISTINGS_EVERY", settings["KAZCRAWL_LISTINGS_EVERY"]),
            revisit_share=_share(settings["KAZCRAWL_REVISIT_SHARE"]),
            attempts=_count("KAZCRAWL_ATTEMPTS", settings["KAZCRAWL_ATTEMPTS"]),
            servers=_servers(settings["KAZCRAWL_SERVERS"]),
            browser=str(settings.get("KAZCRAWL_BROWSER") or "").strip(),
            browser_pages=_count("KAZCRAWL_BROWSER_PAGES", settings["KAZCRAWL_BROWSER_PAGES"]),
            browser_limit=_browser_limit(settings["KAZCRAWL_BROWSER_LIMIT"]),
            metrics=Path(str(settings["KAZCRAWL_METRICS"] or data / "metrics" / "kazcrawl.prom")),
            report=_switch("KAZCRAWL_REPORT", settings["KAZCRAWL_REPORT"]),
        )


def _archive(value: str) -> str:
    try:
        make_url(value)
    except ArgumentError:
        raise SettingError(
            "KAZCRAWL_ARCHIVE is not a database address such as sqlite:////var/lib/archive.sqlite3"
        ) from None
    return value


def _connect_to(value: object) -> str | None:
    text = str(value or "").strip()
    if not text:
        return None
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme != "http" or not parts.hostname or not port or parts.path not in ("", "/"):
        raise SettingError(f"KAZCRAWL_CONNECT_TO={text}: must be http://HOST:PORT")
    return f"http://{parts.hostname}:{port}"


def _span(name: str, value: object) -> timedelta:
    """A span of time such as ``90``, ``90s``, ``15m``, ``6h`` or ``1d``."""
    text = str(value).strip().lower()
    number, unit = (text[:-1], text[-1]) if text[-1:] in _UNITS else (text, "s")
    try:
        seconds = float(number) * _UNITS[unit]
        if not 0 <= seconds < 1e9:
            raise ValueError
    except ValueError:
        raise SettingError(f"{name}={value}: must be a span such as 90s, 15m, 6h or 1d") from None
    return timedelta(seconds=seconds)


def _browser_limit(value: object) -> timedelta:
    limit = _span("KAZCRAWL_BROWSER_LIMIT", value)
    if limit < timedelta(seconds=1):
        raise SettingError(f"KAZCRAWL_BROWSER_LIMIT={value}: no page is done in less than 1s")
    return limit


def _optional_span(name: str, value: object) -> timedelta | None:
    span = _span(name, value) if str(value or "").strip() else timedelta()
    return span or None


def _revisit(value: object) -> Revisit:
    text = str(value).strip().lower()
    if text in ("off", "0"):
        return Revisit(always=text == "0")
    return Revisit(tuple(sorted(_span("KAZCRAWL_REVISIT", age) for age in text.split(","))))


def _count(name: str, value: object) -> int:
    text = str(value).strip()
    if not text.isdecimal() or int(text) < 1:
        raise SettingError(f"{name}={value}: must be a whole number, 1 or more")
    return int(text)


def _optional_count(name: str, value: object) -> int | None:
    text = str(value or "").strip()
    return None if text in ("", "0", "off") else _count(name, text)


def _raw(value: object) -> int | None:
    """Bytes of a raw file, None for no raw pages."""
    megabytes = _optional_count("KAZCRAWL_RAW_MB", value)
    return megabytes * 2**20 if megabytes else None


def _days(value: object) -> float:
    try:
        days = float(str(value))
        if not 0 < days < 100_000:
            raise ValueError
    except ValueError:
        raise SettingError(
            f"KAZCRAWL_FIRST_RUN_DAYS={value}: must be a number of days above 0"
        ) from None
    return days


def _switch(name: str, value: object) -> bool:
    text = str(value or "0").strip().lower()
    if text not in ("0", "1", "false", "true", "off", "on"):
        raise SettingError(f"{name}={value}: must be 1 or 0")
    return text in ("1", "true", "on")


def _share(value: object) -> float:
    try:
        share = float(str(value))
        if not 0 <= share <= 1:
            raise ValueError
    except ValueError:
        raise SettingError(
            f"KAZCRAWL_REVISIT_SHARE={value}: must be a share of requests, 0 to 1"
        ) from None
    return share


def _servers(value: object) -> dict[str, str]:
    try:
        return read_servers(str(value or ""))
    except ValueError as error:
        raise SettingError(
            f"KAZCRAWL_SERVERS={value}: {error} is no pair HOST=SERVER (HOST may begin with *.)"
        ) from None


def _one_of(name: str, value: object, allowed: "dict[str, str]") -> str:
    text = str(value or "none").strip().lower()
    if text not in allowed:
        raise SettingError(f"{name}={value}: must be one of {', '.join(allowed)}")
    return text
