"""Logs: rotated files, JSON by a setting, and no password anywhere."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.settings import Settings

from kazcrawl.archive.database import masked
from kazcrawl.config import Config
from kazcrawl.logs import handlers as logs
from kazcrawl.logs import masking

SECRET = "pa/ss w0rd"
ARCHIVE = "postgresql+psycopg://crawler:pa%2Fss%20w0rd@db.example/kazcrawl"


def settings(data: Path, **more: object) -> Settings:
    found = Settings()
    found.setmodule("kazcrawl.settings", priority="project")
    found.setdict({"KAZCRAWL_DATA": str(data), "KAZCRAWL_ARCHIVE": ARCHIVE}, priority="project")
    found.setdict(more, priority="cmdline")
    return found


@pytest.fixture(autouse=True)
def logging_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root, hook, known = logging.getLogger(), sys.excepthook, set(masking._known)
    handlers, level = list(root.handlers), root.level
    root.handlers.clear()
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook = hook
    masking._known.clear()
    masking._known.update(known)


def log(text: str) -> None:
    try:
        written = "pa%2Fss%20w0rd, pa%2Fss+w0rd"  # as addresses and forms have it
        raise ConnectionError(f"{ARCHIVE} as crawler with {SECRET} ({written}) failed")
    except ConnectionError:
        logging.getLogger("kazcrawl").exception(text)


@pytest.mark.parametrize("json_lines", ["0", "1"])
def test_no_password_in_files_or_on_stderr_tracebacks_included(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], json_lines: str
) -> None:
    given = settings(tmp_path, KAZCRAWL_LOG_JSON=json_lines)
    logs.install(given, Config.read(given))
    log(f"settings: {{'KAZCRAWL_ARCHIVE': '{ARCHIVE}'}}")
    logs.show_warnings()
    written = (tmp_path / "logs" / "kazcrawl.log").read_text()
    told = written + capsys.readouterr().err
    for word in (SECRET, "pa%2Fss", "w0rd"):
        assert word not in told
    assert told.count("crawler:***@db.example") >= 2
    assert "Traceback" in written
    assert "ConnectionError" in written


def test_json_lines_hold_one_record_each(tmp_path: Path) -> None:
    given = settings(tmp_path, KAZCRAWL_LOG_JSON="1")
    logs.install(given, Config.read(given))
    logging.getLogger("kazcrawl").info("two\nlines of %s", "қазақша")
    log("failed")
    rows = [
        json.loads(row) for row in (tmp_path / "logs" / "kazcrawl.log").read_text().splitlines()
    ]
    assert [row["level"] for row in rows] == ["INFO", "ERROR"]
    assert rows[0]["message"] == "two\nlines of қазақша"
    assert rows[0]["time"].endswith("Z")
    assert "Traceback" in rows[1]["traceback"]


def test_old_logs_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_BYTES", 2000)
    given = settings(tmp_path)
    logs.install(given, Config.read(given))
    for number in range(400):
        logging.getLogger("kazcrawl").info("line %d", number)
    files = sorted((tmp_path / "logs").iterdir())
    assert len(files) == 6
    assert all(path.stat().st_size <= 2000 for path in files)
    assert "line 399" in files[0].read_text()


def test_stderr_shows_a_few_warnings_and_where_the_others_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = settings(tmp_path)
    logs.install(given, Config.read(given))
    for number in range(9):
        logging.getLogger("kazinform").warning("page %d fits no known layout", number)
    logging.getLogger("kazinform").info("no warning")
    assert capsys.readouterr().err == "", "nobody knows yet whether the run ends well"
    logs.show_warnings()
    lines = capsys.readouterr().err.splitlines()
    assert lines[:5] == [f"warning: page {number} fits no known layout" for number in range(5)]
    assert lines[5:] == [f"… and more, in {tmp_path / 'logs' / 'kazcrawl.log'}"]


def test_a_log_file_that_was_asked_for_is_the_only_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = settings(tmp_path, LOG_FILE=str(tmp_path / "mine.log"), LOG_LEVEL="DEBUG")
    logs.install(given, Config.read(given))
    logging.getLogger("kazcrawl").debug("of interest")
    logging.getLogger("kazcrawl").error("in the file alone")
    logs.show_warnings()
    assert "of interest" in (tmp_path / "mine.log").read_text()
    assert capsys.readouterr().err == ""
    assert not (tmp_path / "logs").exists()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://crawler:s3cret@db.example/kazcrawl",
        "postgresql://db.example/kazcrawl?user=crawler&password=s3cret",
        "could not connect: host=db.example password=s3cret user=crawler",
        "host=db.example PASSWD=s3cret",
        "https://db.example/?pass=s3cret",
        "http://somebody:s3cret@proxy.example:8080",
    ],
)
def test_a_password_is_known_by_where_it_stands(address: str) -> None:
    assert "s3cret" not in masking.mask(f"failed: {address!r}")
    assert "example" in masking.mask(address)


def test_an_archive_is_named_without_its_password_in_messages() -> None:
    assert "s3cret" not in masked("postgresql://db.example/k?user=crawler&password=s3cret")
