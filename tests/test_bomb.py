"""A page that swells to a gigabyte when unpacked hurts neither the crawl nor its other articles."""

import gzip
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.support import ROOT, Site, crawl_command, environment, feed_records, run_stats

SAMPLE = (ROOT / "samples" / "kazinform" / "g3" / "sample-site-en.html").read_bytes()
# At another address than its canonical link says it would be another article's.
ARTICLE = re.sub(rb"<link rel=.canonical.[^>]*>", b"", SAMPLE)
# Gzip members follow each other in one stream: a gigabyte of nulls in about a megabyte.
BOMB = gzip.compress(bytes(16 << 20)) * 64
CARD = (
    '<li class="news-category__item"><a class="news-card" href="/news/{slug}-0a1b2{n}/">'
    '<time class="meta-date">12:00, 22 November 2026</time>'
    '<h3 class="card-title">A card</h3></a></li>'
)
SLUGS = ("first", "bomb", "second")
CARDS = "".join(CARD.format(slug=slug, n=number) for number, slug in enumerate(SLUGS))
LISTING = f"<html><body><ul>{CARDS}</ul></body></html>"
# Less would hold the page itself, more would be a page unpacked.
MEGABYTES = 330
# A process's peak begins with the memory of the one that started it: a small one stands between.
MEASURE = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/robots.txt"):
            self.send_error(404)
            return
        body, encoding = ARTICLE, None
        if "bomb" in self.path:
            body, encoding = BOMB, "gzip"
        elif "/news/" not in self.path:
            body = LISTING.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The test's output is the crawl's."""


@contextmanager
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}"
        finally:
            http.shutdown()
            thread.join()


def test_a_bomb_is_a_failed_article_and_the_crawl_goes_on(tmp_path: Path) -> None:
    assert len(BOMB) < 2_000_000
    data, log = tmp_path / "data", tmp_path / "log"
    with server() as address, log.open("wb") as output:
        command = crawl_command(
            data, Site(address, log), "-a", "editions=en", "-a", "since=2026-11-01",
            "-a", "max_pages=1",
        )  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, sys.executable, "-m", "scrapy", *command],
            stderr=output, stdout=subprocess.PIPE, cwd=ROOT, env=environment(),
        )  # fmt: skip
    said = log.read_text()
    assert done.returncode == 0, said
    assert len(feed_records(data)) == 2, said
    stats = run_stats(data)
    assert (stats["article/en/failed"], stats["failed/too large"]) == (1, 1), said
    assert int(done.stdout.split()[-1]) / 1024 < MEGABYTES, said
