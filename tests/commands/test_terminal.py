"""What a person at a terminal sees: a bar while it runs, and an answer to Ctrl-C."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.misbehaving import misbehaving
from tests.support import ROOT, crawl_command, environment, feed_files, feed_records


def at_a_terminal(command: list[str], said: Callable[[str, int], None]) -> tuple[int, str]:
    """Runs scrapy with a terminal; ``said(text so far, terminal)`` hears all that it prints."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", *command],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=environment() | {"TERM": "xterm", "COLUMNS": "100"},
        start_new_session=True,
        preexec_fn=_own_terminal,
    )
    os.close(theirs)
    text = b""
    while True:
        try:
            more = os.read(ours, 4096)
        except OSError:  # Linux's way to say that the other side is gone
            break
        if not more:
            break
        text += more
        said(text.decode("utf-8", "replace"), ours)
    os.close(ours)
    return process.wait(), text.decode("utf-8", "replace")


def _own_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_a_bar_tells_rate_editions_and_what_is_left_and_ctrl_c_is_answered(tmp_path: Path) -> None:
    pressed: list[bool] = []

    def press(text: str, terminal: int) -> None:
        if " to go" in text and not pressed:
            pressed.append(True)
            os.write(terminal, b"\x03")

    with misbehaving(articles=1500) as site:
        walk = ("-a", "editions=ru", "-a", "since=2012-01-01")
        unhurried = ("-s", "AUTOTHROTTLE_ENABLED=1")
        command = crawl_command(tmp_path, site.as_site(tmp_path), *walk, *unhurried)
        code, text = at_a_terminal(command, press)
    assert pressed, text
    assert code == 6, text
    assert "walking ru" in text
    assert "/s, " in text
    assert "SIGINT: finishing what is under way" in text
    assert "kazcrawl: stopped: stopped by SIGINT" in text


def test_a_healthy_run_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    with misbehaving() as site:
        command = crawl_command(tmp_path, site.as_site(tmp_path), "-a", "editions=ar")
        code, text = at_a_terminal(command, lambda *_: None)
    assert code == 0, text
    assert "Traceback" not in text
    (file,) = feed_files(tmp_path)
    new = len(feed_records(tmp_path))
    line = rf"good: {new} new, 0 revised → {re.escape(str(file))} \(\d+\.\d s\)"
    assert re.search(rf"{line}\W*\Z", text), text
