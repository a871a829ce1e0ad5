"""How each kind of setting is written, on both sides of every bound, and what is said of others."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kazcrawl.config import values
from kazcrawl.config.revisit import Revisit
from kazcrawl.config.takes import Takes, given

SPAN = "must be a span such as 90s, 15m, 6h or 1d"
COUNT = "must be a whole number, 1 or more"
OPTIONAL = "must be a whole number, 1 to 100000, or 0"
DAYS = "must be a number of days above 0, below 100000"
SHARE = "must be a share of requests, 0 to 1"
INSTALL = "needs pip install 'kazcrawl[postgres]' and an address postgresql+psycopg://…"


def read(takes: Takes, text: str) -> Any:
    return attrs.make_class("Model", {"x": given(takes, "", "", name="X")})(X=text).x


def refused(takes: Takes, text: str) -> str:
    with pytest.raises(ValueError) as error:  # noqa: PT011 the whole line is compared
        read(takes, text)
    return str(error.value)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


@pytest.mark.parametrize(
    ("takes", "text", "value"),
    [
        (values.FOLDER, " a b ", Path("a b")),
        (values.FILE, " /x/y.prom ", Path("/x/y.prom")),
        (values.TEXT, " chromium ", "chromium"),
        (values.SPAN, "90", seconds(90)),
        (values.SPAN, " 90S ", seconds(90)),
        (values.SPAN, "15m", seconds(900)),
        (values.SPAN, "6h", seconds(21600)),
        (values.SPAN, "1.5d", seconds(129600)),
        (values.SPAN, "0", seconds(0)),
        (values.SPAN, "999999999", seconds(999999999)),
        (values.OPTIONAL_SPAN, "", None),
        (values.OPTIONAL_SPAN, " ", None),
        (values.OPTIONAL_SPAN, "0", None),
        (values.OPTIONAL_SPAN, "0m", None),
        (values.OPTIONAL_SPAN, "2h", seconds(7200)),
        (values.LIMIT, "1", seconds(1)),
        (values.AGES, "off", Revisit()),
        (values.AGES, " OFF ", Revisit()),
        (values.AGES, "0", Revisit(always=True)),
        (values.AGES, "1d, 1h", Revisit((seconds(3600), seconds(86400)))),
        (values.COUNT, "1", 1),
        (values.COUNT, " 1000 ", 1000),
        (values.OPTIONAL_COUNT, "1", 1),
        (values.OPTIONAL_COUNT, "100000", 100_000),
        (values.OPTIONAL_COUNT, "0", None),
        (values.OPTIONAL_COUNT, "", None),
        (values.OPTIONAL_COUNT, "Off", None),
        (values.MEGABYTES, "2", 2 * 1024 * 1024),
        (values.MEGABYTES, "0", None),
        (values.DAYS, "0.5", timedelta(hours=12)),
        (values.DAYS, "99999", timedelta(days=99999)),
        (values.SHARE, "0", 0.0),
        (values.SHARE, "1", 1.0),
        (values.SHARE, "0.05", 0.05),
        (values.SWITCH, "1", True),
        (values.SWITCH, "On", True),
        (values.SWITCH, "true", True),
        (values.SWITCH, "0", False),
        (values.SWITCH, "", False),
        (values.SWITCH, " off ", False),
        (values.COMPRESSION, "", "none"),
        (values.COMPRESSION, "None", "none"),
        (values.COMPRESSION, "zst", "zst"),
        (values.MANIFESTS, " NEW ", "new"),
        (values.MANIFESTS, "both", "both"),
        (values.ADDRESS, "", None),
        (values.ADDRESS, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        (values.ADDRESS, " HTTP://Localhost:1/ ", "http://localhost:1"),
        (values.ADDRESS, "http://[::1]:65535", "http://[::1]:65535"),
        (values.SERVERS, "", {}),
        (values.SERVERS, "a=x, *.B.kz = y", {"a": "x", "*.b.kz": "y"}),
        (values.ARCHIVE, "", ""),
        (values.ARCHIVE, " sqlite:///a/b.sqlite3 ", "sqlite:///a/b.sqlite3"),
        (values.ARCHIVE, "postgresql+psycopg://u:p@h:1/d", "postgresql+psycopg://u:p@h:1/d"),
    ],
)
def test_what_is_written_becomes_a_value(takes: Takes, text: str, value: object) -> None:
    became = read(takes, text)
    assert became == value
    assert type(became) is type(value)


@pytest.mark.parametrize(
    ("takes", "text", "line"),
    [
        (values.SPAN, "often", f"X=often: {SPAN}"),
        (values.SPAN, "-1s", f"X=-1s: {SPAN}"),
        (values.SPAN, "1w", f"X=1w: {SPAN}"),
        (values.SPAN, "nan", f"X=nan: {SPAN}"),
        (values.SPAN, "1000000000", f"X=1000000000: {SPAN}"),
        (values.SPAN, "", f"X=: {SPAN}"),
        (values.SPAN, "a\nb", f"X=a b: {SPAN}"),
        (values.OPTIONAL_SPAN, "never", f"X=never: {SPAN}"),
        (values.LIMIT, "0.9s", "X=0.9s: must be 1s or more"),
        (values.LIMIT, "long", f"X=long: {SPAN}"),
        (values.AGES, "1h,soon", f"X=1h,soon: {SPAN}"),
        (values.AGES, "", f"X=: {SPAN}"),
        (values.COUNT, "0", f"X=0: {COUNT}"),
        (values.COUNT, "many", f"X=many: {COUNT}"),
        (values.COUNT, "1.5", f"X=1.5: {COUNT}"),
        (values.OPTIONAL_COUNT, "-1", f"X=-1: {OPTIONAL}"),
        (values.OPTIONAL_COUNT, "100001", f"X=100001: {OPTIONAL}"),
        (values.MEGABYTES, "all", f"X=all: {OPTIONAL}"),
        (values.DAYS, "0", f"X=0: {DAYS}"),
        (values.DAYS, "100000", f"X=100000: {DAYS}"),
        (values.DAYS, "week", f"X=week: {DAYS}"),
        (values.DAYS, "nan", f"X=nan: {DAYS}"),
        (values.SHARE, "-0.01", f"X=-0.01: {SHARE}"),
        (values.SHARE, "1.01", f"X=1.01: {SHARE}"),
        (values.SHARE, "nan", f"X=nan: {SHARE}"),
        (values.SHARE, "half", f"X=half: {SHARE}"),
        (values.SWITCH, "maybe", "X=maybe: must be 1 or 0"),
        (values.SWITCH, "2", "X=2: must be 1 or 0"),
        (values.COMPRESSION, "rar", "X=rar: must be one of none, gz, zst"),
        (values.MANIFESTS, "", "X=: must be new or both"),
        (values.MANIFESTS, "old", "X=old: must be new or both"),
        (values.SERVERS, "a", "X=a: a is no pair HOST=SERVER (HOST may begin with *.)"),
    ],
)
def test_what_is_no_value_is_told_in_one_line(takes: Takes, text: str, line: str) -> None:
    assert refused(takes, text) == line


@pytest.mark.parametrize(
    "text",
    [
        *("nonsense", "https://h:1", "http://h", "http://h:0", "http://h:65536", "http://h:x"),
        *("http://h:1/path", "http://h:1?q", "http://u@h:1", "http://:1", "http://[h:1", "h:1"),
    ],
)
def test_requests_can_be_sent_to_nothing_but_a_host_and_port(text: str) -> None:
    assert refused(values.ADDRESS, text) == f"X={text}: must be http://HOST:PORT"


@pytest.mark.parametrize("text", ["nonsense", "sqlite", "postgresql+psycopg://u:secret@h:port/d"])
def test_an_archive_is_somewhere_that_can_be_written_as_an_address(text: str) -> None:
    assert refused(values.ARCHIVE, text) == (
        "X is not a database address such as sqlite:////var/lib/archive.sqlite3"
    )


@pytest.mark.parametrize("text", ["mysql://u:secret@h/d", "mysql+pymysql://h/d", "mysql+no://h/d"])
def test_an_archive_is_in_a_database_that_it_can_be_in(text: str) -> None:
    assert refused(values.ARCHIVE, text) == (
        f"X names mysql, which no archive can be in: SQLite needs nothing, PostgreSQL {INSTALL}"
    )


@pytest.mark.parametrize(
    "driver",
    ["postgresql+nonsense", "postgresql+psycopg2", "sqlite+aiosqlite", "postgresql+asyncpg"],
)
def test_an_archives_driver_is_installed_and_not_for_asyncio(driver: str) -> None:
    assert refused(values.ARCHIVE, f"{driver}://u:secret@h/d") == (
        f"X names {driver}, which is not installed: PostgreSQL {INSTALL}"
    )


def test_postgresql_without_its_driver_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert refused(values.ARCHIVE, "postgresql+psycopg://u:secret@h/d") == (
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
    assert read(values.RECEIVER, f" {receiver} ") == receiver


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
    assert refused(values.RECEIVER, receiver) == f"X {reason}"


def test_a_secret_for_signing_is_base64_of_24_to_64_bytes() -> None:
    good = "whsec_" + "a" * 32
    assert read(values.SIGNING_SECRET, good) == good
    assert read(values.SIGNING_SECRET, "") == ""
    for bad in ("a" * 32, "whsec_" + "a" * 28, "whsec_" + "a" * 88, "whsec_*" + "a" * 31):
        assert refused(values.SIGNING_SECRET, bad).startswith("X must be whsec_ and 24 to 64 bytes")


def test_a_key_for_signing_is_a_file_of_an_ed25519_key(tmp_path: Path) -> None:
    assert read(values.SIGNING_KEY, "") is None
    path = tmp_path / "key.pem"
    assert refused(values.SIGNING_KEY, str(path)) == f"X={path}: No such file or directory"
    path.write_text("no key")
    assert refused(values.SIGNING_KEY, str(path)) == (
        f"X={path}: is no Ed25519 key in PEM (openssl genpkey -algorithm ed25519)"
    )
    form = Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    path.write_bytes(Ed25519PrivateKey.generate().private_bytes(*form))
    assert read(values.SIGNING_KEY, str(path)) == path
