"""Followers over real HTTP: everything once, in order, whoever else is slow."""

import asyncio
import json
import random
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import feedparser
import pytest
from aiohttp import web
from sqlalchemy import update

from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.following import last_places
from kazcrawl.archive.schema import batch
from kazcrawl.feeds.publisher import publish
from kazcrawl.serve import Readers, application
from tests.archive.test_store import article
from tests.support import feed_records, scrapy, started


class Served(NamedTuple):
    """An archive that is served, and what its feeds hold."""

    address: str
    archive: Archive
    folder: Path

    def add(self, *numbers: int, size: int = 5) -> None:
        """Publishes a batch of articles."""
        for number in numbers:
            url = f"https://www.inform.kz/ru/word-{number:06x}"
            day = f"2026-11-{number % 28 + 1:02d}T10:00:00Z"
            self.archive.add(article(f"{number} " * size, url, date_published=day, layout="g3"))
        publish(self.archive.url, self.folder / "feeds", "kazinform", "c1")

    def get(self, path: str, **headers: str) -> Any:
        with urlopen(Request(self.address + path, headers=headers), timeout=60) as answer:
            return json.load(answer)

    def leave(self, path: str) -> None:
        """Asks for a page, and goes away with hardly any of it."""
        host, port = self.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=60) as reader:
            reader.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            reader.recv(10)

    def follow(self, start: str = "/feed?limit=3") -> tuple[list[dict[str, Any]], str]:
        """Every record from a page on, and the cursor behind the last."""
        page = self.get(start)
        records = page["records"]
        while page["next_page"]:
            page = self.get(page["next_page"])
            records += page["records"]
        return records, page["cursor"]


