"""The sample site as a witness: it notes when it was asked for what, and by whom."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.layouts import REPUBLISHER
from kazcrawl.sample_site.site import SampleSite
from kazcrawl.sample_site.truth import truth
from tests.misbehaving import Hook, send
from tests.support import NOW, Site


class Asked(NamedTuple):
    """A request: when it came (monotonic seconds), of which host, for what, by which crawler."""

    at: float
    host: str
    path: str
    agent: str


@dataclass
class Witness:
    """A running site. ``slow`` is how many seconds every answer takes."""

    address: str
    room: Newsroom
    layout: str
    asked: list[Asked] = field(default_factory=list)
    slow: float = 0.0

    def truth(self, source: str = "kazinform") -> list[dict[str, Any]]:
        """The records that a crawl must make."""
        layout = self.layout if source == "kazinform" else REPUBLISHER
        rows = truth(self.room, layout, source)
        return [{name: row[name] for name in row if name != "story"} for row in rows]

    def as_site(self, folder: Path) -> Site:
        """What ``tests.support.crawl`` takes."""
        return Site(self.address, folder / "no-log")

    def wait_for(self, number: int) -> None:
        """Waits until it was asked so often in all."""
        end = time.monotonic() + 120
        while len(self.asked) < number:
            assert time.monotonic() < end, f"asked {len(self.asked)} times, not {number}"
            time.sleep(0.01)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 100

    def handle_error(self, *_: object) -> None:
        """Crawls die in the middle of answers: it is what they are there for."""


@contextmanager
def witness(
    articles: int = 140,
    layout: str = "g3",
    host: str = "127.0.0.1",
    room: Newsroom | None = None,
    hook: Hook = lambda *_: None,
) -> Iterator[Witness]:
    """Serves on a free port of an address of this machine; a hook may answer in its stead."""
    room = room or Newsroom(articles, 1, datetime.fromisoformat(NOW))
    site, own = SampleSite(room, layout), Witness("", room, layout)
    answering = threading.Lock()

    class Front(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = (self.headers["Host"] or "").split(":")[0]
            agent = self.headers["User-Agent"] or ""
            own.asked.append(Asked(time.monotonic(), name, self.path, agent))
            time.sleep(own.slow)
            path, _, query = self.path.partition("?")
            with answering:
                answer = hook(name, path, query) or site.answer(name, path, query)
            send(self, answer)

        def log_message(self, *_: object) -> None:
            """``asked`` tells all."""

    server = _Server((host, 0), Front)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    own.address = f"http://{host}:{server.server_port}"
    try:
        yield own
    finally:
        server.shutdown()
        server.server_close()
