"""Fixtures, and what is said about material that only some machines have."""

import gc
import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import HealthCheck, settings

from tests.archives import ALL_IN_POSTGRES, in_postgres
from tests.support import Site, sample_site

if TYPE_CHECKING:
    from tests.postgres import Postgres

# No test depends on the machine's speed.
settings.register_profile("any-speed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-speed")

MATERIAL = {
    "KAZTEST_REAL_PAGES": "a real page of the agency",
    "KAZTEST_EVAL": "the tuning set of real pages",
    "KAZTEST_NINJS": "IPTC's schema of ninjs",
}
"""Folders that are given from outside: what they hold is not the project's to carry."""


def material(name: str) -> Path:
    """A folder of MATERIAL; without it the test is skipped, on CI it fails."""
    value = os.environ.get(name)
    if not value or not Path(value).is_dir():
        lack(f"{name} is not set: {MATERIAL[name]} not tested")
    return Path(value)


def lack(reason: str) -> NoReturn:
    """Skips a test for want of something; on CI, where nothing may be wanting, it fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_sessionstart() -> None:
    # All that is collected stays: looking for garbage among it would take half of the time.
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


LONG = (
    *("tests/simulation/", "tests/fetch/browser/", "tests/eval/", "tests/cluster/"),
    *("tests/lies/", "tests/docs/", "tests/crash/", "tests/test_revisions.py"),
    *("tests/pages/test_memory.py", "tests/raw/", "tests/crawl/discovery/", "tests/fetch/"),
)
"""Where the longest tests are, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests begin first: at the end, one core would wait for them."""

    def place(item: pytest.Item) -> int:
        own = (place for place, path in enumerate(LONG) if item.nodeid.startswith(path))
        return next(own, len(LONG))

    items.sort(key=place)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, what in MATERIAL.items():
        if not os.environ.get(name):
            terminalreporter.write_line(f"{name} is not set: {what} was left out")


@pytest.fixture(scope="session")
def g3_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small site in the newest layout, shared by tests that only read it."""
    with sample_site(tmp_path_factory.mktemp("g3-site"), layout="g3", articles=140) as site:
        yield site


@pytest.fixture(scope="session")
def server() -> "Iterator[Postgres]":
    """A PostgreSQL that listens to loopback alone; whoever stops it starts it again."""
    from tests.postgres import postgres

    with postgres() as running:
        yield running


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of an S3 on loopback."""
    from tests.s3 import s3

    with s3() as address:
        yield address


@pytest.fixture
def bucket(s3_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder of a new bucket, whose service the environment names."""
    from tests.s3 import make_bucket

    for name, value in (
        ("AWS_ENDPOINT_URL", s3_server), ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    own = f"bucket-{abs(hash(tmp_path)):x}"
    make_bucket(s3_server, own)
    return f"s3://{own}/news"


@pytest.fixture(scope="session", autouse=True)
def _archives(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where the archives of commands are, as ``KAZTEST_ARCHIVE`` says."""
    with in_postgres(request.getfixturevalue("server")) if ALL_IN_POSTGRES else nullcontext():
        yield


@pytest.fixture
def database(server: "Postgres") -> str:
    """The URL of an empty database."""
    return server.database()
