"""Disk and database trouble on real small file systems: one line, exit code 5, nothing lost."""

import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kazcrawl.archive import Archive
from tests.archives import copy_archive, of_the_file
from tests.conftest import lack
from tests.crash.promise import broken
from tests.support import (
    ROOT,
    Site,
    crawl,
    crawl_command,
    environment,
    feed_files,
    sample_site,
    scrapy,
)

ARGUMENTS = ("-a", "editions=ar,oz", "-a", "since=2012-01-01")
WITHOUT_RAW = ("-s", "KAZCRAWL_RAW_MB=0")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sample_site(tmp_path_factory.mktemp("site"), articles=280, layout="g3") as found:
        yield found


@pytest.fixture(scope="module")
def truth(site: Site) -> list[dict]:
    return [row for row in site.truth() if row["edition"] in ("ar", "oz")]


@pytest.fixture(scope="module")
def crawled(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after a crawl."""
    data = tmp_path_factory.mktemp("crawled") / "data"
    assert crawl(data, site, *ARGUMENTS, *WITHOUT_RAW).returncode == 0
    return data


@pytest.fixture
def full(tmp_path: Path, crawled: Path) -> Path:
    """A copy of it, to do harm to."""
    data = Path(shutil.copytree(crawled, tmp_path / "data"))
    copy_archive(crawled, data)
    return data


@pytest.fixture
def disk() -> Iterator[Callable[[Path, str], None]]:
    """``disk(folder, options)`` mounts a tmpfs there, or mounts it anew with other options."""
    mounted: list[Path] = []

    def mount(folder: Path, options: str) -> None:
        again = folder in mounted
        folder.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"{'remount,' * again}{options}", "tmpfs"]
        done = subprocess.run([*command, str(folder)], capture_output=True, text=True)
        if done.returncode:
            lack(f"mounting is not allowed here: {done.stderr.strip()}")
        if not again:
            mounted.append(folder)

    yield mount
    for folder in reversed(mounted):
        subprocess.run(["umount", str(folder)], check=True)


def assert_one_line(run: subprocess.CompletedProcess, words: str) -> None:
    assert run.returncode == 5, run.stderr
    assert "Traceback" not in run.stderr, run.stderr
    (line,) = [row for row in run.stderr.splitlines() if row.startswith("kazcrawl:")]
    assert words in line


@of_the_file
def test_a_full_disk_during_a_commit(
    tmp_path: Path, site: Site, truth: list[dict], disk: Callable[[Path, str], None]
) -> None:
    data = tmp_path / "data"
    disk(data, "size=400k")
    run = crawl(data, site, *ARGUMENTS, *WITHOUT_RAW)
    assert_one_line(run, "disk is full")
    disk(data, "size=50m")
    again = crawl(data, site, *ARGUMENTS, *WITHOUT_RAW)
    assert again.returncode == 0, again.stderr
    assert broken(data, truth) == ""


def test_a_full_disk_while_a_feed_is_written(
    tmp_path: Path, site: Site, truth: list[dict], disk: Callable[[Path, str], None]
) -> None:
    data = tmp_path / "data"
    disk(data / "feeds", "size=100k")
    run = crawl(data, site, *ARGUMENTS)
    assert_one_line(run, "No space left on device")
    assert feed_files(data) == []
    assert list(data.rglob("*.part")) == []
    disk(data / "feeds", "size=50m")
    again = scrapy("publish", "-s", f"KAZCRAWL_DATA={data}")
    assert again.returncode == 0, again.stderr
    assert broken(data, truth) == ""


def test_a_full_disk_while_a_manifest_is_written(
    tmp_path: Path,
    site: Site,
    truth: list[dict],
    crawled: Path,
    disk: Callable[[Path, str], None],
) -> None:
    (feed,) = feed_files(crawled)
    # Room for the feed file to the last page of memory, and for nothing behind it.
    pages = -(-feed.stat().st_size // 4096)
    data = tmp_path / "data"
    disk(data / "feeds", f"size={pages * 4096}")
    run = crawl(data, site, *ARGUMENTS)
    assert_one_line(run, "No space left on device")
    assert [path.name for path in feed_files(data)] == ["kazinform-000001.jsonl"]
    disk(data / "feeds", "size=50m")
    again = crawl(data, site, *ARGUMENTS)
    assert again.returncode == 0, again.stderr
    assert broken(data, truth) == ""


def test_a_full_disk_while_raw_pages_are_kept(
    tmp_path: Path, site: Site, truth: list[dict], disk: Callable[[Path, str], None]
) -> None:
    data = tmp_path / "data"
    disk(data / "raw", "size=40k")
    run = crawl(data, site, *ARGUMENTS)
    assert_one_line(run, "No space left on device")
    disk(data / "raw", "size=50m")
    assert crawl(data, site, *ARGUMENTS).returncode == 0
    assert broken(data, truth) == ""


def test_a_file_size_limit_while_a_feed_is_written(full: Path, truth: list[dict]) -> None:
    (feed,) = feed_files(full)
    feed.unlink()
    command = ["publish", "--rebuild", "1", "-s", f"KAZCRAWL_DATA={full}"]
    run = subprocess.run(
        [sys.executable, "-m", "scrapy", *command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(*command),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)),
    )
    assert_one_line(run, "File too large")
    assert list(full.rglob("*.part")) == []
    assert scrapy(*command).returncode == 0
    assert broken(full, truth) == ""


def test_a_read_only_folder(
    tmp_path: Path, site: Site, truth: list[dict], disk: Callable[[Path, str], None]
) -> None:
    data = tmp_path / "data"
    disk(data, "size=50m")
    assert crawl(data, site, *ARGUMENTS).returncode == 0
    disk(data, "ro")
    assert_one_line(crawl(data, site, *ARGUMENTS), "Read-only file system")
    disk(data, "rw")
    assert crawl(data, site, *ARGUMENTS).returncode == 0
    assert broken(data, truth) == ""


@of_the_file
def test_a_disk_that_is_full_when_a_run_begins_is_told_and_nothing_else(
    tmp_path: Path, site: Site
) -> None:
    Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}").close()
    with sqlite3.connect(tmp_path / "archive.sqlite3") as archive:
        archive.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON run "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    archive.close()
    before = len(site.requests())
    run = crawl(tmp_path, site, *ARGUMENTS)
    (line,) = run.stderr.splitlines()
    assert line.startswith("kazcrawl: not delivered: archive "), line
    assert line.endswith("archive.sqlite3: database or disk is full")
    assert run.returncode == 5
    assert len(site.requests()) == before


@of_the_file
def test_an_archive_that_another_program_holds(full: Path, site: Site) -> None:
    holder = sqlite3.connect(full / "archive.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert_one_line(crawl(full, site, *ARGUMENTS), "another process has held it for 3 seconds")
    holder.rollback()
    holder.close()
    assert crawl(full, site, *ARGUMENTS).returncode == 0


@of_the_file
@pytest.mark.parametrize("cut", [0, 50, 4096, 20_000, -1])
def test_a_truncated_archive_is_refused_and_never_made_anew(
    full: Path, site: Site, cut: int
) -> None:
    path = full / "archive.sqlite3"
    content = path.read_bytes()[:cut]
    path.write_bytes(content)
    run = crawl(full, site, *ARGUMENTS)
    assert_one_line(run, "archive.sqlite3")
    assert path.read_bytes() == content
    assert len(feed_files(full)) == 1


@of_the_file
def test_a_missing_archive_beside_its_feeds_is_not_made_anew(full: Path, site: Site) -> None:
    for path in full.glob("archive.sqlite3*"):
        path.unlink()
    before = {path: path.read_bytes() for path in feed_files(full)}
    assert_one_line(crawl(full, site, *ARGUMENTS), "restore it from a backup")
    assert {path: path.read_bytes() for path in feed_files(full)} == before
    shutil.rmtree(full / "feeds")
    assert crawl(full, site, *ARGUMENTS).returncode == 0, "nothing published: a fresh start"


@of_the_file
def test_a_crawl_whose_process_died_at_its_first_byte_starts_anew(
    tmp_path: Path, site: Site
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / ".archive.sqlite3.new").write_bytes(b"half of an archive")
    command = crawl_command(data, site, *ARGUMENTS)
    assert scrapy(*command).returncode == 0
