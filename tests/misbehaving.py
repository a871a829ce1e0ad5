"""The sample site with a will of its own: a hook answers in its stead, or lets it answer."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.site import Answer, SampleSite
from tests.support import NOW, Site

Hook = Callable[[str, str, str], Answer | None]
"""Called with host, path and query before the site is; None lets the site answer."""


class Misbehaving:
    """A sample site inside the test's process whose layout and hook can change between runs."""

    def __init__(self, articles: int, layout: str, now: datetime) -> None:
        self.now = now
        self.room = Newsroom(articles, 1, now)
        self.site = SampleSite(self.room, layout)
        self.hook: Hook | None = None
        self.address = ""

    def swap(self, layout: str, *, renamed: bool = False, articles: int = 0) -> None:
        """Another markup from now on, or a site of another size."""
        if articles:
            self.room = Newsroom(articles, 1, self.now)
        self.site = SampleSite(self.room, layout, renamed=renamed)

    def answer(self, host: str, path: str, query: str) -> Answer:
        return (self.hook and self.hook(host, path, query)) or self.site.answer(host, path, query)

    def as_site(self, folder: Path) -> Site:
        """What ``tests.support.crawl`` takes."""
        return Site(self.address, folder / "no-log")


def send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """Sends an answer; a hook may give bytes that are no text."""
    body = answer.body if isinstance(answer.body, bytes) else answer.body.encode()
    handler.send_response(answer.status)
    handler.send_header("Content-Type", answer.content_type)
    handler.send_header("Content-Length", str(len(body)))
    if answer.location:
        handler.send_header("Location", answer.location)
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def misbehaving(
    articles: int = 42, layout: str = "g3", now: datetime | None = None
) -> Iterator[Misbehaving]:
    """Serves on a free port of loopback; ``now`` is the moment of the newest article."""
    found = Misbehaving(articles, layout, now or datetime.fromisoformat(NOW))

    class Front(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = (self.headers["Host"] or "").split(":")[0]
            path, _, query = self.path.partition("?")
            send(self, found.answer(host, path, query))

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Front)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
