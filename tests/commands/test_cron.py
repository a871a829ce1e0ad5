"""A crawl as cron runs it: its environment, its shell, and the mail that it would send."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kazcrawl.sample_site.site import Answer
from tests.misbehaving import Misbehaving, misbehaving
from tests.support import ROOT

# What Debian's cron gives to a command, and nothing else.
ENVIRONMENT = {
    "HOME": "/root",
    "LOGNAME": "root",
    "PATH": "/usr/bin:/bin",
    "SHELL": "/bin/sh",
    "LANG": "C",
}


@pytest.fixture
def site() -> Iterator[Misbehaving]:
    with misbehaving() as found:
        yield found


def cron(data: Path, site: Misbehaving, *more: str) -> subprocess.CompletedProcess[str]:
    """Runs the crontab's line; stdout and stderr are what cron would mail."""
    (line,) = [
        row.split(maxsplit=5)[5].split(" && ")[1]
        for row in (ROOT / "deploy" / "crontab").read_text().splitlines()
        if row.endswith("crawl kazinform")
    ]
    options = f"-a editions=ar,oz -s RETRY_TIMES=0 -s AUTOTHROTTLE_ENABLED=0 {' '.join(more)}"
    variables = {"KAZCRAWL_DATA": str(data), "KAZCRAWL_CONNECT_TO": site.address}
    return subprocess.run(
        ["/bin/sh", "-c", f"cd {ROOT} && {line} {options}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=ENVIRONMENT | variables,
    )


def test_a_healthy_run_sends_no_mail(tmp_path: Path, site: Misbehaving) -> None:
    for _ in range(2):
        run = cron(tmp_path, site, "-s", "KAZCRAWL_LOG_JSON=1")
        assert (run.returncode, run.stdout) == (0, "")
    assert len((tmp_path / "logs" / "kazcrawl.log").read_text().splitlines()) < 50
    assert "article_body" not in (tmp_path / "logs" / "kazcrawl.log").read_text()


def test_an_unhealthy_run_is_a_mail_of_under_ten_lines(tmp_path: Path, site: Misbehaving) -> None:
    site.hook = lambda *_: Answer(503, "")
    run = cron(tmp_path, site)
    assert run.returncode == 4
    lines = run.stdout.splitlines()
    assert 0 < len(lines) < 10
    assert lines[-1].startswith("kazcrawl: unreachable: nothing could be had of ar, oz")
    assert "Traceback" not in run.stdout


def test_a_mistake_of_the_program_is_one_line_and_its_traceback_is_in_the_log(
    tmp_path: Path, site: Misbehaving
) -> None:
    # No server is there.
    run = cron(tmp_path, site, "-s", "KAZCRAWL_ARCHIVE=postgresql+psycopg://u:s3cret@127.0.0.1:9/x")
    assert run.returncode == 5
    (line,) = run.stdout.splitlines()
    assert line.startswith("kazcrawl: archive postgresql+psycopg://u:***@127.0.0.1:9/x")
