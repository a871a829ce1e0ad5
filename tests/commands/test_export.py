"""``scrapy export`` as it is typed: what it writes, and what it refuses in one line."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from kazcrawl.archive import Archive
from kazcrawl.feeds.publisher import publish
from tests.archive.test_store import article
from tests.support import ROOT, scrapy


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with an article of each of two spiders."""
    folder = tmp_path_factory.mktemp("data")
    archive = Archive(f"sqlite:///{folder / 'archive.sqlite3'}")
    archive.add(article(date_published="2026-11-20T10:00:00Z", layout="g3"))
    other = article(url="https://news.example/a", layout="jannah")
    other.source, other.edition, other.id = "republisher", "news.example", "f" * 32
    archive.add(other)
    for source in ("kazinform", "republisher"):
        publish(archive.url, folder / "feeds", source, "c1")
    yield folder
    archive.close()


def test_every_source_is_written_below_its_name(data: Path, tmp_path: Path) -> None:
    run = scrapy("export", str(tmp_path), "--format", "jsonl", "-s", f"KAZCRAWL_DATA={data}")
    assert (run.returncode, run.stderr) == (0, "")
    one = tmp_path / "kazinform/dt=2026-11-20/kazinform-2026-11-20.jsonl"
    two = tmp_path / "republisher/dt=2026-11-23/republisher-2026-11-23.jsonl"
    assert run.stdout == f"{one} (1 records)\n{two} (1 records)\n"
    assert orjson.loads(one.read_bytes())["url"] == article().url
    again = scrapy("export", str(tmp_path), "--format", "jsonl", "-s", f"KAZCRAWL_DATA={data}")
    assert (again.returncode, again.stdout) == (0, "2 files were there already\n")


@pytest.mark.parametrize(("cursor", "files"), [("1.0", 1), ("2.0", 0)])
def test_what_stands_behind_a_feeds_cursor_is_written(
    data: Path, tmp_path: Path, cursor: str, files: int
) -> None:
    asked = ("--format", "jsonl", "--source", "kazinform", "--since-batch", cursor)
    run = scrapy("export", str(tmp_path), *asked, "-s", f"KAZCRAWL_DATA={data}")
    assert (run.returncode, run.stderr) == (0, "")
    manifests = [orjson.loads(path.read_bytes()) for path in tmp_path.rglob("_*.manifest.json")]
    assert [told["selection"] for told in manifests] == [{"after": [1, 0]}] * files


OUT = ("out", "--format", "jsonl")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("out",), "name a folder and a format: scrapy export FOLDER --format jsonl"),
        (("--format", "jsonl"), "name a folder and a format: scrapy export FOLDER --format jsonl"),
        (
            ("", "--format", "jsonl"),
            "name a folder and a format: scrapy export FOLDER --format jsonl",
        ),
        ((*OUT, "--since", "yesterday"), "--since yesterday: must be a day, YYYY-MM-DD"),
        (
            (*OUT, "--since", "2026-11-02", "--until", "2026-11-01"),
            "--since 2026-11-02: is after --until 2026-11-01",
        ),
        (
            (*OUT, "--as-of", "2026-11-02"),
            "--as-of 2026-11-02: must be a moment with its zone, 2026-11-23T12:00:00Z",
        ),
        (
            (*OUT, "--since-batch", "kazinform-1"),
            "--since-batch: cursor 'kazinform-1': not one that a feed gave",
        ),
        (
            (*OUT, "--since-batch", "1.0"),
            "--since-batch 1.0: of which --source, kazinform or republisher?",
        ),
        ((*OUT, "--editions", "xx"), "--editions xx: the archive has news.example, ru"),
        ((*OUT, "--source", "x"), "--source x: the archive has kazinform, republisher"),
        (
            ("out", "--format", "csv", "--compression", "gz"),
            "--compression gz: goes with --format jsonl only",
        ),
        (
            ("@data/feeds", "--format", "jsonl"),
            "@data/feeds: the feeds are there; name a folder of its own",
        ),
        (
            ("@data/x/../feeds/kazinform", "--format", "csv"),
            "@data/x/../feeds/kazinform: the feeds are there; name a folder of its own",
        ),
        ((*OUT, "--base-url", "feeds"), "--base-url feeds: must be an address, https://…"),
        (
            ("out", "--format", "wacz", "--latest"),
            "--latest: does not go with --format wacz",
        ),
    ],
)
def test_what_it_cannot_do_is_one_line_and_nothing_is_written(
    data: Path, tmp_path: Path, arguments: tuple[str, ...], line: str
) -> None:
    typed = [word.replace("@data", str(data)) for word in arguments]
    run = scrapy("export", *typed, "-s", f"KAZCRAWL_DATA={data}", cwd=tmp_path)
    assert run.returncode == 2
    assert run.stderr == f"kazcrawl: {line.replace('@data', str(data))}\n"
    assert not list(tmp_path.iterdir())


def test_without_pyarrow_one_line_says_what_to_install(data: Path, tmp_path: Path) -> None:
    (tmp_path / "pyarrow.py").write_text("raise ImportError('none')\n")
    run = scrapy(
        *("export", str(tmp_path / "out"), "--format", "parquet", "-s", f"KAZCRAWL_DATA={data}"),
        PYTHONPATH=f"{tmp_path}:{ROOT}",
    )
    assert run.returncode == 2
    assert run.stderr == (
        "kazcrawl: --format parquet needs pyarrow, which is not installed: "
        "pip install 'kazcrawl[export]'\n"
    )


def test_a_folder_that_cannot_be_written_is_one_line_and_5(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    run = scrapy(
        *("export", str(tmp_path / "file"), "--format", "csv", "-s", f"KAZCRAWL_DATA={data}")
    )
    assert run.returncode == 5
    assert run.stderr.startswith(f"kazcrawl: {tmp_path}/file/kazinform/dt=2026-11-20/")
    assert run.stderr.endswith(": Not a directory\n")
