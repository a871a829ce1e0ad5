"""The recipes of the documentation, followed to the letter in a copy of the project."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kazcrawl.sample_site.layouts import AGENCY
from tests.agency import site as qalam
from tests.agency.install import PACKAGE, installed
from tests.samples import site_layouts
from tests.support import ROOT, environment

# "`path`:" at the end of a line, then the file itself, or what is put into it.
_FILE = re.compile(r"`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TABLE = "kazcrawl/sites/kazinform/editions.toml"
_MONTHS = "kazcrawl/dates/months.py"
_COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)
_MOST_LINES = 30


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project; what is written in it is written nowhere else."""
    # Compiled files come along, as good as their sources; not those that are being written.
    ignore = shutil.ignore_patterns("*.pyc.*")
    for folder in ("kazcrawl", "samples", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignore)
    for file in ("pyproject.toml", "scrapy.cfg"):
        shutil.copy(ROOT / file, tmp_path)
    return tmp_path


def recipe(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")


def files_of(text: str) -> dict[str, str]:
    return dict(_FILE.findall(text))


def run(command: str, project: Path, **more: str) -> subprocess.CompletedProcess[str]:
    variables = {
        "PYTHONPATH": str(project),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=project,
        env=environment() | variables | more,
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


def test_the_agencys_layouts_of_today_are_as_short() -> None:
    for page in site_layouts()["kazinform"].articles:
        path = ROOT / "kazcrawl/sites/kazinform/layouts" / f"{page.layout}.py"
        assert len(path.read_text("utf-8").splitlines()) <= _MOST_LINES, page.layout


EDITION_TEST = """
from pathlib import Path
from tests.support import crawl, differences, feed_records, sample_site

def test_a_crawl_of_the_new_edition_equals_the_truth(tmp_path: Path) -> None:
    with sample_site(tmp_path, articles=210) as site:
        run = crawl(tmp_path / "data", site, "-a", "editions={code}")
        truth = [row for row in site.truth() if row["edition"] == "{code}"]
    assert run.returncode == 0, run.stderr
    assert len(truth) > 8
    assert differences(truth, feed_records(tmp_path / "data")) == ""
"""


def add_edition(project: Path, files: dict[str, str]) -> None:
    with (project / _TABLE).open("a", encoding="utf-8") as table:
        table.write(files[_TABLE])
    months = (project / _MONTHS).read_text("utf-8")
    start = re.search(r"^MONTHS\b.*= \{\n", months, re.MULTILINE)
    assert start is not None
    months = months[: start.end()] + files[_MONTHS] + months[start.end() :]
    (project / _MONTHS).write_text(months, "utf-8")
    write(project, {name: text for name, text in files.items() if name not in (_TABLE, _MONTHS)})


def test_an_edition_is_a_table_its_months_and_its_words(project: Path) -> None:
    text = recipe("adding-an-edition")
    files = files_of(text)
    assert set(files) == {_TABLE, _MONTHS, "kazcrawl/cleaning/rules/tr.toml"}
    add_edition(project, files)
    (project / "tests/test_new_edition.py").write_text(EDITION_TEST.format(code="tr"), "utf-8")
    check = [one for one in _COMMAND.findall(text) if not one.startswith("scrapy ")]
    assert len(check) == 2, "the sample site's pages are made, then read"
    for command in (*check, "pytest tests/test_new_edition.py"):
        done = run(command, project)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    pages = sorted((project / "samples/kazinform").glob("*/sample-site-tr.html"))
    assert len(pages) == len(AGENCY)
    assert "23 Kasım 2026" in (project / "samples/kazinform/g3/sample-site-tr.html").read_text()
    said = run(
        "python -c 'from kazcrawl.cleaning import clean;"
        'print(clean(["Bir.", "Paylaş", "İki."]).lines)\'',
        project,
    )
    assert said.stdout == "['Bir.', 'İki.']\n"


def test_an_edition_of_a_script_borrows_the_prose_of_that_script(project: Path) -> None:
    table = files_of(recipe("adding-an-edition"))[_TABLE]
    with (project / _TABLE).open("a", encoding="utf-8") as editions:
        editions.write(table.replace("tr", "tt").replace('language = "tt"', 'language = "tt-Cyrl"'))
    (project / "tests/test_new_edition.py").write_text(EDITION_TEST.format(code="tt"), "utf-8")
    done = run("pytest tests/test_new_edition.py", project)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_an_agency_is_a_folder_of_sixty_lines(tmp_path: Path) -> None:
    text = recipe("adding-a-site")
    files = files_of(text)
    own = {str(path.relative_to(PACKAGE)) for path in PACKAGE.glob("qalam/**/*.py")}
    assert set(files) == own | {"pyproject.toml", "saved.html"}
    for name in own | {"pyproject.toml"}:
        assert files[name] == (PACKAGE / name).read_text("utf-8"), f"{name}: not what is crawled"
    assert sum(len(files[name].splitlines()) for name in own) <= 60
    package = tmp_path / "package"
    write(package, files)
    install, *commands = _COMMAND.findall(text)
    assert install == "pip install --editable ."
    # What the installer does, without its download of a build tool.
    variables = installed(tmp_path / "site-packages", package)
    said: dict[str, str] = {}
    with qalam.serving() as address:
        variables |= {"KAZCRAWL_CONNECT_TO": address, "KAZCRAWL_DATA": str(tmp_path / "data")}
        for command in commands:
            # The doctor compares this machine's clock with the site's.
            now = "" if "doctor" in command else "2026-11-23T12:00:00Z"
            done = run(command, package, KAZTEST_NOW=now, **variables)
            assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
            said[command.split()[1]] = done.stdout
    assert list(said) == ["read", "doctor", "crawl", "coverage", "reparse"]
    record = json.loads(said["read"])
    assert (record["source"], record["edition"], record["layout"]) == ("qalam", "en", "q1")
    assert record["headline"] == "Two more boats for the pilots"
    assert record["date_published_local"] == "2026-11-21T09:40:00+04:00"
    assert f"{qalam.ARTICLES} pages read, 0 versions changed" in said["reparse"]
