"""The archive in PostgreSQL: the same promise, kept by a real server of this test's own."""

import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import lack
from tests.crash.promise import broken
from tests.support import crawl_command, feed_records, sample_site, scrapy, started

_PROGRAMS = (*Path("/usr/lib/postgresql").glob("*/bin"), Path("/usr/local/bin"), Path("/usr/bin"))


def _bin() -> Path:
    """The folder of PostgreSQL's programs; without it the test is skipped, on CI it fails."""
    found = [folder for folder in _PROGRAMS if (folder / "initdb").exists()]
    if not found:
        lack("postgresql is not installed: an archive in PostgreSQL is not tested")
    return found[0]


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of an empty database on a server that listens to loopback alone."""
    programs, folder, port = _bin(), Path(tempfile.mkdtemp()), _port()
    # The server refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    shutil.chown(folder, user)
    subprocess.run(
        [programs / "initdb", "--auth=trust", "--username=kazcrawl", folder / "db"],
        check=True, capture_output=True, user=user, cwd=folder,
    )  # fmt: skip
    server = subprocess.Popen(
        [programs / "postgres", "-D", folder / "db", "-p", str(port), "-k", folder,
         "-c", "listen_addresses=127.0.0.1"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user, cwd=folder,
    )  # fmt: skip
    try:
        ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        while subprocess.run(ready, check=False).returncode:
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
        yield f"postgresql+psycopg://kazcrawl@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


def test_crawls_killed_at_random_give_every_version_once(tmp_path: Path, database: str) -> None:
    data = tmp_path / "data"
    archive = ("-s", f"KAZCRAWL_ARCHIVE={database}")
    batches = ("-s", "KAZCRAWL_DELIVER_ARTICLES=20")
    with sample_site(tmp_path, articles=84) as site:
        command = crawl_command(data, site, *archive, *batches, "-s", "DOWNLOAD_DELAY=0.01")
        for number in range(4):
            before = len(site.requests())
            with started(*command) as process:
                while len(site.requests()) < before + 15 and process.poll() is None:
                    time.sleep(0.02)
                time.sleep(random.Random(number).uniform(0, 0.8))
        done = scrapy(*command)
        assert done.returncode == 0, done.stderr
        truth = site.truth()
    assert broken(data, truth) == ""
    assert not (data / "archive.sqlite3").exists()
    where = ("-s", f"KAZCRAWL_DATA={data}", *archive)
    assert scrapy("verify", *where).returncode == 0
    gone = feed_records(data)[0]["url"]
    assert scrapy("forget", gone, *where).returncode == 0
    verified = scrapy("verify", *where)
    assert verified.returncode == 0, verified.stdout
    assert scrapy("report", *where).returncode == 0
