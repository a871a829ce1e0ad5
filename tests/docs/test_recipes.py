"""The recipes of the documentation, followed to the letter in a copy of the project."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import site_layouts
from tests.support import ROOT, environment

# "`path`:" at the end of a line, then the file itself.
_FILE = re.compile(r"`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)
_MOST_LINES = 30


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project; what is written in it is written nowhere else."""
    ignore = shutil.ignore_patterns("__pycache__")
    for folder in ("kazcrawl", "samples", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignore)
    for file in ("pyproject.toml", "scrapy.cfg"):
        shutil.copy(ROOT / file, tmp_path)
    return tmp_path


def recipe(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")


def files_of(text: str) -> dict[str, str]:
    return dict(_FILE.findall(text))


def run(command: str, project: Path) -> subprocess.CompletedProcess[str]:
    variables = {
        "PYTHONPATH": str(project),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=project,
        env=environment() | variables,
        capture_output=True,
        text=True,
        timeout=300,
    )


def write(project: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = project / name
        assert not path.exists(), f"{name}: a recipe only adds files"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def test_a_layout_is_one_file_of_30_lines_and_its_samples(project: Path) -> None:
    text = recipe("adding-a-layout")
    files = files_of(text)
    code = {name: content for name, content in files.items() if name.startswith("kazcrawl/")}
    assert len(code) == 1
    assert all(len(content.splitlines()) <= _MOST_LINES for content in code.values())
    assert all(name in code or name.startswith("samples/") for name in files)
    write(project, files)
    for command in _COMMAND.findall(text):
        done = run(command, project)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    record = json.loads((project / "samples/kazinform/g4/saved.json").read_text("utf-8"))
    assert record["layout"] == "g4"
    assert record["headline"] == "Пекарня на колёсах доехала до Зайсана"
    assert record["description"] == "Свежий хлеб теперь привозят трижды в неделю."
    assert record["article_body"] == (
        "ЗАЙСАН. КАЗИНФОРМ – Первые двести буханок раскупили за час, рассказали в районе.\n\n"
        "Зимой печь топят углём, а летом её переведут на газ."
    )
    assert record["author"] == ["Айгерим Талас"]
    assert record["article_section"] == ["Регионы"]
    assert record["keywords"] == ["Хлеб"]
    assert record["image"] == []
    assert record["date_published"] == "2027-02-02T05:05:00Z"


@pytest.mark.parametrize(
    "lacking", ["samples/kazinform/g4/saved.html", "samples/kazinform/g4/saved.listing.html"]
)
def test_a_layout_without_an_article_or_a_listing_fails_the_suite(
    project: Path, lacking: str
) -> None:
    files = files_of(recipe("adding-a-layout"))
    files["samples/kazinform/g4/saved.json"] = "{}"
    del files[lacking], files[lacking.replace(".html", ".json")]
    write(project, files)
    done = run("pytest tests/pages/test_samples.py -k has_a_sample", project)
    assert done.returncode == 1, done.stdout + done.stderr
    kind = lacking.rpartition("/")[2].replace("saved", "<name>")
    assert f"put a saved page and its .json into samples/kazinform/g4/{kind}" in done.stdout


def test_the_layouts_of_today_are_as_short() -> None:
    for site, layouts in site_layouts().items():
        for page in layouts.articles:
            path = ROOT / "kazcrawl/sites" / site / "layouts" / f"{page.layout}.py"
            assert path.exists(), "a layout is named as its file"
