"""A real PostgreSQL of the tests' own, over TCP, small, gone when they end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from tests.conftest import lack

_PROGRAMS = (*Path("/usr/lib/postgresql").glob("*/bin"), Path("/usr/local/bin"), Path("/usr/bin"))


def postgres_bin() -> Path:
    """The folder of PostgreSQL's programs; without it the test is skipped, on CI it fails."""
    folders = [folder for folder in _PROGRAMS if (folder / "initdb").exists()]
    if not folders:
        lack("postgresql is not installed: an archive in PostgreSQL is not tested")
    return folders[0]


def free_port(host: str = "127.0.0.1") -> int:
    """A port of an address that nobody listens on just now."""
    with socket.socket() as free:
        free.bind((host, 0))
        port: int = free.getsockname()[1]
        return port


def children(pid: int) -> list[int]:
    """The processes that a process started, and theirs."""
    try:
        own = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [each for child in own for each in (int(child), *children(int(child)))]


class Postgres:
    """A running server; the user kazcrawl may do everything, without a password."""

    def __init__(self, folder: Path, host: str) -> None:
        self.folder, self.host, self.port = folder, host, free_port(host)
        # The server refuses to run as root.
        self._user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        shutil.chown(folder, self._user)
        self.programs = postgres_bin()
        made = ("initdb", "--no-sync", "--auth=trust", "--username=kazcrawl", str(folder / "db"))
        self.run(*made)
        if host != "127.0.0.1":
            with (folder / "db/pg_hba.conf").open("a") as rules:
                rules.write("host all all 0.0.0.0/0 trust\n")
        self.start()

    @property
    def url(self) -> str:
        """The server's address, without a database's name."""
        return f"postgresql+psycopg://kazcrawl@{self.host}:{self.port}/"

    def run(self, program: str, *arguments: str) -> None:
        """Runs one of PostgreSQL's programs as its user."""
        subprocess.run(
            [self.programs / program, *arguments],
            check=True, capture_output=True, user=self._user, cwd=self.folder,
        )  # fmt: skip

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        settings = {
            "listen_addresses": f"{self.host}", "fsync": "off", "shared_buffers": "16MB",
            "max_connections": "60", "autovacuum": "off",
        }  # fmt: skip
        told = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder / "db", "-p", str(self.port),
             "-k", self.folder, *told],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            user=self._user, cwd=self.folder,
        )  # fmt: skip
        ready = [self.programs / "pg_isready", "-q", "-h", self.host, "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode:
            assert self._process.poll() is None, "the server ended"
            time.sleep(0.05)

    def stop(self, number: int = signal.SIGINT) -> None:
        """Ends the server: SIGINT hangs up on everybody, SIGQUIT also forgets to tidy up, and of
        SIGKILL its sessions learn only afterwards."""
        sessions = children(self._process.pid)
        self._process.send_signal(number)
        self._process.wait()
        # Its memory is theirs until then, and no other server begins on its files.
        while any(Path(f"/proc/{pid}").exists() for pid in sessions):
            time.sleep(0.02)

    def database(self, like: str = "template1") -> str:
        """The address of a new database: empty, or a copy of that at an address."""
        name = f"archive_{uuid.uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {like.removeprefix(self.url)}")
        return self.url + name

    def execute(self, statement: str, database: str = "postgres") -> Any:
        """What a statement gives, in autocommit: its rows, or None."""
        engine = create_engine(self.url + database, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                result = connection.execute(text(statement))
                return result.all() if result.returns_rows else None
        finally:
            engine.dispose()


@contextmanager
def postgres(host: str = "127.0.0.1") -> Iterator[Postgres]:
    """A server that listens to one address of this machine."""
    postgres_bin()
    folder = Path(tempfile.mkdtemp())
    try:
        server = Postgres(folder, host)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
