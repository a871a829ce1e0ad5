"""A world as a real HTTP server on loopback, in a thread of this process.

Not Twisted's, whose reactor runs once in a process: a suite has many worlds, and what a lie sends
is not always HTTP.
"""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.lies.bed.site import Answer, parse_query
from tests.lies.bed.world import World


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, world: World) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.world = world

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A crawler that hangs up is no news; a mistake of the bed's own would be."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.world.respond(host, path, parse_query(query), headers)
        if answer.raw is not None:
            self.wfile.write(answer.raw)
            self.close_connection = True
            return
        self.wfile.write(_bytes(answer))

    def log_message(self, format: str, *args: Any) -> None:
        """The world has a log of its own."""


def head(answer: Answer, length: int | None) -> bytes:
    """Status line and headers, with a length of the body where one is to be told."""
    lines = [f"HTTP/1.1 {answer.status} Said"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _bytes(answer: Answer) -> bytes:
    return head(answer, len(answer.body)) + answer.body


@contextmanager
def serving(world: World) -> Iterator[str]:
    """Serves a world; gives its address."""
    server = _Server(world)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
