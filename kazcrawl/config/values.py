"""The kinds of settings: how each is written, what it must be, and the value that it becomes.

Each is read from text, as the environment and ``-s`` give it. What is wrong raises ValueError.
"""

import base64
import math
import re
import shlex
from collections.abc import Callable
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from attrs import evolve
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from kazcrawl.config.revisit import Revisit
from kazcrawl.config.takes import Takes
from kazcrawl.disk.bucket import INSTALL, parse
from kazcrawl.disk.whole import SUFFIXES

_Number = TypeVar("_Number", int, float)
_SWITCHES = dict.fromkeys(("1", "true", "on", "yes", "y", "t"), True) | dict.fromkeys(
    ("0", "false", "off", "no", "n", "f"), False
)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SPAN = "a span such as 90s, 15m, 6h or 1d"
# 270 years: a date so far back can still be reckoned with.
_MOST_DAYS = 100_000
_DAYS = f"a number of days above 0, below {_MOST_DAYS}"
_INSTALL = "needs pip install 'kazcrawl[postgres]' and an address postgresql+psycopg://…"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_WEBHOOK_SECRET = "whsec_"  # noqa: S105 how such secrets begin
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


def small(text: str) -> str:
    """How a word is read: in any case, spaces around it left out."""
    return text.strip().lower()


def words(*known: str) -> Callable[[str], str]:
    """Reads one of these words."""

    def read(text: str) -> str:
        if small(text) not in known:
            raise ValueError
        return small(text)

    return read


def numbers(
    kind: type[_Number], least: _Number, most: float = math.inf
) -> Callable[[str], _Number]:
    """Reads a number within bounds, both inclusive."""

    def read(text: str) -> _Number:
        try:
            number = kind(text)
        except ValueError:
            raise ValueError from None  # without Python's words
        if not least <= number <= most:
            raise ValueError
        return number

    return read


def read_switch(text: str) -> bool:
    """On or off, in the words that configuration files know."""
    is_on = _SWITCHES.get(small(text))
    if is_on is None:
        raise ValueError
    return is_on


def _read_span(text: str) -> timedelta:
    """A span of time such as ``90`` (seconds), ``90s``, ``15m``, ``6h`` or ``1d``."""
    text = small(text)
    number, unit = (text[:-1], text[-1]) if text[-1:] in _UNITS else (text, "s")
    try:
        seconds = float(number) * _UNITS[unit]
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < 1e9:
        raise ValueError(f"must be {_SPAN}")
    return timedelta(seconds=seconds)


def _read_ages(text: str) -> Revisit:
    if small(text) in ("off", "0"):
        return Revisit(always=small(text) == "0")
    return Revisit(tuple(sorted(_read_span(age) for age in text.split(","))))


def _read_limit(text: str) -> timedelta:
    limit = _read_span(text)
    if limit < timedelta(seconds=1):
        raise ValueError("must be 1s or more")
    return limit


def _read_compression(text: str) -> str:
    return words(*SUFFIXES)(text if text.strip() else "none")


def _read_optional_count(text: str) -> int | None:
    return None if small(text) in ("", "0", "off") else numbers(int, 1, _MOST_DAYS)(text)


def _read_megabytes(text: str) -> int | None:
    megabytes = _read_optional_count(text)
    return megabytes and megabytes * 2**20


def _read_address(text: str) -> str | None:
    text = small(text)
    if not text:
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    if not host or not port or text.removesuffix("/") != address:
        raise ValueError("must be http://HOST:PORT")
    return address


def read_servers(text: str) -> dict[str, str]:
    """``HOST=SERVER`` pairs parted by commas; ``*.HOST`` is the host and all below it.

    Raises ValueError for what is no such pair.
    """
    servers_by_host = {}
    for pair in filter(None, (text.strip() for text in text.split(","))):
        host, mark, server = (part.strip().lower() for part in pair.partition("="))
        if not (mark and host and server):
            raise ValueError(f"{pair} is no pair HOST=SERVER (HOST may begin with *.)")
        servers_by_host[host] = server
    return servers_by_host


def _read_feeds(text: str) -> Path | str:
    text = text.strip()
    if not _SCHEME.match(text):
        return Path(text)
    try:
        parse(text)
    except ValueError:
        raise ValueError from None
    if find_spec("obstore") is None:
        raise ValueError(INSTALL)
    return text.rstrip("/")


