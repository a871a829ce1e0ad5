"""Data folders with odd names, and consoles of few letters: every command that reads one."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT, Site, crawl, environment, feed_files, feed_records, scrapy

NAME = "данные ?x=1&y #2 %41 100%"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, g3_site: Site) -> Path:
    folder = tmp_path_factory.mktemp("odd") / NAME
    run = crawl(folder, g3_site, "-a", "editions=oz")
    assert (run.returncode, run.stderr) == (0, "")
    return folder


def test_every_command_finds_its_data_folder_whatever_its_name(data: Path) -> None:
    assert sorted(path.name for path in data.parent.iterdir()) == [NAME]
    address = feed_records(data)[0]["url"]
    for words in (
        *("status", "status --json", "verify", "coverage", "report", "publish", "reparse"),
        *("publish --rebuild 1", f"forget {address} --dry-run", f"backup {data.parent}/copy"),
        "prune --feeds-before 2000-01-01 --raw-before 2000-01-01",
    ):
        run = scrapy(*words.split(), cwd=data.parent, KAZCRAWL_DATA=NAME)
        assert (run.returncode, run.stderr) == (0, ""), words
    again = scrapy("backup", "copy", cwd=data.parent, KAZCRAWL_DATA=NAME)
    assert again.stderr == "kazcrawl: copy: is there already; name a new file\n"
    (data.parent / "copy").unlink()
    assert sorted(path.name for path in data.parent.iterdir()) == [NAME]
    assert feed_files(data)


def test_a_line_of_trouble_is_one_though_a_folders_name_is_two(tmp_path: Path) -> None:
    run = scrapy("status", cwd=tmp_path, KAZCRAWL_DATA="two\nlines")
    assert run.stderr == (
        "kazcrawl: archive two lines/archive.sqlite3: there is none yet; a crawl makes it\n"
    )
    assert run.returncode == 5


@pytest.mark.parametrize("encoding", ["ascii", "cp1251"])
@pytest.mark.parametrize("command", ["coverage", "status", "verify"])
def test_a_console_of_few_letters_is_printed_to(data: Path, encoding: str, command: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "kazcrawl", command],
        capture_output=True,
        cwd=ROOT,
        env=environment() | {"KAZCRAWL_DATA": str(data), "PYTHONIOENCODING": encoding},
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.decode(encoding)
