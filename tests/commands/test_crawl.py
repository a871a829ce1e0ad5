"""``scrapy crawl`` as cron sees it: one clear line and the documented exit code."""

import os
from pathlib import Path

import pytest

from tests.support import Site, crawl, scrapy


def test_a_folder_that_cannot_be_made_is_exit_code_5(tmp_path: Path) -> None:
    # A file in the way holds for root as well, whom permissions do not stop.
    (tmp_path / "file").write_text("")
    run = scrapy("crawl", "kazinform", "-s", f"KAZCRAWL_DATA={tmp_path / 'file' / 'data'}")
    assert run.returncode == 5
    assert [row for row in run.stderr.splitlines() if "kazcrawl:" in row] == [
        f"kazcrawl: {tmp_path / 'file' / 'data'}: Not a directory"
    ]
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not stop root")
def test_a_folder_without_permission_is_exit_code_5(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    run = scrapy("crawl", "kazinform", "-s", f"KAZCRAWL_DATA={tmp_path / 'data'}")
    tmp_path.chmod(0o700)
    assert run.returncode == 5
    assert "Permission denied" in run.stderr


def test_settings_are_environment_variables_too_and_the_command_line_wins(
    tmp_path: Path, g3_site: Site
) -> None:
    run = scrapy(
        "crawl",
        "kazinform",
        "-a",
        "editions=ar",
        "-a",
        "since=2012-01-01",
        "-s",
        f"KAZCRAWL_DATA={tmp_path / 'said'}",
        KAZCRAWL_DATA=str(tmp_path / "environment"),
        KAZCRAWL_CONNECT_TO=g3_site.address,
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "said" / "archive.sqlite3").exists()
    assert not (tmp_path / "environment").exists()


def test_a_site_that_is_not_there_is_exit_code_4(tmp_path: Path) -> None:
    nobody = Site("http://127.0.0.1:9", tmp_path / "log")
    options = ("-a", "editions=ar", "-s", "RETRY_TIMES=0", "-s", "LOG_LEVEL=ERROR")
    run = crawl(tmp_path / "data", nobody, *options)
    assert run.returncode == 4, run.stderr
    assert "kazcrawl: unreachable: nothing could be had of ar" in run.stderr


def test_a_foreign_archive_is_exit_code_5_and_left_alone(tmp_path: Path, g3_site: Site) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "archive.sqlite3").write_bytes(b"something else entirely" * 100)
    run = crawl(data, g3_site)
    assert run.returncode == 5
    assert "file is not a database" in run.stderr
    assert "Traceback" not in run.stderr
    assert (data / "archive.sqlite3").read_bytes() == b"something else entirely" * 100
