"""The documentation: its commands run, its settings are those of the code, its links lead."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kazcrawl.config import Config
from kazcrawl.config.takes import fields_of
from kazcrawl.health import WORDS
from tests import make_settings
from tests.misbehaving import misbehaving
from tests.support import ROOT, environment

PAGES = sorted((ROOT / "docs").glob("*.md"))
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUNNABLE = [page for page in PAGES if _BLOCK.search(page.read_text("utf-8"))]


@pytest.mark.parametrize("page", RUNNABLE, ids=lambda page: page.stem)
def test_the_commands_of_a_page_run_one_after_the_other(page: Path, tmp_path: Path) -> None:
    script = "\n".join(_BLOCK.findall(page.read_text("utf-8")))
    with misbehaving(articles=70, now=datetime.now(UTC)) as site:
        variables = {
            "KAZCRAWL_CONNECT_TO": site.address,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env=environment() | variables,
            capture_output=True,
            text=True,
        )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr
    assert "Traceback" not in run.stderr


def test_some_page_has_commands_that_run() -> None:
    assert [page.stem for page in RUNNABLE] == ["index"]


def test_the_settings_page_is_made_of_the_code() -> None:
    assert make_settings.PAGE.read_text("utf-8") == make_settings.page()
    for name in [*fields_of(Config), "LOG_LEVEL", "editions", "site", "max_pages"]:
        assert f"`{name}`" in make_settings.page(), f"{name} is told nowhere"
    assert "KAZTEST_" not in make_settings.page()


def test_every_verdict_and_command_is_documented() -> None:
    codes = (ROOT / "docs/exit-codes.md").read_text("utf-8")
    for word, code in WORDS.items():
        assert re.search(rf"\| {code} \|[^|]*\b{word}\b", codes), word
    told = "".join(page.read_text("utf-8") for page in PAGES)
    commands = {path.stem for path in (ROOT / "kazcrawl/commands").glob("[a-z]*.py")}
    assert {name for name in commands if f"scrapy {name}" not in told} - {"demo"} == set()


def test_the_pages_build_strictly(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    for page in PAGES:
        built = tmp_path / ("" if page.stem == "index" else page.stem) / "index.html"
        assert built.exists(), page.name