def _read_archive(text: str) -> str:
    address = text.strip()
    if not address:
        return address
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # ValueError: of a port that is no number
        raise ValueError(
            "is not a database address such as sqlite:////var/lib/archive.sqlite3"
        ) from None
    backend = url.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise ValueError(
            f"names {backend}, which no archive can be in: SQLite needs nothing, PostgreSQL "
            f"{_INSTALL}"
        )
    if backend == "sqlite" and url.query:
        raise ValueError(
            "is the address of an SQLite file, which takes nothing behind a ? (in a name it is %3F)"
        )
    try:
        dialect = url.get_dialect()
        dialect.import_dbapi()
        sound = not dialect.is_async
    except (NoSuchModuleError, ImportError):
        sound = False
    if not sound:
        raise ValueError(f"names {url.drivername}, which is not installed: PostgreSQL {_INSTALL}")
    return address


def _read_receiver(text: str) -> str:
    receiver = text.strip()
    if not receiver:
        return receiver
    try:
        parts = urlsplit(receiver)
        scheme, host, _port = parts.scheme.lower(), parts.hostname, parts.port
        is_plain = scheme == "http"
        is_sound = bool(host) if scheme in ("http", "https") else bool(shlex.split(receiver))
    except ValueError:
        is_sound = is_plain = False
    if not is_sound:
        raise ValueError("is neither a command nor an address https://…")
    if is_plain and host not in _LOOPBACK:
        raise ValueError("is an address of plain http: beyond this machine it must be https")
    return receiver


def _read_signing_secret(text: str) -> str:
    secret = text.strip()
    try:
        key = base64.b64decode(secret.removeprefix(_WEBHOOK_SECRET), validate=True)
        is_sound = not secret or (secret.startswith(_WEBHOOK_SECRET) and 24 <= len(key) <= 64)
    except ValueError:
        is_sound = False
    if not is_sound:
        raise ValueError("must be whsec_ and 24 to 64 bytes in base64 (openssl rand -base64 32)")
    return secret


def _read_key(text: str) -> Path | None:
    text = text.strip()
    if not text:
        return None
    # The library is loaded only where something is signed.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path = Path(text)
    try:
        is_sound = isinstance(load_pem_private_key(path.read_bytes(), None), Ed25519PrivateKey)
    except OSError as error:
        raise ValueError(error.strerror or str(error)) from None
    except (ValueError, TypeError):
        is_sound = False
    if not is_sound:
        raise ValueError("is no Ed25519 key in PEM (openssl genpkey -algorithm ed25519)")
    return path


def _read_days(text: str) -> timedelta:
    try:
        days = float(text)
    except ValueError:
        days = math.nan
    if not 0 < days < _MOST_DAYS:
        raise ValueError(f"must be {_DAYS}")
    return timedelta(days=days)


FOLDER = Takes("a folder", lambda text: Path(text.strip() or "data"))
FEEDS = Takes("a folder, or s3://BUCKET/PREFIX", _read_feeds)
FILE = Takes("a file", lambda text: Path(text.strip()))
TEXT = Takes("a text", str.strip)
ARCHIVE = Takes("a database URL, or empty", _read_archive, secret=True)
RECEIVER = Takes("a command, an address https://…, or empty", _read_receiver, secret=True)
SIGNING_KEY = Takes("a file of an Ed25519 private key in PEM, or empty", _read_key)
SIGNING_SECRET = Takes("a secret whsec_…, or empty", _read_signing_secret, secret=True)
SWITCH = Takes("1 or 0", lambda text: read_switch(text.strip() or "0"))
COUNT = Takes("a whole number, 1 or more", numbers(int, 1))
OPTIONAL_COUNT = Takes(f"a whole number, 1 to {_MOST_DAYS}, or 0", _read_optional_count)
PROCESSES = Takes(
    "a whole number, 0 to 64, or empty",
    lambda text: numbers(int, 0, 64)(text) if text.strip() else None,
)
MEGABYTES = evolve(OPTIONAL_COUNT, read=_read_megabytes)
DAYS = Takes(f"a number of days above 0, below {_MOST_DAYS}", _read_days)
SHARE = Takes("a share of requests, 0 to 1", numbers(float, 0, 1))
SPAN = Takes(_SPAN, _read_span)
OPTIONAL_SPAN = Takes(
    f"{_SPAN}, or empty", lambda text: (text.strip() and _read_span(text)) or None
)
LIMIT = Takes(f"{_SPAN}, 1s or more", _read_limit)
AGES = Takes("spans such as 1h,6h,1d parted by commas, 0 or off", _read_ages)
COMPRESSION = Takes(f"one of {', '.join(SUFFIXES)}", _read_compression)
MANIFESTS = Takes("new or both", words("new", "both"))
ADDRESS = Takes("http://HOST:PORT, or empty", _read_address)
SERVERS = Takes("pairs HOST=SERVER parted by commas (HOST may begin with *.)", read_servers)
