"""What the program's everyday work costs, in calls: they are the same on every machine.

A count that is a tenth above its budget fails. Whoever made it dearer for a good reason writes
the new count here; who made it cheaper, too. ``python -m tests.test_budget`` prints them all.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kazcrawl.archive import Archive
from kazcrawl.cleaning import clean
from kazcrawl.crawl.records import read_page
from kazcrawl.pages import Page
from tests.archive.test_store import article
from tests.samples import FETCHED, made, read_article
from tests.support import ROOT, environment

BUDGET = {
    "page object of g1": 1410,
    "page object of g15": 1156,
    "page object of g2": 1500,
    "page object of g3": 1203,
    "page object of jannah": 2315,
    "record of g1": 2883,
    "record of g15": 2037,
    "record of g2": 3698,
    "record of g3": 2597,
    "record of jannah": 6704,
    "cleaning of 20 lines": 1703,
    "archiving a new article": 629,
    "archiving an article again": 617,
    "patterns of a first article": 134,
    "modules of a crawl": 1055,
    "modules of status": 839,
}
UNUSED = {
    "aiohttp", "twisted.conch", "requests", "tldextract", "rich", "trafilatura", "dateparser",
    "playwright", "psycopg", "sqlalchemy.dialects.postgresql", "jinja2", "pygal", "polars",
    "obstore", "warcio", "fsspec", "pydantic",
}  # fmt: skip

LINES = [
    f"The council approved part {number} of the plan, and work begins in the spring of the year."
    for number in range(18)
] + ["Фото: gov.kz", "Share this:"]


def calls(work: Callable[[], object]) -> int:
    """How many functions a piece of work calls, those in C among them, once it is warm."""
    work()
    number = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return number


def page_costs() -> dict[str, int]:
    """By layout, of the sample pages that the sample site made in Russian."""
    costs = {}
    for sample in made():
        if sample.name.endswith("sample-site-ru"):
            html, url = sample.html, sample.page.url
            body = html.encode()
            costs[f"page object of {sample.layout}"] = calls(
                lambda html=html, url=url: read_article(Page(html, url))  # type: ignore[misc]
            )
            costs[f"record of {sample.layout}"] = calls(
                lambda body=body, url=url: read_page(body, url, None, FETCHED)  # type: ignore[misc]
            )
    return costs


def archive_costs() -> dict[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(f"sqlite:///{folder}/archive.sqlite3")
        numbers = iter(range(100))

        def new() -> None:
            number = next(numbers)
            own = article(url=f"https://www.inform.kz/ru/words-{number:06x}")
            archive.add(own, [f"{number:032x}"], validators=("etag", None), key_hash=own.id)

        again = article(url="https://www.inform.kz/ru/words-000000")
        costs = {
            "archiving a new article": calls(new),
            "archiving an article again": calls(lambda: archive.add(again)),
        }
        archive.close()
    return costs


def modules(*command: str) -> set[str]:
    """What a command has imported when it ends."""
    code = (
        "import sys, json, atexit; from scrapy.cmdline import execute; "
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)))); "
        "sys.argv[0] = 'scrapy'; execute()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=ROOT, env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    assert run.stdout, run.stderr
    return set(json.loads(run.stdout.splitlines()[-1]))


def loaded_by(folder: Path) -> dict[str, set[str]]:
    """What a crawl has imported when it is about to begin, and ``status`` when it was told."""
    Archive(f"sqlite:///{folder}/archive.sqlite3").close()
    return {
        "modules of a crawl": modules("crawl", "kazinform", "-a", "editions=none"),
        "modules of status": modules("status", "-s", f"KAZCRAWL_DATA={folder}"),
    }


def patterns_of_a_first_article() -> int:
    """How many patterns a new process compiles to read its first article."""
    code = (
        "from re import _compiler; from tests.samples import FETCHED, made; "
        "from kazcrawl.crawl.records import read_page; "
        "page = next(one for one in made() if one.name.endswith('g3/sample-site-ru')); "
        "patterns = []; compile = _compiler.compile; "
        "_compiler.compile = lambda *words: patterns.append(words) or compile(*words); "
        "read_page(page.html.encode(), page.page.url, None, FETCHED); print(len(patterns))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(run.stdout)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    return loaded_by(tmp_path_factory.mktemp("status"))


def check(costs: dict[str, int]) -> None:
    over = {name: cost for name, cost in costs.items() if cost > 1.1 * BUDGET[name]}
    assert over == {}, f"dearer than { ({name: BUDGET[name] for name in over}) }"


def test_reading_a_page_of_each_layout_stays_within_its_budget() -> None:
    check(page_costs())


def test_cleaning_a_text_stays_within_its_budget() -> None:
    check({"cleaning of 20 lines": calls(lambda: clean(LINES, "A headline"))})


def test_archiving_an_article_stays_within_its_budget() -> None:
    check(archive_costs())


def test_commands_import_no_more_than_their_budget(loaded: dict[str, set[str]]) -> None:
    check({name: len(own) for name, own in loaded.items()})


def test_a_first_article_compiles_no_more_patterns_than_its_budget() -> None:
    check({"patterns of a first article": patterns_of_a_first_article()})


def test_commands_import_no_library_that_they_do_not_use(loaded: dict[str, set[str]]) -> None:
    assert {name: UNUSED & own for name, own in loaded.items() if UNUSED & own} == {}


if __name__ == "__main__":
    counts = page_costs() | archive_costs()
    counts["cleaning of 20 lines"] = calls(lambda: clean(LINES, "A headline"))
    counts["patterns of a first article"] = patterns_of_a_first_article()
    with tempfile.TemporaryDirectory() as status:
        counts |= {name: len(own) for name, own in loaded_by(Path(status)).items()}
    for name in BUDGET:
        print(f"{name:30} {counts[name]}")
