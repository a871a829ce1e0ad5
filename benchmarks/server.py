"""A server as fast as nginx is beside a crawler: pages of real size from memory.

python -m benchmarks.server ARTICLES [characters of a page]

Serves a sample site of the newest layout, Russian edition; every answer is made once, at its
first request. Prints its address.
"""

import asyncio
import sys
from datetime import datetime

from benchmarks.pages import of_real_size
from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.site import SampleSite
from tests.support import NOW

_HEAD = (
    "HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\nContent-Length: {size}\r\n"
    "Connection: keep-alive\r\n{location}\r\n"
)


def newsroom(articles: int) -> Newsroom:
    """A newsroom with so many articles in Russian, which is three tenths of all."""
    return Newsroom(articles * 10 // 3, seed=1, now=datetime.fromisoformat(NOW))


class Pages:
    """The answers of a sample site by host and address."""

    def __init__(self, articles: int, characters: int) -> None:
        self.site = SampleSite(newsroom(articles), layout="g3")
        self.characters = characters
        self._answers: dict[tuple[str, str], bytes] = {}

    def answer(self, host: str, address: str) -> bytes:
        """The bytes of an answer, head and all."""
        if (host, address) not in self._answers:
            path, _, query = address.partition("?")
            answer = self.site.answer(host, path, query)
            text = answer.body
            if answer.status == 200 and "article__content" in text:
                text = of_real_size(text, self.characters)
            body = text.encode()
            head = _HEAD.format(
                status=answer.status,
                content_type=answer.content_type,
                size=len(body),
                location=f"Location: {answer.location}\r\n" if answer.location else "",
            )
            self._answers[host, address] = head.encode() + body
        return self._answers[host, address]


class Protocol(asyncio.Protocol):
    """Just enough of HTTP for crawlers: requests without bodies, connections that stay."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while b"\r\n\r\n" in self.rest:
            head, _, self.rest = self.rest.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            hosts = (line[5:].strip() for line in lines if line.lower().startswith("host:"))
            host = next(hosts, "").partition(":")[0]
            self.transport.write(self.pages.answer(host, first.split()[1]))  # type: ignore[attr-defined]


async def main(articles: int, characters: int = 57_000) -> None:
    pages = Pages(articles, characters)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Protocol(pages), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
