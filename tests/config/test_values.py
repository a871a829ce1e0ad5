"""How each kind of setting is written, on both sides of every bound, and what is said of others."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import BaseModel, ValidationError, create_model

from kazcrawl.config import values
from kazcrawl.config.revisit import Revisit
from kazcrawl.config.takes import first_error

SPAN = "must be a span such as 90s, 15m, 6h or 1d"
COUNT = "must be a whole number, 1 or more"
OPTIONAL = "must be a whole number, 1 to 100000, or 0"
DAYS = "must be a number of days above 0, below 100000"
SHARE = "must be a share of requests, 0 to 1"
INSTALL = "needs pip install 'kazcrawl[postgres]' and an address postgresql+psycopg://…"


def model(kind: Any) -> type[BaseModel]:
    return create_model("Model", X=(kind, ...))


def read(kind: Any, value: object) -> Any:
    return model(kind)(X=value).X  # type: ignore[attr-defined]


def refused(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as error:
        read(kind, value)
    return first_error(error.value, model(kind))


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (values.Folder, " a b ", Path("a b")),
        (values.File, " /x/y.prom ", Path("/x/y.prom")),
        (values.Text, " chromium ", "chromium"),
        (values.Span, "90", seconds(90)),
        (values.Span, " 90S ", seconds(90)),
        (values.Span, "15m", seconds(900)),
        (values.Span, "6h", seconds(21600)),
        (values.Span, "1.5d", seconds(129600)),
        (values.Span, "0", seconds(0)),
        (values.Span, "999999999", seconds(999999999)),
        (values.OptionalSpan, "", None),
        (values.OptionalSpan, " ", None),
        (values.OptionalSpan, "0", None),
        (values.OptionalSpan, "0m", None),
        (values.OptionalSpan, "2h", seconds(7200)),
        (values.Limit, "1", seconds(1)),
        (values.Ages, "off", Revisit()),
        (values.Ages, " OFF ", Revisit()),
        (values.Ages, "0", Revisit(always=True)),
        (values.Ages, "1d, 1h", Revisit((seconds(3600), seconds(86400)))),
        (values.Count, "1", 1),
        (values.Count, " 1000 ", 1000),
        (values.OptionalCount, "1", 1),
        (values.OptionalCount, "100000", 100_000),
        (values.OptionalCount, "0", None),
        (values.OptionalCount, "", None),
        (values.OptionalCount, "Off", None),
        (values.Megabytes, "2", 2 * 1024 * 1024),
        (values.Megabytes, "0", None),
        (values.Days, "0.5", timedelta(hours=12)),
        (values.Days, "99999", timedelta(days=99999)),
        (values.Share, "0", 0.0),
        (values.Share, "1", 1.0),
        (values.Share, "0.05", 0.05),
        (values.Switch, "1", True),
        (values.Switch, "On", True),
        (values.Switch, "true", True),
        (values.Switch, "0", False),
        (values.Switch, "", False),
        (values.Switch, " off ", False),
        (values.Switch, False, False),
        (values.Compression, "", "none"),
        (values.Compression, "None", "none"),
        (values.Compression, "zst", "zst"),
        (values.Manifests, " NEW ", "new"),
        (values.Manifests, "both", "both"),
        (values.Address, "", None),
        (values.Address, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        (values.Address, " HTTP://Localhost:1/ ", "http://localhost:1"),
        (values.Address, "http://[::1]:65535", "http://[::1]:65535"),
        (values.Servers, "", {}),
        (values.Servers, "a=x, *.B.kz = y", {"a": "x", "*.b.kz": "y"}),
        (values.Archive, "", ""),
        (values.Archive, " sqlite:///a/b.sqlite3 ", "sqlite:///a/b.sqlite3"),
        (values.Archive, "postgresql+psycopg://u:p@h:1/d", "postgresql+psycopg://u:p@h:1/d"),
    ],
)
def test_what_is_written_becomes_a_value(kind: Any, text: object, value: object) -> None:
    became = read(kind, text)
    assert became == value
    assert type(became) is type(value)


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        (values.Span, "often", f"X=often: {SPAN}"),
        (values.Span, "-1s", f"X=-1s: {SPAN}"),
        (values.Span, "1w", f"X=1w: {SPAN}"),
        (values.Span, "nan", f"X=nan: {SPAN}"),
        (values.Span, "1000000000", f"X=1000000000: {SPAN}"),
        (values.Span, "", f"X=: {SPAN}"),
        (values.Span, "a\nb", f"X=a b: {SPAN}"),
        (values.OptionalSpan, "never", f"X=never: {SPAN}"),
        (values.Limit, "0.9s", "X=0.9s: must be 1s or more"),
        (values.Limit, "long", f"X=long: {SPAN}"),
        (values.Ages, "1h,soon", f"X=1h,soon: {SPAN}"),
        (values.Ages, "", f"X=: {SPAN}"),
        (values.Count, "0", f"X=0: {COUNT}"),
        (values.Count, "many", f"X=many: {COUNT}"),
        (values.Count, "1.5", f"X=1.5: {COUNT}"),
        (values.OptionalCount, "-1", f"X=-1: {OPTIONAL}"),
        (values.OptionalCount, "100001", f"X=100001: {OPTIONAL}"),
        (values.Megabytes, "all", f"X=all: {OPTIONAL}"),
        (values.Days, "0", f"X=0: {DAYS}"),
        (values.Days, "100000", f"X=100000: {DAYS}"),
        (values.Days, "week", f"X=week: {DAYS}"),
        (values.Days, "nan", f"X=nan: {DAYS}"),
        (values.Share, "-0.01", f"X=-0.01: {SHARE}"),
        (values.Share, "1.01", f"X=1.01: {SHARE}"),
        (values.Share, "nan", f"X=nan: {SHARE}"),
        (values.Share, "half", f"X=half: {SHARE}"),
        (values.Switch, "maybe", "X=maybe: must be 1 or 0"),
        (values.Switch, "2", "X=2: must be 1 or 0"),
        (values.Compression, "rar", "X=rar: must be one of none, gz, zst"),
        (values.Manifests, "", "X=: must be new or both"),
        (values.Manifests, "old", "X=old: must be new or both"),
        (values.Servers, "a", "X=a: a is no pair HOST=SERVER (HOST may begin with *.)"),
    ],
)
def test_what_is_no_value_is_told_in_one_line(kind: Any, text: str, line: str) -> None:
    assert refused(kind, text) == line


@pytest.mark.parametrize(
    "text",
    [
        *("nonsense", "https://h:1", "http://h", "http://h:0", "http://h:65536", "http://h:x"),
        *("http://h:1/path", "http://h:1?q", "http://u@h:1", "http://:1", "http://[h:1", "h:1"),
    ],
)
def test_requests_can_be_sent_to_nothing_but_a_host_and_port(text: str) -> None:
    assert refused(values.Address, text) == f"X={text}: must be http://HOST:PORT"


@pytest.mark.parametrize("text", ["nonsense", "sqlite", "postgresql+psycopg://u:secret@h:port/d"])
def test_an_archive_is_somewhere_that_can_be_written_as_an_address(text: str) -> None:
    assert refused(values.Archive, text) == (
        "X is not a database address such as sqlite:////var/lib/archive.sqlite3"
    )


@pytest.mark.parametrize("text", ["mysql://u:secret@h/d", "mysql+pymysql://h/d", "mysql+no://h/d"])
def test_an_archive_is_in_a_database_that_it_can_be_in(text: str) -> None:
    assert refused(values.Archive, text) == (
        f"X names mysql, which no archive can be in: SQLite needs nothing, PostgreSQL {INSTALL}"
    )


@pytest.mark.parametrize(
    "driver",
    ["postgresql+nonsense", "postgresql+psycopg2", "sqlite+aiosqlite", "postgresql+asyncpg"],
)
def test_an_archives_driver_is_installed_and_not_for_asyncio(driver: str) -> None:
    assert refused(values.Archive, f"{driver}://u:secret@h/d") == (
        f"X names {driver}, which is not installed: PostgreSQL {INSTALL}"
    )


def test_postgresql_without_its_driver_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert refused(values.Archive, "postgresql+psycopg://u:secret@h/d") == (
        f"X names postgresql+psycopg, which is not installed: PostgreSQL {INSTALL}"
    )


@pytest.mark.parametrize(
    "receiver",
    [
        "", "https://x.example/hook?a=1", "http://127.0.0.1:8000/", "http://localhost/h",
        "http://[::1]:80/", "/usr/bin/take --all 'two words'", "true",
    ],
)  # fmt: skip
def test_a_receiver_is_a_command_or_an_address(receiver: str) -> None:
    assert read(values.Receiver, f" {receiver} ") == receiver


@pytest.mark.parametrize(
    ("receiver", "reason"),
    [
        ("http://x.example/", "is an address of plain http: beyond this machine it must be https"),
        ("HTTP://10.0.0.1/", "is an address of plain http: beyond this machine it must be https"),
        ("https://", "is neither a command nor an address https://…"),
        ("https://x:port/", "is neither a command nor an address https://…"),
        ("take 'half", "is neither a command nor an address https://…"),
    ],
)
def test_other_receivers_are_refused_and_not_repeated(receiver: str, reason: str) -> None:
    assert refused(values.Receiver, receiver) == f"X {reason}"


def test_a_secret_for_signing_is_base64_of_24_to_64_bytes() -> None:
    good = "whsec_" + "a" * 32
    assert read(values.SigningSecret, good) == good
    assert read(values.SigningSecret, "") == ""
    for bad in ("a" * 32, "whsec_" + "a" * 28, "whsec_" + "a" * 88, "whsec_*" + "a" * 31):
        assert refused(values.SigningSecret, bad).startswith("X must be whsec_ and 24 to 64 bytes")


def test_a_key_for_signing_is_a_file_of_an_ed25519_key(tmp_path: Path) -> None:
    assert read(values.SigningKey, "") is None
    path = tmp_path / "key.pem"
    assert refused(values.SigningKey, path) == f"X={path}: No such file or directory"
    path.write_text("no key")
    assert refused(values.SigningKey, path) == (
        f"X={path}: is no Ed25519 key in PEM (openssl genpkey -algorithm ed25519)"
    )
    form = Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    path.write_bytes(Ed25519PrivateKey.generate().private_bytes(*form))
    assert read(values.SigningKey, path) == path
