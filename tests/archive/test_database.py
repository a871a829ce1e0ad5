"""Opening an archive: made whole, told from anything else, refused in one line."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from kazcrawl.archive import Archive, ArchiveError, database
from kazcrawl.archive.database import masked, open_engine, reason, sqlite_path
from kazcrawl.archive.schema import SCHEMA


@pytest.fixture(autouse=True)
def looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has looked into no archive yet."""
    monkeypatch.setattr(database, "_looked_into", set())


@pytest.fixture
def path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def looks_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_looked_into", set())


def refusal(url: str, **options: bool) -> str:
    with pytest.raises(ArchiveError) as refused:
        open_engine(url, **options)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_new_archive_appears_whole_in_new_folders(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "archive.sqlite3"
    path.parent.mkdir(parents=True)
    path.with_name(".archive.sqlite3.new").write_bytes(b"left by a death" * 99)
    Archive(f"sqlite:///{path}").close()
    assert [one.name for one in path.parent.iterdir()] == ["archive.sqlite3"]
    Archive(f"sqlite:///{tmp_path / 'a' / 'b' / 'archive.sqlite3'}").close()
    with sqlite3.connect(path) as made:
        assert made.execute("SELECT key, value FROM meta").fetchall() == [("schema", str(SCHEMA))]
        assert made.execute("PRAGMA application_id").fetchone() == (0x6B617A63,)


@pytest.mark.parametrize(("durable", "synchronous"), [(True, 2), (False, 1)])
def test_commits_wait_for_the_disk_where_they_must(
    url: str, durable: bool, synchronous: int
) -> None:
    engine = open_engine(url, durable=durable)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == synchronous
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 3_000
    engine.dispose()


def test_a_transaction_holds_the_lock_from_its_beginning_and_reads_hold_none(url: str) -> None:
    first, second = Archive(url), sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0)
    with first.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        second.execute("BEGIN IMMEDIATE")
    with first.reading() as reader:
        reader.exec_driver_sql("SELECT * FROM version").all()
        second.execute("BEGIN IMMEDIATE")
        assert first.known(["a" * 32]) == {}
    second.close()
    first.close()


def test_a_file_that_is_gone_while_its_log_is_there_is_not_made_anew(path: Path, url: str) -> None:
    log = path.with_name(f"{path.name}-wal")
    log.write_bytes(b"x")
    assert refusal(url) == (
        f"archive {path}: the file is gone but its -wal is there; restore it from a backup"
    )
    assert not path.exists()
    log.write_bytes(b"")
    open_engine(url).dispose()
    assert path.exists()


def test_an_archive_that_must_be_there_is_not_made(path: Path, url: str) -> None:
    assert refusal(url, create=False) == f"archive {path}: there is none yet; a crawl makes it"
    assert not path.exists()
    open_engine(url).dispose()
    open_engine(url, create=False).dispose()


def test_an_empty_file_is_no_archive(path: Path, url: str) -> None:
    path.write_bytes(b"")
    wanted = f"archive {path}: the file is empty; restore it from a backup"
    assert refusal(url) == refusal(url) == wanted


@pytest.mark.parametrize("page", [512, 4096, 65536])
def test_a_truncated_archive_is_refused_with_its_sizes(
    path: Path, url: str, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    Archive(url).close()
    with sqlite3.connect(path, isolation_level=None) as whole:
        whole.execute("PRAGMA journal_mode=DELETE")
        whole.execute(f"PRAGMA page_size={page}")
        whole.execute("VACUUM")
    content = path.read_bytes()
    looks_afresh(monkeypatch)
    open_engine(url).dispose()
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    looks_afresh(monkeypatch)
    assert refusal(url) == (
        f"archive {path}: truncated, {len(content) - 1} bytes of {len(content)} are there; "
        "restore it from a backup"
    )
    path.write_bytes(content)
    looks_afresh(monkeypatch)
    open_engine(url).dispose()


def test_a_log_that_holds_the_rest_is_no_truncation(
    path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Archive(url).close()
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    path.with_name(f"{path.name}-wal").write_bytes(b"x" * 40)
    looks_afresh(monkeypatch)
    open_engine(url).dispose()


def test_a_file_is_looked_into_once_a_process(path: Path, url: str) -> None:
    Archive(url).close()
    assert database._looked_into == {path.resolve()}
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    open_engine(url).dispose()
    database._looked_into.clear()
    path.write_bytes(content)
    Archive(url).close()
    assert database._looked_into == {path.resolve()}


def test_an_archive_in_memory_is_refused() -> None:
    for url in ("sqlite://", "sqlite:///:memory:"):
        assert refusal(url).endswith("an SQLite archive needs a file")


@pytest.mark.parametrize("table", ["meta", "version", "head"])
def test_an_archive_that_lost_a_table_is_refused(path: Path, url: str, table: str) -> None:
    Archive(url).close()
    with sqlite3.connect(path) as broken:
        broken.execute(f"DROP TABLE {table}")
    for create in (True, False):
        assert refusal(url, create=create) == (
            f"archive {path}: not an archive, or damaged; nothing was changed"
        )


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the folder should be")
    told = refusal(f"sqlite:///{tmp_path / 'file' / 'archive.sqlite3'}")
    assert told.startswith(f"archive {tmp_path}/file/archive.sqlite3: ")


def test_addresses_are_told_without_their_password() -> None:
    assert masked("sqlite:////data/archive.sqlite3") == "/data/archive.sqlite3"
    assert masked("nonsense") == "(not a database address)"
    told = masked("postgresql+psycopg://me:sesame@db.example/archive")
    assert "sesame" not in told
    assert told.startswith("postgresql+psycopg://me:")
    assert sqlite_path("sqlite:////data/a.sqlite3") == Path("/data/a.sqlite3")
    assert sqlite_path("postgresql+psycopg://me@db.example/archive") is None
    assert refusal("nonsense").startswith("archive (not a database address): ")


def test_a_reason_is_one_line_without_sql() -> None:
    wrapped = OperationalError(
        "SELECT secret", {"secret": 1}, sqlite3.OperationalError("locked\nx")
    )
    assert reason(wrapped) in ("locked x", "locked")
    assert reason(OSError(28, "No space left on device", "/x")).startswith("[Errno 28]")
    assert reason(ImportError("No module named 'psycopg'")) == "No module named 'psycopg'"
