"""Publishing into a bucket that speaks S3: the same files as in a folder, each version once."""

import re
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import orjson
import pytest
from moto.server import ThreadedMotoServer

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.batches import Batches
from kazcrawl.archive.forgetting import forget
from kazcrawl.archive.upkeep import backup
from kazcrawl.disk import bucket as buckets
from kazcrawl.disk import steps
from kazcrawl.disk.bucket import Bucket
from kazcrawl.feeds import UnreadableFeedError, read
from kazcrawl.feeds.manifests import NEW
from kazcrawl.feeds.publisher import FeedError, publish, rebuild
from kazcrawl.feeds.verify import verify
from tests.feeds.test_rebuild import Death, add, content
from tests.s3 import held

FIRST = "kazinform/dt=2026-11-23/kazinform-000001.jsonl"


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))
    yield
    steps.watch(None)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def texts(place: str | dict[str, bytes]) -> list[str]:
    """The texts of every record that is there by its manifest, in publishing order."""
    files = held(place) if isinstance(place, str) else place
    told = sorted(name for name in files if name.startswith(".manifests/"))
    assert [int(name[-20:-14]) for name in told] == list(range(1, len(told) + 1))
    lines: list[bytes] = []
    for name in told:
        folder = name.removeprefix(".manifests/").rpartition("/")[0]
        lines += files[f"{folder}/{orjson.loads(files[name])['file']}"].splitlines()
    return [orjson.loads(line)["article_body"] for line in lines]


def at(step: str, act: Callable[[], None], times: int = 1) -> None:
    """Has something done when a step is reached for the so-manieth time."""
    reached: list[str] = []

    def watch(name: str) -> None:
        reached.append(name)
        if name == step and reached.count(step) == times:
            act()

    steps.watch(watch)


def die() -> None:
    raise Death


def test_a_bucket_holds_what_a_folder_does_byte_for_byte(tmp_path: Path, bucket: str) -> None:
    for where, name in ((tmp_path / "feeds", "one"), (bucket, "two")):
        url = f"sqlite:///{tmp_path / name}.sqlite3"
        archive = Archive(url)
        for number, compression in enumerate(("none", "zst")):
            add(archive, number)
            publish(url, where, "kazinform", "c1", compression, place=tmp_path)
        assert list(verify(archive, where, place=tmp_path)) == []
        archive.close()
    there = held(bucket)
    assert len(there.pop(".archive")) == 33
    assert there == content(tmp_path / "feeds")
    assert len(there) == 6


def test_a_folder_may_be_moved_into_a_bucket(
    archive: Archive, url: str, data: Path, bucket: str
) -> None:
    add(archive, 1)
    publish(url, data / "feeds", "kazinform", "c1")
    for name, there in content(data / "feeds").items():
        Bucket(bucket).put(name, there)
    assert list(verify(archive, bucket, place=data)) == []
    add(archive, 2)
    publish(url, bucket, "kazinform", "c1", place=data)
    assert texts(bucket) == ["Text 1.", "Text 2."]
    assert list(verify(archive, bucket, place=data)) == []


DEATHS = (
    ("batch opened", 1), ("after fsync", 1), ("after rename", 1), ("after rename", 2),
    ("before final commit", 1), ("after final commit", 1),
)  # fmt: skip
"""Between each two of them, one thing more is there."""


def test_after_a_death_at_any_step_every_version_is_there_once(
    archive: Archive, url: str, data: Path, bucket: str
) -> None:
    for number, (step, times) in enumerate(DEATHS):
        add(archive, number)
        at(step, die, times)
        with pytest.raises(Death):
            publish(url, bucket, "kazinform", "c1", place=data)
        steps.watch(None)
        left = held(bucket)
        done = publish(url, bucket, "kazinform", "c2", place=data)
        assert len(done) == (step != "after final commit"), step
        there = held(bucket)
        assert texts(there) == [f"Text {each}." for each in range(number + 1)], (step, times)
        assert left.items() <= there.items(), (step, times)
    assert list(verify(archive, bucket, place=data)) == []


