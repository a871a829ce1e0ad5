"""stdout and stderr that are closed, full, gone, or know few letters."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_signals import BEGUN
from tests.support import ROOT, Site, crawl_command, environment, feed_records

TOLD = BEGUN + (
    "from kazcrawl.cli import streams; print('word', flush=True); "
    "print('aside', file=sys.stderr); os.write(3, repr(str(streams.lost())).encode())"
)


@pytest.mark.parametrize(
    ("redirected", "lost"),
    [
        (">/dev/null", "None"),
        (">&-", "[Errno 9] Bad file descriptor"),
        (">/dev/full", "[Errno 28] No space left on device"),
        (">/dev/full 2>/dev/full", "[Errno 28] No space left on device"),
        (">/dev/null 2>&-", "None"),
        (">&- 2>&- <&-", "[Errno 9] Bad file descriptor"),
    ],
)
def test_printing_never_raises_and_what_stdout_lost_is_known(redirected: str, lost: str) -> None:
    command = f'exec 4>&1; "$0" -c "$1" 3>&4 4>&- {redirected}'
    run = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, TOLD], capture_output=True, text=True, cwd=ROOT
    )
    assert (run.returncode, run.stdout) == (0, repr(lost))
    assert "Traceback" not in run.stderr


def test_a_reader_that_left_is_no_loss() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    code = BEGUN + (
        "from kazcrawl.cli import streams; print('word', flush=True); "
        "print(streams.lost(), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, cwd=ROOT
    )
    os.close(writing)
    assert (run.returncode, run.stderr) == (0, b"None\n")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "✓ ■ → Астана…"), ("cp1251", "+ # > Астана…"), ("ascii", "+ # > \\u0410")],
)
def test_a_console_of_few_letters_shows_others_in_their_place(encoding: str, shown: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", BEGUN + "print('✓ ■ → Астана…')"],
        capture_output=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )
    assert run.stdout.decode(encoding).startswith(shown)


def test_without_stderr_and_with_a_full_stdout_a_run_is_what_it_was(
    tmp_path: Path, g3_site: Site
) -> None:
    words = crawl_command(tmp_path, g3_site, "-a", "editions=ar")
    run = subprocess.run(
        ["/bin/sh", "-c", '"$0" -m scrapy "$@" >/dev/full 2>&-', sys.executable, *words],
        env=environment(),
        cwd=ROOT,
    )
    assert run.returncode == 0
    assert feed_records(tmp_path)
