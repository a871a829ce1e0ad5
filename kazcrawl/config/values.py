"""The types of settings: how each is written, what it must be, and the value that it becomes.

Each is read from text, as the environment and ``-s`` give it. What is wrong raises ValueError.
"""

import base64
import math
import re
import shlex
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from kazcrawl.config.revisit import Revisit
from kazcrawl.config.takes import Takes
from kazcrawl.disk.bucket import INSTALL, parse
from kazcrawl.disk.whole import SUFFIXES

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SPAN = "a span such as 90s, 15m, 6h or 1d"
# 270 years: a date so far back can still be reckoned with.
_MOST_DAYS = 100_000
_DAYS = f"a number of days above 0, below {_MOST_DAYS}"
_INSTALL = "needs pip install 'kazcrawl[postgres]' and an address postgresql+psycopg://…"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_WEBHOOK_SECRET = "whsec_"  # noqa: S105 how such secrets begin
_COMPRESSIONS = f"one of {', '.join(SUFFIXES)}"
_MANIFESTS = "new or both"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_FEEDS = "a folder, or s3://BUCKET/PREFIX"


def _small(value: object) -> str:
    return str(value).strip().lower()


def _read_span(value: object) -> timedelta:
    """A span of time such as ``90`` (seconds), ``90s``, ``15m``, ``6h`` or ``1d``."""
    text = _small(value)
    number, unit = (text[:-1], text[-1]) if text[-1:] in _UNITS else (text, "s")
    try:
        seconds = float(number) * _UNITS[unit]
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < 1e9:
        raise ValueError(f"must be {_SPAN}")
    return timedelta(seconds=seconds)


def _read_ages(value: object) -> Revisit:
    text = _small(value)
    if text in ("off", "0"):
        return Revisit(always=text == "0")
    return Revisit(tuple(sorted(_read_span(age) for age in text.split(","))))


def _check_limit(limit: timedelta) -> timedelta:
    if limit < timedelta(seconds=1):
        raise ValueError("must be 1s or more")
    return limit


def _read_compression(value: object) -> str:
    text = _small(value) or "none"
    if text not in SUFFIXES:
        raise ValueError(f"must be {_COMPRESSIONS}")
    return text


def _read_manifests(value: object) -> str:
    text = _small(value)
    if text not in ("new", "both"):
        raise ValueError(f"must be {_MANIFESTS}")
    return text


def _read_address(value: object) -> str | None:
    text = _small(value)
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


def read_servers(value: object) -> dict[str, str]:
    """``HOST=SERVER`` pairs parted by commas; ``*.HOST`` is the host and all below it.

    Raises ValueError for what is no such pair.
    """
    servers_by_host = {}
    for pair in filter(None, (text.strip() for text in str(value).split(","))):
        host, mark, server = (part.strip().lower() for part in pair.partition("="))
        if not (mark and host and server):
            raise ValueError(f"{pair} is no pair HOST=SERVER (HOST may begin with *.)")
        servers_by_host[host] = server
    return servers_by_host


def _read_feeds(value: object) -> Path | str:
    text = str(value).strip()
    if not _SCHEME.match(text):
        return Path(text)
    try:
        parse(text)
    except ValueError:
        raise ValueError(f"must be {_FEEDS}") from None
    if find_spec("obstore") is None:
        raise ValueError(INSTALL)
    return text.rstrip("/")


def _check_archive(address: str) -> str:
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
    try:
        dialect = url.get_dialect()
        dialect.import_dbapi()
        sound = not dialect.is_async
    except (NoSuchModuleError, ImportError):
        sound = False
    if not sound:
        raise ValueError(f"names {url.drivername}, which is not installed: PostgreSQL {_INSTALL}")
    return address


def _check_receiver(receiver: str) -> str:
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


def _check_signing_secret(secret: str) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(_WEBHOOK_SECRET), validate=True)
        is_sound = not secret or (secret.startswith(_WEBHOOK_SECRET) and 24 <= len(key) <= 64)
    except ValueError:
        is_sound = False
    if not is_sound:
        raise ValueError("must be whsec_ and 24 to 64 bytes in base64 (openssl rand -base64 32)")
    return secret


def _read_key(value: object) -> Path | None:
    text = str(value or "").strip()
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


def _read_days(value: object) -> timedelta:
    try:
        days = float(str(value))
    except ValueError:
        days = math.nan
    if not 0 < days < _MOST_DAYS:
        raise ValueError(f"must be {_DAYS}")
    return timedelta(days=days)


_as_text = BeforeValidator(lambda value: str(value).strip())
_off_as_none = BeforeValidator(lambda value: None if _small(value) in ("", "0", "off") else value)

Folder = Annotated[Path, _as_text, Takes("a folder")]
Feeds = Annotated[Path | str, PlainValidator(_read_feeds), Takes(_FEEDS)]
File = Annotated[Path, _as_text, Takes("a file")]
Text = Annotated[str, _as_text, Takes("a text")]
Archive = Annotated[
    Text, AfterValidator(_check_archive), Takes("a database URL, or empty", secret=True)
]
Receiver = Annotated[
    Text,
    AfterValidator(_check_receiver),
    Takes("a command, an address https://…, or empty", secret=True),
]
SigningKey = Annotated[
    Path | None,
    PlainValidator(_read_key),
    Takes("a file of an Ed25519 private key in PEM, or empty"),
]
SigningSecret = Annotated[
    Text, AfterValidator(_check_signing_secret), Takes("a secret whsec_…, or empty", secret=True)
]
Switch = Annotated[bool, BeforeValidator(lambda value: _small(value) or "0"), Takes("1 or 0")]
Count = Annotated[int, Field(ge=1), Takes("a whole number, 1 or more")]
OptionalCount = Annotated[
    Annotated[int, Field(ge=1, le=_MOST_DAYS)] | None,
    _off_as_none,
    Takes(f"a whole number, 1 to {_MOST_DAYS}, or 0"),
]
Processes = Annotated[
    Annotated[int, Field(ge=0, le=64)] | None,
    BeforeValidator(lambda value: _small(value) or None),
    Takes("a whole number, 0 to 64, or empty"),
]
Megabytes = Annotated[
    OptionalCount, AfterValidator(lambda megabytes: megabytes and megabytes * 2**20)
]
Days = Annotated[timedelta, PlainValidator(_read_days), Takes(_DAYS)]
Share = Annotated[float, Field(ge=0, le=1), Takes("a share of requests, 0 to 1")]
Span = Annotated[timedelta, PlainValidator(_read_span), Takes(_SPAN)]
OptionalSpan = Annotated[
    timedelta | None,
    PlainValidator(lambda value: (_small(value) and _read_span(value)) or None),
    Takes(f"{_SPAN}, or empty"),
]
Limit = Annotated[Span, AfterValidator(_check_limit), Takes(f"{_SPAN}, 1s or more")]
Ages = Annotated[
    Revisit, PlainValidator(_read_ages), Takes("spans such as 1h,6h,1d parted by commas, 0 or off")
]
Compression = Annotated[str, PlainValidator(_read_compression), Takes(_COMPRESSIONS)]
Manifests = Annotated[str, PlainValidator(_read_manifests), Takes(_MANIFESTS)]
Address = Annotated[str | None, PlainValidator(_read_address), Takes("http://HOST:PORT, or empty")]
Servers = Annotated[
    dict[str, str],
    PlainValidator(read_servers),
    Takes("pairs HOST=SERVER parted by commas (HOST may begin with *.)"),
]
