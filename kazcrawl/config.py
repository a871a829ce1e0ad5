"""The KAZCRAWL_ settings as typed values, checked before anything starts."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from kazcrawl.feeds.files import SUFFIXES

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

    @property
    def feeds(self) -> Path:
        """The folder of the feed files."""
        return self.data / "feeds"

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


def _one_of(name: str, value: object, allowed: "dict[str, str]") -> str:
    text = str(value or "none").strip().lower()
    if text not in allowed:
        raise SettingError(f"{name}={value}: must be one of {', '.join(allowed)}")
    return text
