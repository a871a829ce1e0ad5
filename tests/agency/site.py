"""Qalam's site on loopback: 23 articles, 10 a page, every third of them on the harbour."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zoneinfo import ZoneInfo

from kazcrawl.sites.addresses import id_of
from tests.support import NOW

HOST = "qalam.example"
ARTICLES = 23
_A_PAGE = 10
_PAGE = (
    "<!doctype html><html lang='en'><head><title>{0} - Qalam</title></head><body>{1}</body></html>"
)


def moment(number: int) -> datetime:
    """When article ``number`` was published by the site's clock; 0 is the newest."""
    now = datetime.fromisoformat(NOW).astimezone(ZoneInfo("Asia/Dubai"))
    return now - timedelta(hours=5 * number + 1)


def url(number: int) -> str:
    return f"https://{HOST}/stories/pearl-boat-{number}-sails"


def headline(number: int) -> str:
    return f"Pearl boat number {number} sails again"


def body(number: int) -> list[str]:
    return [
        f"The boat with the number {number} left the old harbour this morning with a crew of nine.",
        "Its owner says that the season was the best that anybody in the town remembers.",
    ]


def is_on_harbour(number: int) -> bool:
    return number % 3 == 0


def printed(number: int) -> str:
    return f"{moment(number):%d %B %Y, %H:%M} | GMT +4"


def article_page(number: int) -> str:
    topic = "<p class=piece-topic><a href='/topics/harbour'>Harbour</a></p>"
    text = "".join(f"<p>{line}</p>" for line in body(number))
    return _PAGE.format(
        headline(number),
        f"{topic if is_on_harbour(number) else ''}<h2 class=piece-name>{headline(number)}</h2>"
        f"<p class=piece-when>{printed(number)}</p><section class=piece>{text}</section>",
    )


def _listing(numbers: list[int], page: int) -> str:
    pages = -(-len(numbers) // _A_PAGE)
    page = min(max(page, 1), pages)
    entries = "".join(
        f"<li class=entry><i>{printed(number)}</i>"
        f"<a href='/stories/pearl-boat-{number}-sails'><b>{headline(number)}</b></a></li>"
        for number in numbers[(page - 1) * _A_PAGE : page * _A_PAGE]
    )
    pager = "".join(f"<em>{n}</em>" if n == page else f"<a>{n}</a>" for n in range(1, pages + 1))
    return _PAGE.format("Latest", f"<ul class=entries>{entries}</ul><div class=pages>{pager}</div>")


def answer(path: str) -> str | None:
    """The page at a path with its query; None for what is not there."""
    if match := re.fullmatch(r"/stories/pearl-boat-(\d+)-sails", path):
        return article_page(int(match[1])) if int(match[1]) < ARTICLES else None
    if match := re.fullmatch(r"/latest\?p=(\d+)", path):
        return _listing(list(range(ARTICLES)), int(match[1]))
    if match := re.fullmatch(r"/topics/harbour\?p=(\d+)", path):
        return _listing([one for one in range(ARTICLES) if is_on_harbour(one)], int(match[1]))
    return None


def truth() -> list[dict[str, Any]]:
    """The records that a crawl must make, but for what they have in common with all others."""
    return [
        {
            "id": id_of(url(number)),
            "url": url(number),
            "source": "qalam",
            "edition": "en",
            "in_language": "en",
            "headline": headline(number),
            "article_body": "\n\n".join(body(number)),
            "article_section": ["Harbour"] if is_on_harbour(number) else [],
            "date_published_raw": printed(number),
            "date_published_local": moment(number).replace(second=0).isoformat(),
            "revision": 1,
            "status": "usable",
            "layout": "q1",
        }
        for number in range(ARTICLES)
    ]


@contextmanager
def serving() -> Iterator[str]:
    """Serves on a free port of loopback; gives the address."""

    class Front(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = (self.headers["Host"] or "").split(":")[0]
            text = answer(self.path) if host == HOST else None
            content = (text or "nothing here").encode()
            # Without a Date: the site's time is the test's.
            self.send_response_only(200 if text else 404)
            self.send_header("Content-Type", f"text/{'html' if text else 'plain'}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Front)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