def test_data_folders_of_one_archive_share_a_place_and_its_numbers(
    archive: Archive, url: str, tmp_path: Path, bucket: str
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for number, place in enumerate((one, two, one)):
        add(archive, number)
        publish(url, bucket, "kazinform", "c1", place=place)
    add(archive, 3)
    at("after rename", die)
    with pytest.raises(Death):
        publish(url, bucket, "kazinform", "c1", place=two)
    steps.watch(None)
    assert publish(url, bucket, "kazinform", "c1", place=one) == []
    assert texts(bucket) == ["Text 0.", "Text 1.", "Text 2."]
    for place in (one, two):
        assert list(verify(archive, bucket, place=place)) == []
    assert len(publish(url, bucket, "kazinform", "c1", place=one, adopt=True)) == 1
    assert texts(bucket)[3:] == ["Text 3."]


def test_what_was_taken_over_meanwhile_stays_the_others(
    archive: Archive, url: str, tmp_path: Path, bucket: str
) -> None:
    add(archive, 1)
    taker = Batches(url, "kazinform", "f" * 32)
    at("before final commit", taker.adopt)
    with pytest.raises(FeedError, match=r"-000001\.jsonl: another data folder took this batch ove"):
        publish(url, bucket, "kazinform", "c1", place=tmp_path / "slow")
    taker.close()
    assert texts(bucket) == ["Text 1."]


def test_publishers_at_once_give_every_version_once(
    database: str, tmp_path: Path, bucket: str
) -> None:
    archive = Archive(database)
    for number in range(6):
        add(archive, number)

    def work(name: str) -> None:
        publish(database, bucket, "kazinform", "c1", place=tmp_path / name)
        own = Archive(database)
        add(own, ord(name))
        own.close()
        publish(database, bucket, "kazinform", "c2", place=tmp_path / name)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, "xyz"))
    publish(database, bucket, "kazinform", "c3", place=tmp_path / "x")
    wanted = [*range(6), *map(ord, "xyz")]
    assert sorted(texts(bucket)) == sorted(f"Text {number}." for number in wanted)
    assert list(verify(archive, bucket, place=tmp_path / "x")) == []
    archive.close()


def test_another_archive_is_refused_and_changes_nothing(
    archive: Archive, url: str, tmp_path: Path, data: Path, bucket: str
) -> None:
    add(archive, 1)
    publish(url, bucket, "kazinform", "c1", place=data)
    before = held(bucket)
    other_url = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    other = Archive(other_url)
    add(other, 2)
    other.close()
    with pytest.raises(FeedError, match=r"/news: is another archive's; each needs one of its own$"):
        publish(other_url, bucket, "kazinform", "c1", place=data)
    assert held(bucket) == before


@pytest.fixture
def copied(archive: Archive, url: str, tmp_path: Path, data: Path, bucket: str) -> str:
    """The URL of a copy of an archive that had published once."""
    add(archive, 1)
    publish(url, bucket, "kazinform", "c1", place=data)
    backup(archive, tmp_path / "copy.sqlite3")
    return f"sqlite:///{tmp_path / 'copy.sqlite3'}"


def test_a_restored_archive_takes_numbers_above_those_in_the_bucket(
    archive: Archive, url: str, data: Path, bucket: str, copied: str
) -> None:
    add(archive, 2)
    publish(url, bucket, "kazinform", "c1", manifests=NEW, place=data)
    restored = Archive(copied)
    add(restored, 3)
    restored.close()
    (done,) = publish(copied, bucket, "kazinform", "c1", place=data)
    assert done.path == f"{bucket}/{FIRST.replace('1.j', '3.j')}"
    assert texts(bucket) == ["Text 1.", "Text 2.", "Text 3."]


@pytest.mark.parametrize("step", ["batch opened", "before manifest"])
def test_of_two_that_take_one_number_the_second_is_told_and_the_firsts_manifest_stays(
    archive: Archive, url: str, data: Path, bucket: str, copied: str, step: str
) -> None:
    add(archive, 2)
    copy = Archive(copied)
    add(copy, 3)
    copy.close()
    before: dict[str, bytes] = {}

    def other() -> None:
        steps.watch(None)
        publish(copied, bucket, "kazinform", "c1", place=data)
        before.update(held(bucket))

    at(step, other)
    with pytest.raises(FeedError, match=r"manifest\.json: another's is there; it was left as it i"):
        publish(url, bucket, "kazinform", "c1", place=data)
    assert held(bucket) == before
    assert texts(bucket) == ["Text 1.", "Text 3."]
    steps.watch(None)
    for name in before:
        if "-000002." in name:
            Bucket(bucket).delete(name)
    publish(url, bucket, "kazinform", "c1", place=data)
    assert texts(bucket) == ["Text 1.", "Text 2."]


def test_a_lost_file_is_written_again_and_a_forgotten_text_goes_from_it(
    archive: Archive, url: str, data: Path, bucket: str
) -> None:
    for number in (1, 2):
        add(archive, number)
    publish(url, bucket, "kazinform", "c1", place=data)
    before = held(bucket)
    Bucket(bucket).delete(FIRST)
    assert [line.partition(": ")[2] for line in verify(archive, bucket, place=data)] == [
        "is not there; scrapy publish --rebuild kazinform-000001"
    ]
    assert len(rebuild(url, bucket, "kazinform", ["1"], place=data)) == 1
    assert held(bucket) == before
    forget(archive, "https://www.inform.kz/ru/words-000001")
    rebuild(url, bucket, "kazinform", ["1"], place=data)
    assert texts(bucket) == [None, "Text 2."]
    assert list(verify(archive, bucket, place=data)) == []


