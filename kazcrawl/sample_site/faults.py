"""Misbehaviour by name: what servers, networks and guards do to a crawler."""

import gzip
from collections.abc import Callable
from random import Random
from typing import Any

from twisted.internet import reactor as _reactor
from twisted.web.server import NOT_DONE_YET

reactor: Any = _reactor

_CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    "<h1>{host}</h1><p>Verifying you are human. This may take a few seconds.</p>"
    "<script>window._cf_chl_opt = {{}};</script></body></html>"
)


def _status(code: int, **headers: str) -> Callable[[Any, bytes], Any]:
    def answer(request: Any, _body: bytes) -> bytes:
        request.setResponseCode(code)
        for name, value in headers.items():
            request.setHeader(name.replace("_", "-"), value)
        return b"<h1>Something is wrong</h1>"

    return answer


def _redirect(where: str) -> Callable[[Any, bytes], Any]:
    def answer(request: Any, _body: bytes) -> bytes:
        request.setResponseCode(302)
        request.setHeader("Location", where or request.uri.decode("latin-1"))
        return b""

    return answer


def _first_503_then_offsite() -> Callable[[Any, bytes], Any]:
    seen: set[bytes] = set()

    def answer(request: Any, body: bytes) -> Any:
        first = request.uri not in seen
        seen.add(request.uri)
        return FAULTS["503" if first else "redirect-offsite"](request, body)

    return answer


def _drop(request: Any, _body: bytes) -> int:
    request.transport.abortConnection()
    return NOT_DONE_YET


def _partial(request: Any, body: bytes) -> int:
    request.setHeader("Content-Length", str(len(body) + 1000))
    request.write(body[: len(body) // 2])
    reactor.callLater(0.05, request.transport.loseConnection)
    return NOT_DONE_YET


def _broken_chunk(request: Any, body: bytes) -> int:
    # Chunked, for no length is set; the last chunk never comes.
    request.write(body[: len(body) // 2])
    reactor.callLater(0.05, request.transport.abortConnection)
    return NOT_DONE_YET


def _delay(request: Any, body: bytes) -> int:
    reactor.callLater(1.0, lambda: (request.write(body), request.finish()))
    return NOT_DONE_YET


def _challenge(code: int) -> Callable[[Any, bytes], bytes]:
    def answer(request: Any, _body: bytes) -> bytes:
        request.setResponseCode(code)
        host = request.getRequestHostname().decode("ascii", "replace")
        return _CHALLENGE.format(host=host).encode()

    return answer


def _bomb(request: Any, _body: bytes) -> bytes:
    request.setHeader("Content-Encoding", "gzip")
    return gzip.compress(bytes(200 * 2**20), 9)


FAULTS: dict[str, Callable[[Any, bytes], Any]] = {
    "drop": _drop,
    "delay": _delay,
    "partial": _partial,
    "broken-chunk": _broken_chunk,
    "500": _status(500),
    "503": _status(503, Retry_After="1"),
    "429": _status(429, Retry_After="1"),
    "429-hour": _status(429, Retry_After="3600"),
    "403": _status(403),
    "404": _status(404),
    "empty": lambda request, body: b"",
    "bomb": _bomb,
    "challenge": _challenge(403),
    "challenge-200": _challenge(200),
    "redirect-loop": _redirect(""),
    "redirect-offsite": _redirect("https://evil.example/page"),
    "redirect-local": _redirect("http://127.0.0.1:9/page"),
    "redirect-file": _redirect("file:///etc/passwd"),
    "503-then-offsite": _first_503_then_offsite(),
}
"""What each name does to an answer."""

PASSING = ("drop", "partial", "broken-chunk", "500", "503", "429", "challenge", "empty")
"""Faults that pass: the same address answers when it is asked for again."""


class Faults:
    """Which requests fail, and how.

    ``share`` of all requests meets one of PASSING, drawn by ``seed`` and the request's number;
    ``always`` maps the beginning of an address (``host/path``) to the fault that it always meets.
    """

    def __init__(self, share: float, always: dict[str, str], seed: int) -> None:
        self.share, self.always, self.seed = share, always, seed
        self.number = 0

    def of(self, address: str) -> str | None:
        """The fault that the next request of ``host/path`` meets, None for none."""
        self.number += 1
        for beginning, name in self.always.items():
            if address.startswith(beginning):
                return name
        random = Random(f"{self.seed}/{self.number}/fault")
        return random.choice(PASSING) if random.random() < self.share else None
