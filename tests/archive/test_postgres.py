"""The archive in PostgreSQL: the same promise, kept by a real server of this test's own."""

import multiprocessing
import os
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, TextClause, create_engine, text
from sqlalchemy.exc import DBAPIError

from kazcrawl.archive import Archive, ArchiveError, BusyError
from kazcrawl.archive.batches import Batches, all_batches
from kazcrawl.archive.copying import copy_archive
from kazcrawl.archive.database import _SESSION, failure
from kazcrawl.archive.following import Portion, count_behind, last_places, portion
from kazcrawl.archive.forgetting import forget
from kazcrawl.archive.published import Span, records_of, wanted
from kazcrawl.archive.rights import Right, note_rights, rights_seen
from kazcrawl.disk.lock import LockedError
from kazcrawl.feeds.proving import proof
from kazcrawl.feeds.publisher import publish
from kazcrawl.feeds.verify import verify
from tests.archive.test_store import NOTED, numbered
from tests.crash.promise import broken
from tests.support import crawl_command, feed_records, sample_site, scrapy, started


def test_crawls_killed_at_random_give_every_version_once(tmp_path: Path, database: str) -> None:
    data = tmp_path / "data"
    archive = ("-s", f"KAZCRAWL_ARCHIVE={database}")
    batches = ("-s", "KAZCRAWL_DELIVER_ARTICLES=20")
    with sample_site(tmp_path, articles=84) as site:
        command = crawl_command(data, site, *archive, *batches, "-s", "DOWNLOAD_DELAY=0.01")
        for number in range(4):
            before = len(site.requests())
            with started(*command) as process:
                while len(site.requests()) < before + 15 and process.poll() is None:
                    time.sleep(0.02)
                time.sleep(random.Random(number).uniform(0, 0.8))
        done = scrapy(*command)
        assert done.returncode == 0, done.stderr
        truth = site.truth()
    assert broken(data, truth) == ""
    assert not (data / "archive.sqlite3").exists()
    where = ("-s", f"KAZCRAWL_DATA={data}", *archive)
    assert scrapy("verify", *where).returncode == 0
    gone = feed_records(data)[0]["url"]
    forgotten = scrapy("forget", gone, *where)
    assert forgotten.returncode == 0, forgotten.stderr
    assert "in the log" not in forgotten.stdout, "it is no file that could hold old pages"
    verified = scrapy("verify", *where)
    assert verified.returncode == 0, verified.stdout
    assert scrapy("report", *where).returncode == 0


ROUNDS, EACH = 20, 7


def _publish_again_and_again(url: str, data: Path, publisher: int, together: Any) -> None:
    """A process: archives some articles of its own and one that all have, publishes, 20 times."""
    for turn in range(ROUNDS):
        together.wait()
        archive = Archive(url)
        for number in range(EACH):
            archive.add(numbered(1000 * publisher + EACH * turn + number))
        archive.add(numbered(9000 + turn))
        archive.note_members("kazinform", "sport_s9", [numbered(9000 + turn).id], NOTED)
        archive.close()
        publish(url, data / "feeds", "kazinform", f"p{publisher}-{turn}")


def test_two_that_publish_at_once_publish_every_version_once(tmp_path: Path, database: str) -> None:
    processes = multiprocessing.get_context("spawn")
    folders = [tmp_path / "one", tmp_path / "two"]
    together = processes.Barrier(len(folders))
    publishers = [
        processes.Process(
            target=_publish_again_and_again, args=(database, folder, number, together)
        )
        for number, folder in enumerate(folders)
    ]
    for publisher in publishers:
        publisher.start()
    for publisher in publishers:
        publisher.join()
    assert [publisher.exitcode for publisher in publishers] == [0, 0]
    wanted = [1000 * one + number for one in range(2) for number in range(ROUNDS * EACH)]
    wanted += [9000 + turn for turn in range(ROUNDS)]
    told = Counter(row["id"] for folder in folders for row in feed_records(folder))
    assert told == Counter(numbered(number).id for number in wanted)
    archive = Archive(database)
    for folder in folders:
        assert list(verify(archive, folder / "feeds")) == []
    batches = all_batches(archive)
    assert [batch.number for batch in batches] == list(range(1, len(batches) + 1))
    assert len({batch.owner for batch in batches}) == 2
    archive.close()


def test_who_publishes_is_named_to_who_waits_and_gone_with_its_session(
    tmp_path: Path, database: str
) -> None:
    first, second, other = (
        Batches(database, source, "f" * 32) for source in ("kazinform", "kazinform", "republisher")
    )
    with first.alone("scrapy publish", 0):
        with pytest.raises(LockedError) as refused, second.alone("scrapy crawl", 0.2):
            pass
        with other.alone("scrapy crawl", 0):
            pass
    said = str(refused.value)
    assert "sesame" not in said
    assert f"kazinform is published by scrapy publish, process {os.getpid()} on " in said
    assert re.search(r", since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", said)
    with second.alone("scrapy crawl", 0):
        pass
    for one in (first, second, other):
        one.close()


