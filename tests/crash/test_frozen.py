"""Whoever holds a lock and goes no further stops nobody for ever."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kazcrawl.archive import Archive
from kazcrawl.archive.database import masked
from tests.archives import archive_url, execute
from tests.crash.promise import broken
from tests.support import ROOT, Site, crawl, environment, feed_files, feed_records, scrapy

EDITION = ("-a", "editions=ar")


def lines(said: str) -> list[str]:
    return [row for row in said.splitlines() if row.startswith("kazcrawl:")]


def test_a_frozen_publisher_is_named_and_what_it_held_is_published_after_its_death(
    tmp_path: Path, g3_site: Site
) -> None:
    data = tmp_path / "data"
    assert crawl(data, g3_site, *EDITION).returncode == 0
    nothing_published = ("UPDATE version SET batch_id = NULL", "DELETE FROM batch")
    execute(data, *nothing_published, "DELETE FROM link")
    shutil.rmtree(data / "feeds")
    watching = ("-s", "KAZTEST_STEP_WATCHER=tests.crash.watcher.freeze")
    command = ("publish", "-s", f"KAZCRAWL_DATA={data}", *watching)
    with subprocess.Popen(
        [sys.executable, "-m", "scrapy", *command],
        cwd=ROOT, env=environment(*command) | {"KILL_AT": "batch opened"},
    ) as frozen:  # fmt: skip
        _, status = os.waitpid(frozen.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        try:
            run = crawl(data, g3_site, "-a", "editions=oz")
        finally:
            frozen.kill()
    assert run.returncode == 75, run.stderr
    holder = rf"by scrapy publish, process {frozen.pid}( on \S+)?, since 20"
    (said,) = lines(run.stderr)
    assert re.match(rf"kazcrawl: locked: \S.*{holder}", said)
    assert "Traceback" not in run.stderr
    assert feed_files(data) == []
    assert scrapy("publish", "-s", f"KAZCRAWL_DATA={data}").returncode == 0
    truth = [row for row in g3_site.truth() if row["edition"] in ("ar", "oz")]
    assert broken(data, truth) == ""


@pytest.mark.parametrize("name", ["crawl", "forget"])
def test_an_archive_that_somebody_holds_is_exit_code_5_with_one_line(
    tmp_path: Path, g3_site: Site, name: str
) -> None:
    data = tmp_path / "data"
    assert crawl(data, g3_site, *EDITION).returncode == 0
    holder = Archive(archive_url(data))
    with holder.writing():
        if name == "crawl":
            run = crawl(data, g3_site, *EDITION)
        else:
            run = scrapy(name, feed_records(data)[0]["url"], "-s", f"KAZCRAWL_DATA={data}")
    holder.close()
    assert run.returncode == 5, run.stderr
    (said,) = lines(run.stderr)
    held = f"archive {masked(holder.url)}: another process has held it for 3 seconds"
    assert said.removeprefix("kazcrawl: ").removeprefix("not delivered: ") == held
    assert "Traceback" not in run.stderr
