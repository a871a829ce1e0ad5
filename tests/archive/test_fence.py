"""The fence around a server's name: held, looked at, lost, given back; in a real PostgreSQL."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from kazcrawl.archive import Archive, ArchiveError, fence
from kazcrawl.archive.advisory import are_pooled
from kazcrawl.archive.fence import GRACE, Fence, FenceLostError, fence_for
from kazcrawl.archive.sessions import POOLED, own_engine
from kazcrawl.config import Config
from kazcrawl.disk.lock import LockedError
from kazcrawl.doctor.machine import checks
from tests import preloaded
from tests.archive.test_postgres import noticed_after
from tests.postgres import Postgres, free_port
from tests.support import ROOT, environment

Taking = Callable[..., Fence]
DIES = "tests.archive.dying_holder.take_and_die"


@pytest.fixture
def url(database: str) -> str:
    Archive(database).close()
    return database


@pytest.fixture
def holder(url: str) -> Iterator[Taking]:
    """Makes a holder of servers; each is let go at the end."""
    made: list[Fence] = []

    def take(*servers: str, address: str = url) -> Fence:
        made.append(Fence(address, "scrapy crawl kazinform"))
        for server in servers:
            made[-1].take(server)
        return made[-1]

    yield take
    for one in made:
        one.close()


def until(is_so: Callable[[], object]) -> None:
    """Waits for what must come at once."""
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


def hang_up(server: Postgres) -> None:
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks "
        f"WHERE locktype = 'advisory' AND classid = {fence.SPACE}"
    )


def test_a_server_is_one_crawls_until_it_gives_it_back(holder: Taking) -> None:
    first = holder("kazinform", "b.example")
    assert first.holds("kazinform")
    assert first.holds("b.example")
    assert not first.holds("c.example")
    first.take("kazinform")
    first.look()
    with pytest.raises(LockedError, match="kazinform is asked by scrapy crawl kazinform, pr"):
        holder("kazinform")
    assert holder("c.example").holds("c.example")
    first.close()
    first.close()
    assert not first.holds("kazinform")
    with pytest.raises(FenceLostError, match="given back"):
        first.take("kazinform")
    second = holder("kazinform")
    assert second.holds("kazinform")
    assert second.grace == 0


def test_an_archive_on_one_machine_has_no_fence(tmp_path: Path) -> None:
    assert fence_for(f"sqlite:///{tmp_path / 'archive.sqlite3'}", "scrapy crawl") is None
    made = fence_for("postgresql+psycopg://h.example/news", "scrapy crawl")
    assert made is not None
    assert made.url == "postgresql+psycopg://h.example/news"


def test_a_lock_that_the_server_takes_away_is_lost_at_once_and_told_once(
    holder: Taking, server: Postgres
) -> None:
    told: list[str] = []
    first = holder("kazinform")
    first.on_loss = lambda error: told.append(str(error))
    hang_up(server)
    until(lambda: first.lost)
    assert not first.holds("kazinform")
    for _ in range(2):
        with pytest.raises(FenceLostError):
            first.look()
    (said,) = told
    assert "the lock on server kazinform is lost: " in said
    assert "terminating connection" in said


def test_who_takes_a_lock_that_was_not_given_back_waits_until_its_holder_must_know(
    holder: Taking, server: Postgres
) -> None:
    first = holder("kazinform")
    hang_up(server)
    until(lambda: first.lost)
    second = holder("kazinform")
    assert not second.holds("kazinform")
    assert GRACE - 5 < second.grace <= GRACE


def test_a_holder_stops_before_the_server_lets_go_and_before_another_begins(url: str) -> None:
    assert fence.EVERY + fence.LIMIT == 10, "what the documents say a look is good for"
    assert fence.EVERY + fence.LIMIT < GRACE == 12
    with own_engine(url).connect() as session:
        told = dict(session.execute(text("SELECT name, setting FROM pg_settings")).tuples().all())
        own = session.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
    assert noticed_after(told, "tcp_keepalives") == 30
    assert int(told["tcp_user_timeout"]) == 30_000
    assert int(told["statement_timeout"]) == fence.LIMIT * 1000
    assert noticed_after(own, "keepalives") == 14
    assert int(own["tcp_user_timeout"]) == GRACE * 1000
    assert int(own["connect_timeout"]) == fence.LIMIT


def test_nobody_waits_for_a_holder_that_is_seen_to_be_dead(url: str) -> None:
    with preloaded.started([url], ROOT, environment(), DIES) as dead:
        assert dead.end(timeout=60).returncode == -9
    second = Fence(url, "scrapy crawl")
    until(lambda: _taken(second))
    assert second.holds("kazinform")
    second.close()


def _taken(one: Fence) -> bool:
    try:
        one.take("kazinform")
    except LockedError:
        return False  # the server has not noticed yet
    return True


def test_a_look_that_has_no_answer_is_good_for_nothing_when_its_time_is_up(
    holder: Taking, server: Postgres, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fence, "EVERY", 0.2)
    monkeypatch.setattr(fence, "LIMIT", 0.2)
    with silent_proxy(server.port) as (port, silence):
        first = holder("kazinform", address=url.replace(str(server.port), str(port)))
        time.sleep(0.5)
        assert first.holds("kazinform"), "looked at all along"
        silence.set()
        before = time.monotonic()
        until(lambda: not first.holds("kazinform"))
        assert first.lost is None
        assert time.monotonic() - before < 5


@contextmanager
def silent_proxy(port: int) -> Iterator[tuple[int, threading.Event]]:
    """A way to the server that can be silenced; the machine goes on acknowledging."""
    silence, listening = threading.Event(), socket.create_server(("127.0.0.1", 0))
    open_ones: list[socket.socket] = []

    def pour(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not silence.is_set():
                    target.sendall(data)
            target.close()

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                behind = socket.create_connection(("127.0.0.1", port))
                open_ones.extend((client, behind))
                for pair in ((client, behind), (behind, client)):
                    threading.Thread(target=pour, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1], silence
    finally:
        listening.close()
        for one in open_ones:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@pytest.fixture(params=["session", "transaction"])
def pooler(request: pytest.FixtureRequest, server: Postgres, tmp_path: Path) -> Iterator[str]:
    """The URL of a PgBouncer before the server, in each of its modes, and the mode."""
    program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    if not Path(program).exists():
        pytest.skip("pgbouncer is not installed: a pooler before PostgreSQL is not tested")
    port = free_port()
    tmp_path.chmod(0o755)
    config = tmp_path / "pgbouncer.ini"
    config.write_text(
        f"[databases]\n* = host=127.0.0.1 port={server.port} user=kazcrawl\n"
        f"[pgbouncer]\nlisten_addr=127.0.0.1\nlisten_port={port}\nunix_socket_dir=\n"
        f"auth_type=any\npool_mode={request.param}\n"
    )
    user = ["-u", "postgres"] if os.geteuid() == 0 else []
    process = subprocess.Popen([program, *user, config], stderr=subprocess.DEVNULL)
    ready = [server.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready, check=False).returncode:
        assert process.poll() is None, "pgbouncer ended"
        time.sleep(0.02)
    yield f"{request.param} postgresql+psycopg://kazcrawl@127.0.0.1:{port}"
    process.terminate()
    process.wait()


def test_no_lock_is_taken_through_a_pooler_that_keeps_no_sessions(
    holder: Taking, pooler: str, url: str
) -> None:
    mode, address = pooler.split()
    address = f"{address}/{url.rpartition('/')[2]}"
    told = {check.name: check for check in checks(Config(KAZCRAWL_ARCHIVE=address))}["archive"]
    if mode == "session":
        assert holder("kazinform", address=address).holds("kazinform")
        assert told.code == 0
        return
    assert told.code == 5
    assert POOLED in told.found
    with pytest.raises(ArchiveError) as refused:
        holder("kazinform", address=address)
    assert POOLED in str(refused.value)
    engine = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as first, engine.connect() as second:
        assert are_pooled(first, second)
