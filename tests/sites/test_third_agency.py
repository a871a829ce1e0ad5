"""An agency is one folder: an invented third one is crawled, archived, read again and told of."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.agency import site
from tests.agency.install import PACKAGE, installed
from tests.support import ROOT, differences, feed_records, scrapy, waiting_reasons

Run = Callable[..., subprocess.CompletedProcess]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("qalam")


@pytest.fixture(scope="module")
def run(folder: Path) -> Iterator[Run]:
    """``scrapy`` where the agency is installed, with its site on loopback."""
    variables = installed(folder / "site-packages")
    with site.serving() as address:

        def scrapy_there(*arguments: str) -> subprocess.CompletedProcess:
            # The doctor compares this machine's clock with the site's: there it is the true one.
            now = "" if arguments[0] == "doctor" else "2026-11-23T12:00:00Z"
            own = {"KAZCRAWL_CONNECT_TO": address, "KAZCRAWL_DATA": str(folder / "data")}
            quick = ("-s", "AUTOTHROTTLE_ENABLED=0")
            return scrapy(*arguments, *quick, KAZTEST_NOW=now, COLUMNS="160", **variables, **own)

        yield scrapy_there


def crawl(run: Run, *arguments: str) -> subprocess.CompletedProcess:
    return run("crawl", "qalam", "-s", "SPIDER_MODULES=kazcrawl.spiders,qalam.spiders", *arguments)


@pytest.fixture(scope="module")
def crawled(run: Run, folder: Path) -> Path:
    """The data folder after a crawl."""
    done = crawl(run)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "data"


def test_it_is_one_folder_of_sixty_lines() -> None:
    files = PACKAGE.glob("qalam/**/*.py")
    assert sum(len(file.read_text("utf-8").splitlines()) for file in files) <= 60


def test_every_article_becomes_a_record_by_the_sites_own_clock(crawled: Path) -> None:
    assert differences(site.truth(), feed_records(crawled)) == ""
    assert all(row["date_published_local"].endswith("+04:00") for row in feed_records(crawled))
    assert waiting_reasons(crawled) == []


def test_a_second_run_publishes_nothing(run: Run, crawled: Path) -> None:
    before = feed_records(crawled)
    done = crawl(run)
    assert (done.returncode, done.stderr) == (0, "")
    assert feed_records(crawled) == before


def test_reading_the_stored_pages_again_changes_nothing(run: Run, crawled: Path) -> None:
    done = run("reparse")
    # Those that the second run looked at are there twice.
    assert " pages read, 0 versions changed, 0 gave no article" in done.stdout
    assert int(done.stdout.split()[0]) >= site.ARTICLES


def test_a_saved_page_is_read_as_in_the_crawl(run: Run, crawled: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(site.article_page(3), "utf-8")
    done = run("read", str(page), "--url", site.url(3))
    assert done.returncode == 0, done.stderr
    (published,) = [one for one in feed_records(crawled) if one["url"] == site.url(3)]
    of_the_crawl = {"revision": None, "fetched_at": None, "crawl_id": None}
    assert json.loads(done.stdout) | of_the_crawl == published | of_the_crawl


def test_the_doctor_looks_at_it(run: Run) -> None:
    done = run("doctor", "--site", "qalam")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    (row,) = [line for line in done.stdout.splitlines() if " en " in line]
    assert "✓" in row
    assert "q1, 10 articles" in row


def test_the_doctor_names_the_sites_that_there_are(run: Run) -> None:
    done = run("doctor", "--site", "qalem")
    assert done.returncode == 2
    assert "--site qalem: there is no such site; there are kazinform, qalam" in done.stderr
    assert "Traceback" not in done.stderr


def test_its_days_are_accounted_for_by_its_own_clock(run: Run, crawled: Path) -> None:
    done = run("coverage", "--source", "qalam", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    archived = {row["day"]: row["archived"] for row in told["days"] if row["archived"]}
    wanted: dict[str, int] = {}
    for number in range(site.ARTICLES):
        day = str(site.moment(number).date())
        wanted[day] = wanted.get(day, 0) + 1
    assert archived == wanted


def test_status_and_report_tell_of_it(run: Run, crawled: Path) -> None:
    assert "qalam" in run("status").stdout
    assert run("report").returncode == 0
    page = (crawled / "reports/kazcrawl.html").read_text("utf-8")
    assert "qalam" in page
    assert site.headline(0) in page
    assert "qalam en" in page, "the agency has an edition of that code, too"


def test_what_it_has_not_is_refused_in_a_line(run: Run) -> None:
    assert "qalam has no search that is known" in crawl(run, "-a", "query=pearl").stderr
    assert "the edition en has no day archive" in crawl(run, "-a", "gaps=true").stderr


def test_a_spider_whose_site_is_not_installed_does_not_crawl(tmp_path: Path) -> None:
    both = os.pathsep.join(map(str, (ROOT, PACKAGE)))
    own = ("-s", f"KAZCRAWL_DATA={tmp_path}", "-s", "SPIDER_MODULES=qalam.spiders")
    done = scrapy("crawl", "qalam", *own, PYTHONPATH=both)
    assert done.returncode == 2
    assert "the site of spider qalam is not installed" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("SITE = 1", "qalam:SITE is no site"),
        ("import nothing_of_that_name", "No module named 'nothing_of_that_name'"),
        ("from kazcrawl.sites.kazinform import SITE", "two sites are named kazinform"),
    ],
)
def test_a_package_that_is_no_site_is_told_in_a_line(tmp_path: Path, code: str, said: str) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "qalam.py").write_text(code)
    shutil.copy(PACKAGE / "pyproject.toml", package)
    variables = installed(tmp_path / "site-packages", package)
    done = scrapy("status", "-s", f"KAZCRAWL_DATA={tmp_path}", **variables)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
