"""Who may know whom: the pure rooms stand alone, without Scrapy's engine or the archive."""

import subprocess
import sys

import pytest

from tests.support import ROOT

PURE = ("text", "record", "dates", "cleaning", "languages", "pages")


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_can_be_imported_alone_and_brings_neither_engine_nor_archive(
    room: str,
) -> None:
    code = (
        f"import sys, kazcrawl.{room}; "
        "print([n for n in ('scrapy', 'twisted', 'sqlalchemy', 'kazcrawl.archive', "
        "'kazcrawl.feeds', 'kazcrawl.sites', 'trafilatura', 'dateparser') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "room", ["archive", "feeds", "raw", "health", "crawl.records", "crawl.spider"]
)
def test_every_other_room_can_be_imported_first(room: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", f"import kazcrawl.{room}"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


def test_imports_go_down_only_as_the_contracts_say() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout


def test_a_module_stands_in_a_room() -> None:
    assert len(list((ROOT / "kazcrawl").glob("*.py"))) <= 8
