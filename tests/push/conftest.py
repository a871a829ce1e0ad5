"""A receiver on loopback that can be told to misbehave, and an archive to publish from."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kazcrawl.archive import Archive
from kazcrawl.feeds.publisher import publish
from kazcrawl.push.batches import begin, push_batches
from tests.archive.test_store import article

SECRET = "whsec_" + "c2VjcmV0" * 6


@dataclass
class Receiver:
    """What came, and what is answered next: a status, ``hang`` or ``drop``; 204 without."""

    address: str
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int | str] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def records(self) -> list[dict[str, Any]]:
        """The records of every message that was taken, as a receiver has them that looks at the
        messages' ids."""
        bodies = {headers["webhook-id"]: body for headers, body in self.taken}
        return [json.loads(row) for body in bodies.values() for row in body.splitlines()]


class _Server(ThreadingHTTPServer):
    receiver: Receiver


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        receiver = self.server.receiver
        headers = {name.lower(): value for name, value in self.headers.items()}
        message = headers | {"path": self.path}, body
        receiver.came.append(message)
        answer = receiver.answers.pop(0) if receiver.answers else 204
        if answer == "hang":
            receiver.let_go.wait(60)
        if not isinstance(answer, int):
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        if 200 <= answer < 300:
            receiver.taken.append(message)
        self.send_response(answer)
        self.send_header("location", "http://127.0.0.1:9/")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook?x=1")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.receiver
    server.receiver.let_go.set()
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class House:
    """A data folder whose batches are pushed."""

    archive: Archive
    folder: Path

    def publish(self, *numbers: int, size: int = 1, source: str = "kazinform") -> None:
        """Publishes a batch of articles."""
        for number in numbers:
            url = f"https://www.inform.kz/ru/word-{number:06x}"
            own = article(f"{number} " * size, url, layout="g3")
            own.source = source
            self.archive.add(own)
        publish(self.archive.url, self.folder / "feeds", source, "c1")

    def begin(self, receiver: str) -> None:
        begin(self.archive, self.folder, receiver)

    def push(self, receiver: str, patience: float = 10.0) -> str | None:
        return push_batches(self.archive, self.folder, receiver, SECRET, patience)


Houses = Callable[[], House]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    archive = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    yield House(archive, tmp_path)
    archive.close()