def test_a_manifest_that_changed_since_it_was_read_is_not_replaced(
    archive: Archive, url: str, data: Path, bucket: str
) -> None:
    add(archive, 1)
    publish(url, bucket, "kazinform", "c1", place=data)
    forget(archive, "https://www.inform.kz/ru/words-000001")
    name = f".manifests/{FIRST.replace('jsonl', 'manifest.json')}"
    at("before manifest", lambda: Bucket(bucket).put(name, b"theirs"))
    with pytest.raises(FeedError, match="another's is there"):
        rebuild(url, bucket, "kazinform", ["1"], place=data)
    assert held(bucket)[name] == b"theirs"


def test_a_service_that_goes_away_in_the_middle_loses_nothing(
    archive: Archive, url: str, data: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, 1)
    own = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    own.start()
    with monkeypatch.context() as patched:
        patched.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*own.get_host_and_port()))
        at("before manifest", own.stop)
        with pytest.raises(FeedError, match=r"^feed s3://.*: http://127\.0\.0\.1:\d+ cannot be re"):
            publish(url, bucket, "kazinform", "c1", place=data)
    steps.watch(None)
    assert texts(bucket) == []
    publish(url, bucket, "kazinform", "c1", place=data)
    assert texts(bucket) == ["Text 1."]


def test_records_are_read_from_a_bucket_as_from_a_folder(
    archive: Archive, url: str, data: Path, bucket: str
) -> None:
    with pytest.raises(UnreadableFeedError, match=r"/news/kazinform: no such folder$"):
        read(f"{bucket}/kazinform")
    with pytest.raises(OSError, match=r"must be s3://BUCKET/PREFIX$"):
        read("s3://kazinform")
    for number, compression in enumerate(("gz", "zst", "none")):
        add(archive, number)
        publish(url, bucket, "kazinform", "c1", compression, NEW, place=data)
    reading = read(f"{bucket}/kazinform", after="2.0")
    assert [record["article_body"] for record in reading] == ["Text 1.", "Text 2."]
    with pytest.raises(UnreadableFeedError, match=r"/news: read one spider's feeds: kazinform$"):
        read(bucket)
    Bucket(bucket).delete(FIRST + ".gz")
    with pytest.raises(UnreadableFeedError, match=r"0001\.jsonl\.gz: is not there; after='2\.0' g"):
        next(read(f"{bucket}/kazinform/"))


class Denying(BaseHTTPRequestHandler):
    """Refuses everything, and repeats the key as services do."""

    def do_GET(self) -> None:
        said = b"<Error><Code>AccessDenied</Code><AWSAccessKeyId>key-0</AWSAccessKeyId></Error>"
        self.send_response(403)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *arguments: object) -> None:
        pass


TROUBLES = {
    "denied": "/.archive: http://HOST answers 403 AccessDenied",
    "hangs": "/.archive: http://HOST gives no answer in 0.2 seconds",
    "missing": "/.archive: http://HOST answers 404 NoSuchBucket",
    "unreachable": "/.archive: http://HOST cannot be reached",
    "nonsense": ": AWS_ENDPOINT_URL must be https://HOST",
    "not installed": ": needs obstore, which is not installed: pip install 'kazcrawl[s3]'",
}


@contextmanager
def troubled(trouble: str) -> Iterator[None]:
    """The service in some trouble."""
    with pytest.MonkeyPatch.context() as patched, ExitStack() as ending:
        patched.setenv("AWS_ACCESS_KEY_ID", "key-0")
        if trouble in ("denied", "hangs", "unreachable"):
            server = ending.enter_context(HTTPServer(("127.0.0.1", 0), Denying))
            patched.setenv("AWS_ENDPOINT_URL", f"http://u:key-0@127.0.0.1:{server.server_port}")
        if trouble == "denied":
            Thread(target=server.serve_forever, args=[0.01]).start()
            ending.callback(server.shutdown)
        elif trouble == "hangs":
            patched.setattr(buckets, "LIMIT", 0.2)
        elif trouble == "unreachable":
            server.server_close()
        elif trouble == "nonsense":
            patched.setenv("AWS_ENDPOINT_URL", "key-0")
        elif trouble == "not installed":
            patched.setitem(sys.modules, "obstore", None)
        yield


def test_a_bucket_that_cannot_be_written_is_one_line_without_keys_and_loses_nothing(
    archive: Archive, url: str, data: Path, bucket: str
) -> None:
    add(archive, 1)
    for trouble, said in TROUBLES.items():
        where = bucket.replace("bucket-", "no-") if trouble == "missing" else bucket
        begun = time.monotonic()
        with troubled(trouble), pytest.raises(FeedError) as refused:
            publish(url, where, "kazinform", "c1", place=data)
        assert time.monotonic() - begun < 5, trouble
        assert re.sub("127[0-9.:]+", "HOST", str(refused.value)) == f"feed {where}{said}"
    assert len(publish(url, bucket, "kazinform", "c1", place=data)) == 1