@contextmanager
def running(url: str, patience: float) -> Iterator[str]:
    """The application on a free port of loopback."""
    address: list[str] = []
    up, loop = threading.Event(), asyncio.new_event_loop()
    ending = asyncio.Event()

    async def serve() -> None:
        readers = Readers(url)
        runner = web.AppRunner(application(readers, patience), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        up.set()
        await ending.wait()
        await runner.cleanup()
        readers.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert up.wait(30)
    try:
        yield address[0]
    finally:
        loop.call_soon_threadsafe(ending.set)
        thread.join()
        loop.close()


Serving = Callable[[float], Served]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def served(archive: Archive, tmp_path: Path) -> Iterator[Served]:
    """Nobody waits long here: a follower with nothing to read is answered at once."""
    with running(archive.url, 0.1) as address:
        yield Served(address, archive, tmp_path)


@pytest.fixture
def patient(archive: Archive, tmp_path: Path) -> Iterator[Served]:
    """A follower waits for longer than anybody here has the patience to ask."""
    with running(archive.url, 120) as address:
        yield Served(address, archive, tmp_path)


def test_the_pages_are_the_feeds_in_batch_and_line_order(served: Served) -> None:
    assert served.get("/feed") == {"records": [], "cursor": "1.0", "next_page": None}
    for numbers in (range(4), range(4, 5), range(5, 11)):
        served.add(*numbers)
    records, cursor = served.follow()
    assert records == feed_records(served.folder)
    assert len(records) == 11
    assert cursor == "4.0"
    assert served.get("/feed?limit=2&after=1.3")["cursor"] == "3.0"
    assert served.get("/feed?limit=1&after=3.4") == {
        "records": [records[9]], "cursor": "3.5", "next_page": "/feed?after=3.5&limit=1",
    }  # fmt: skip
    assert served.get("/feed?after=4.0") == {"records": [], "cursor": "4.0", "next_page": None}


def test_a_follower_waits_for_the_next_batch(patient: Served) -> None:
    patient.add(1)
    with ThreadPoolExecutor() as pool:
        waiting = [pool.submit(patient.get, "/feed?after=2.0") for _ in range(3)]
        patient.add(2)
        pages = [page.result() for page in waiting]
    assert [page["cursor"] for page in pages] == ["3.0"] * 3
    assert [len(page["records"]) for page in pages] == [1] * 3


def test_a_follower_who_waits_hears_of_what_comes_though_a_look_failed(
    patient: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_failed = threading.Event()

    def failing_once(archive: Archive) -> dict[str, tuple[int, int]]:
        if not has_failed.is_set():
            has_failed.set()
            raise ArchiveError("archive x: disk I/O error")
        return last_places(archive)

    monkeypatch.setattr("kazcrawl.serve.readers.last_places", failing_once)
    patient.add(1)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(patient.get, "/feed?after=2.0")
        assert has_failed.wait(60)
        patient.add(2)
        assert waiting.result()["cursor"] == "3.0"


def test_the_pages_of_a_source_lead_to_its_own(served: Served) -> None:
    served.add(1)
    for number in range(3):
        foreign = article(f"{number}", f"https://news.example/word-{number:06x}", layout="jannah")
        foreign.source = "republisher"
        served.archive.add(foreign)
    publish(served.archive.url, served.folder / "feeds", "republisher", "c2")
    records, cursor = served.follow("/feed?source=republisher&limit=1")
    assert [record["article_body"] for record in records] == ["0", "1", "2"]
    assert cursor == "2.0"


def test_who_begins_does_not_wait(patient: Served) -> None:
    assert patient.get("/feed")["records"] == []


def test_twenty_followers_that_are_killed_have_each_record_once_in_order(patient: Served) -> None:
    total = 40

    def follow(seed: int) -> list[dict[str, Any]]:
        randomly = random.Random(seed)
        own: list[dict[str, Any]] = []
        cursor = "1.0"
        while len(own) < total:
            path = f"/feed?after={cursor}&limit=7"
            if randomly.random() < 0.3:
                patient.leave(path)  # Killed while it is answered: it begins again where it was.
                continue
            page = patient.get(path)
            if randomly.random() < 0.8:  # Else killed before it had noted what it was given.
                own, cursor = own + page["records"], page["cursor"]
        return own

    with ThreadPoolExecutor(20) as pool:
        followers = [pool.submit(follow, seed) for seed in range(20)]
        for first in range(0, total, 8):
            patient.add(*range(first, first + 8))
        took = [follower.result() for follower in followers]
    assert all(own == feed_records(patient.folder) for own in took)


def test_slow_readers_slow_nobody(served: Served) -> None:
    served.add(*range(8), size=200_000)
    host, port = served.address.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(20)]
    for each in slow:
        each.sendall(b"GET /feed?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n")
    for each in slow:
        assert each.recv(15) == b"HTTP/1.1 200 OK"
    assert len(served.follow()[0]) == 8, "while twenty answers of megabytes are not read"
    for each in slow:
        each.close()


def test_what_a_reader_has_is_not_sent_again(served: Served) -> None:
    served.add(1)
    with urlopen(f"{served.address}/feed") as answer:
        tag = answer.headers["ETag"]
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        with pytest.raises(HTTPError) as told:
            served.get("/feed", **{"If-None-Match": known})
        assert told.value.code == 304
    assert served.get("/feed", **{"If-None-Match": '"other"'})["records"]
    served.add(2)
    assert len(served.get("/feed", **{"If-None-Match": tag})["records"]) == 2


def test_a_batch_that_is_not_published_holds_up_those_behind_it(served: Served) -> None:
    for number in range(3):
        served.add(number)
    with served.archive.writing() as connection:
        connection.execute(update(batch).where(batch.c.number == 2).values(state="open"))
    records, cursor = served.follow()
    assert (len(records), cursor) == (1, "2.0")
    publish(served.archive.url, served.folder / "feeds", "kazinform", "c2")
    assert len(served.follow(f"/feed?after={cursor}")[0]) == 2


def test_the_newest_come_as_atom_and_json_feed(served: Served) -> None:
    served.add(*range(60))
    feed = feedparser.parse(f"{served.address}/atom")
    assert not feed.bozo
    assert len(feed.entries) == 50
    dates = [entry.published for entry in feed.entries]
    assert dates == sorted(dates, reverse=True)
    assert dates[0] == "2026-11-28T10:00:00Z"
    told = served.get("/feed.json?edition=ru")
    assert [item["url"] for item in told["items"]] == [entry.link for entry in feed.entries]
    assert served.get("/feed.json?edition=kk")["items"] == []
    moment = "2026-11-28T11:00:00Z"
    changed = article("61", "https://www.inform.kz/ru/word-000001", date_published=moment)
    changed.layout = "g3"
    changed.fetched_at = "2026-11-29T09:00:00Z"
    served.archive.add(changed)
    served.add(62)
    assert feedparser.parse(f"{served.address}/atom?edition=ru").feed.updated == (
        "2026-11-29T09:00:00Z"
    )


def test_health_tells_how_far_each_source_is(served: Served) -> None:
    assert served.get("/health") == {"status": "ok", "cursors": {}}
    served.add(1, 2)
    assert served.get("/health") == {"status": "ok", "cursors": {"kazinform": "2.0"}}


@pytest.mark.parametrize(
    ("path", "code", "line"),
    [
        ("/feed?after=x", 400, "after: cursor 'x': not one that a feed gave"),
        ("/feed?after=2.1", 400, "after: cursor '2.1': kazinform is published up to 2.0"),
        ("/feed?after=9.0", 400, "after: cursor '9.0': kazinform is published up to 2.0"),
        ("/feed?after=1.1", 400, "after: cursor '1.1': batch 1 of kazinform has 1 records"),
        ("/feed?limit=0", 400, "limit 0: must be 1 to 1000"),
        ("/feed?limit=1001", 400, "limit 1001: must be 1 to 1000"),
        ("/feed?since=1", 400, "since: there is no such parameter; there are after, limit, source"),
        ("/feed?limit=1&limit=2", 400, "limit: given twice"),
        ("/feed?source=x", 404, "source x: there is kazinform"),
        ("/feeds", 404, "404: Not Found"),
    ],
)
def test_a_wrong_request_is_told_in_one_line(
    served: Served, path: str, code: int, line: str
) -> None:
    served.add(1)
    with pytest.raises(HTTPError) as told:
        served.get(path)
    assert told.value.code == code
    assert json.load(told.value) == {"error": line}


def test_an_archive_that_cannot_be_read_is_a_failure_that_may_pass(served: Served) -> None:
    with served.archive.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE batch RENAME TO lost")
    with pytest.raises(HTTPError) as told:
        served.get("/feed")
    assert told.value.code == 503
    assert json.load(told.value)["error"].startswith("archive ")


def test_the_command_serves_until_it_is_told_to_end(archive: Archive, tmp_path: Path) -> None:
    with started("serve", "--port", "0", "-s", f"KAZCRAWL_DATA={tmp_path}") as command:
        while not command.said.endswith("\n"):
            assert command.poll() is None, command.end(1).stderr
        with urlopen(f"{command.said.strip()}/health") as answer:
            assert json.load(answer)["status"] == "ok"
        host, port = command.said.strip().removeprefix("http://").split(":")
        # Whoever looks for open doors asks so.
        for said in (b"\x16\x03\x01 TLS\r\n\r\n", b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n\r\n"):
            with socket.create_connection((host, int(port)), timeout=60) as stranger:
                stranger.sendall(said)
                assert b" 400 " in stranger.recv(100)
        command.signal(15)
        done = command.end(60)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_it_cannot_serve_is_one_line(tmp_path: Path, archive: Archive) -> None:
    run = scrapy("serve", "-s", f"KAZCRAWL_DATA={tmp_path}")
    assert run.returncode == 2
    assert run.stderr == "kazcrawl: --port: name a port, 0 to 65535\n"
    run = scrapy("serve", "--port", "0", "-s", f"KAZCRAWL_DATA={tmp_path / 'none'}")
    assert run.returncode == 5
    assert run.stderr.endswith("there is none yet; a crawl makes it\n")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = scrapy("serve", "--port", port, "-s", f"KAZCRAWL_DATA={tmp_path}")
    assert run.returncode == 5
    assert len(run.stderr.splitlines()) == 1
    assert run.stderr.startswith(f"kazcrawl: --host 127.0.0.1 --port {port}: ")