def test_a_publisher_that_is_closed_holds_no_session_of_the_database(database: str) -> None:
    kept = Batches(database, "kazinform", "f" * 32)
    assert kept.opened() == []
    watching = create_engine(database)
    sessions = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    with watching.connect() as connection:
        assert connection.scalar(sessions) == 2
    kept.close()
    with watching.connect() as connection:
        until = time.monotonic() + 20
        while connection.scalar(sessions) != 1:
            connection.rollback()
            assert time.monotonic() < until
    watching.dispose()


def test_a_database_that_is_gone_when_publishing_begins_is_one_line(database: str) -> None:
    server, _, name = database.rpartition("/")
    kept = Batches(database, "kazinform", "f" * 32)
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()
    for _ in range(2):
        said = pytest.raises(ArchiveError, match=f"^archive postgresql.*{name}: .+$")
        with said, kept.alone("scrapy publish", 0):
            pass
    kept.close()


def test_a_writer_that_never_ends_is_not_waited_for_for_ever(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(database)
    archive.add(numbered(1))
    monkeypatch.setitem(_SESSION, "lock_timeout", 200)
    frozen, waiting = Archive(database), Archive(database)
    with frozen.writing():
        with pytest.raises(BusyError, match=r"another process has held it for 3 seconds$"):
            waiting.add(numbered(2))
        with pytest.raises(BusyError):
            waiting.add(numbered(3))
        assert list(waiting.known([numbered(1).id])) == [numbered(1).id]
        Archive(database).close()
    with archive.writing() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 100"))
        slow = text("SELECT pg_sleep(9)")
        with pytest.raises(BusyError, match="gave no answer in 60 seconds"):
            raise failure("x", _failing(connection, slow))
    for one in (archive, frozen, waiting):
        one.close()


def test_a_machine_that_vanished_or_froze_holds_the_archive_for_a_minute_at_most(
    database: str,
) -> None:
    archive = Archive(database)
    with archive.reading() as reader:
        row_of = text("SELECT name, setting FROM pg_settings")
        told = dict(reader.execute(row_of).tuples().all())
        own = reader.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
    archive.close()
    assert int(told["lock_timeout"]) == 3_000, "a crawl that waits is deaf"
    assert int(told["statement_timeout"]) == 60_000
    assert int(told["idle_in_transaction_session_timeout"]) == 60_000
    assert noticed_after(told, "tcp_keepalives") == 60
    assert noticed_after(own, "keepalives") == 25
    assert own["tcp_user_timeout"] == "10000", "and SIGTERM is heeded within ten seconds"
    assert own["connect_timeout"] == "3"


def noticed_after(told: dict[str, str], name: str) -> int:
    """Seconds of silence after which one end of a connection holds the other for gone."""
    idle, interval, count = (int(told[f"{name}_{part}"]) for part in ("idle", "interval", "count"))
    return idle + interval * count


def _failing(connection: Connection, statement: TextClause) -> BaseException:
    with pytest.raises(DBAPIError) as failed, connection.begin_nested():
        connection.execute(statement)
    return failed.value


def test_what_is_served_pushed_exported_and_proved_is_the_same_from_either_database(
    tmp_path: Path, database: str
) -> None:
    archive = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    for numbers in ((1, 2, 3), (4,), (5, 6)):
        for number in numbers:
            archive.add(numbered(number))
        publish(archive.url, tmp_path / "feeds", "kazinform", "c1")
    archive.note_members("kazinform", "sport_s9", [numbered(2).id], NOTED)
    note_rights(archive, [Right("www.inform.kz", "robots.txt", "no", "u", NOTED, NOTED)])
    forget(archive, numbered(4).url)
    copy_archive(archive.url, database)
    copied = Archive(database)
    assert _told(copied) == _told(archive)
    for own in (archive, copied):
        own.close()


def _told(archive: Archive) -> list[object]:
    """What followers, exports and strangers with a proof are given."""
    place, portions, has_more = (1, 0), list[Portion](), True
    while has_more:
        portions.append(portion(archive, "kazinform", place, most=2, most_bytes=10**6))
        place, has_more = portions[-1].place, portions[-1].has_more
    every, newest = (wanted(archive, "kazinform", newest_only=only) for only in (False, True))
    span = Span("0", "9")
    return [
        portions,
        last_places(archive),
        [count_behind(archive, "kazinform", (1, line)) for line in range(4)],
        list(records_of(archive, every, span)),
        list(records_of(archive, newest, span, sections_by_now=True)),
        [proof(archive, numbered(number).id) for number in (2, 4, 6)],
        rights_seen(archive),
    ]
