"""Workers are upgraded one after the other: the older are refused in one line, nothing is lost."""

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from kazcrawl.archive import Archive
from kazcrawl.archive.migrations import STEPS
from kazcrawl.archive.schema import SCHEMA
from kazcrawl.cluster import desk
from tests.cluster.bed import Machine
from tests.cluster.tasks import EVERYTHING
from tests.cluster.test_worker import AR, config_of, everything_of, state, until, work_once
from tests.crash.promise import broken
from tests.postgres import Postgres
from tests.support import QUICK, crawl_command, scrapy, started
from tests.witness import witness

_SCHEMA_OF = "SELECT value FROM meta WHERE key = 'schema'"
_OTHERS_WAIT = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


def test_older_programs_are_refused_in_one_line_and_a_newer_worker_does_and_publishes_the_rest(
    tmp_path: Path, server: Postgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = database.removeprefix(server.url)
    config = config_of(tmp_path / "older", database)
    data, archive = tmp_path / "upgraded", ("-s", f"KAZCRAWL_ARCHIVE={database}")
    refusal = f"made by a newer kazcrawl (schema {SCHEMA + 1}, this one knows {SCHEMA})"
    refusal += "; nothing was changed"
    Archive(database).close()
    with witness(articles=42) as site:
        newer = Machine(data, database, site, SCRAPY_SETTINGS_MODULE="tests.cluster.newer")
        kk = crawl_command(data, site.as_site(data), "-a", "editions=kk", *EVERYTHING, *archive)

        # A crawl in the midst of which a newer worker changes the tables.
        monkeypatch.setenv("KILL_AT", "after commit")
        watcher = ("-s", "KAZTEST_STEP_WATCHER=tests.crash.watcher.freeze")
        with started(*kk, *watcher) as running:
            until(lambda: state(running.pid) == "T")
            assert newer.scrapy("status") == 0
            assert server.execute(_SCHEMA_OF, name) == [(str(SCHEMA + 1),)]
            running.signal(signal.SIGCONT)
            midway = running.end(timeout=240)
        asked = len(site.asked)
        begins = ("cluster", "worker", "--once", "-s", f"KAZCRAWL_DATA={data}", *archive)
        for older in (midway, scrapy(*kk), scrapy(*begins)):
            assert older.returncode == 5
            (line,) = older.stderr.splitlines()
            assert line.endswith(refusal)

        # A worker that was at work before.
        desk.add(config, [everything_of(AR, config)])
        work_once(config, site)
        (waiting,) = desk.status(config)["waiting"]
        (reason,) = waiting["failures"]
        assert reason.endswith(refusal)
        assert len(site.asked) == asked

        server.execute("UPDATE procrastinate_jobs SET scheduled_at = now()", name)
        assert newer.scrapy("cluster", "worker", "--once", *QUICK) == 0
        assert desk.status(config)["waiting"] == []
        truth = [row for row in site.truth() if row["edition"] in ("ar", "kk")]
    assert broken(data, truth) == ""


def test_workers_that_open_an_archive_of_the_schema_before_together_change_it_once(
    server: Postgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Archive(database).close()
    today = _columns(database)
    older = server.database(like=database)
    name = older.removeprefix(server.url)
    assert SCHEMA == 7, "another last step is undone by another statement"
    server.execute("ALTER TABLE rights DROP COLUMN evidence", name)
    server.execute(f"UPDATE meta SET value = '{SCHEMA - 1}' WHERE key = 'schema'", name)
    step, done = STEPS[SCHEMA - 1], []

    def in_no_haste(connection: Connection) -> None:
        until(lambda: connection.scalar(text(_OTHERS_WAIT)))
        step(connection)
        done.append(step)

    monkeypatch.setitem(STEPS, SCHEMA - 1, in_no_haste)
    with ThreadPoolExecutor(2) as workers:
        for archive in workers.map(Archive, [older, older]):
            archive.close()
    assert len(done) == 1
    assert server.execute(_SCHEMA_OF, name) == [(str(SCHEMA),)]
    assert _columns(older) == today


def _columns(url: str) -> dict[str, set[str]]:
    """The columns of each table."""
    engine = create_engine(url)
    try:
        found = inspect(engine)
        return {
            table: {column["name"] for column in found.get_columns(table)}
            for table in found.get_table_names()
        }
    finally:
        engine.dispose()
