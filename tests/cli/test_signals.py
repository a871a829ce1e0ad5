"""Signals at any instant: before a run, while it publishes, and where none are ours."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kazcrawl.cli.signals import NUMBERS
from tests.support import ROOT, Site, crawl, feed_records

BEGUN = (
    "import os, signal, sys, time; sys.argv[0] = '/bin/kazcrawl'; "
    "from kazcrawl.cli.program import begin; begin(); "
)


def ended(code: str, *, hangup: signal.Handlers = signal.SIG_DFL) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a program that begins as ours does and then runs ``code``.

    A hang-up does to it what ``hangup`` says, whatever it does to the tests.
    """
    run = subprocess.run(
        [sys.executable, "-c", BEGUN + code], capture_output=True, text=True, cwd=ROOT,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, hangup),
    )  # fmt: skip
    return run.returncode, run.stdout, run.stderr


@pytest.mark.parametrize("number", NUMBERS)
def test_before_a_run_a_signal_ends_the_process_with_its_number_and_no_word(
    number: signal.Signals,
) -> None:
    code = f"os.kill(os.getpid(), {number:d}); time.sleep(60)"
    assert ended(code) == (128 + number, "", "")


def test_a_run_keeps_the_first_signal_and_a_second_one_ends_it_as_stopped() -> None:
    code = (
        "from kazcrawl.cli import signals; signals.hold(6); os.kill(os.getpid(), 15); "
        "print(signals.held(), flush=True); os.kill(os.getpid(), 1); time.sleep(60)"
    )
    assert ended(code) == (6, "SIGTERM\n", "")


def test_when_all_is_done_a_signal_changes_nothing_any_more() -> None:
    code = (
        "from kazcrawl.cli import signals; signals.hold(6); signals.ignore(); "
        "[os.kill(os.getpid(), number) for number in (1, 2, 15)]; print('well')"
    )
    assert ended(code) == (0, "well\n", "")


def test_what_must_be_undone_is_undone_also_when_one_step_of_it_fails() -> None:
    code = (
        "from kazcrawl.cli.signals import undoing; say = lambda: os.write(1, b'undone'); "
        "a, b = undoing(say), undoing(lambda: 1 / 0); a.__enter__(); b.__enter__(); "
        "os.kill(os.getpid(), 2); time.sleep(60)"
    )
    assert ended(code) == (130, "undone", "")


def test_under_nohup_a_hangup_stays_ignored() -> None:
    code = "os.kill(os.getpid(), 1); print('goes on')"
    assert ended(code, hangup=signal.SIG_IGN) == (0, "goes on\n", "")


def test_a_program_that_uses_the_settings_keeps_its_own_signals_and_streams() -> None:
    code = (
        "import signal, sys; before = signal.getsignal(2), sys.stdout; import kazcrawl.settings; "
        "print((signal.getsignal(2), sys.stdout) == before)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.stdout == "True\n"


def interrupted(step: str) -> None:
    """A watcher of steps: Ctrl-C comes while the last batch is written."""
    if step == "before manifest":
        os.kill(os.getpid(), signal.SIGINT)


def test_a_signal_while_a_run_publishes_stops_it_when_all_is_published(
    tmp_path: Path, g3_site: Site
) -> None:
    run = crawl(
        tmp_path,
        g3_site,
        *("-a", "editions=ar"),
        KAZTEST_STEP_WATCHER="tests.cli.test_signals.interrupted",
    )
    assert (run.returncode, run.stdout) == (6, ""), run.stderr
    assert run.stderr == "kazcrawl: stopped: by SIGINT; all is published\n"
    assert len(feed_records(tmp_path)) == len(
        [row for row in g3_site.truth() if row["edition"] == "ar"]
    )
