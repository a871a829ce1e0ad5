"""``scrapy report``: one file, read by a real browser; small, and honest about its texts."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kazcrawl.report import render
from kazcrawl.report.facts import gather
from kazcrawl.sites.kazinform.editions import EDITIONS
from tests.conftest import lack
from tests.report.sixty_days import NOW, SCRIPT, build
from tests.support import scrapy


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    archive = build(folder / "archive.sqlite3")
    try:
        (folder / "report.html").write_text(render(gather(archive, NOW)), "utf-8")
    finally:
        archive.close()
    # To be looked at: KAZTEST_SHOTS names a folder for the page and its screenshots.
    if shots := os.environ.get("KAZTEST_SHOTS"):
        Path(shots).mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / "report.html", shots)
    return folder / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        lack("no Chromium: apt install chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_shows_it_without_error_request_or_sideways_scrolling(
    html: Path, browser: Browser, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url))
    page.goto(html.as_uri())
    assert [one for one in said if one not in (html.as_uri(), "data:,")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.scripts.length") == 0
    assert page.title() == "kazcrawl · good"
    _assert_legible(page)
    if shots := os.environ.get("KAZTEST_SHOTS"):
        page.screenshot(path=f"{shots}/report-{width}-{scheme}.png", full_page=True)
    context.close()


def _assert_legible(page: Page) -> None:
    """Charts keep the size of their letters; text stands out against its ground."""
    sizes = page.evaluate(
        "[...document.querySelectorAll('.chart text')].filter(t => t.textContent.trim() &&"
        " t.getBoundingClientRect().height).map(t => t.getBoundingClientRect().height)"
    )
    assert len(sizes) > 20
    assert min(sizes) >= 10


def test_a_headline_that_looks_like_a_script_is_shown_as_text(html: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(html.as_uri())
    assert page.get_by_text(SCRIPT, exact=True).count() == 1
    assert "gotcha" not in page.title()


def test_headlines_of_every_script_are_set_in_their_direction(html: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(html.as_uri())
    found = page.evaluate(
        "[...document.querySelectorAll('.headlines li')].map(li =>"
        " [li.lang, getComputedStyle(li).direction])"
    )
    assert {lang for lang, _ in found} == {one.language for one in EDITIONS.values()}
    assert {lang for lang, direction in found if direction == "rtl"} == {"kk-Arab"}


def test_the_contents_lead_to_every_card(html: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(html.as_uri())
    links = page.evaluate("[...document.querySelectorAll('nav a')].map(a => a.hash.slice(1))")
    cards = page.evaluate("[...document.querySelectorAll('section')].map(card => card.id)")
    assert links == cards


def test_every_edition_has_its_row_its_name_and_one_colour_everywhere(
    html: Path, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(html.as_uri())
    colour = "one => getComputedStyle(one.querySelector('i')).backgroundColor"
    rows = page.evaluate(
        f"[...document.querySelectorAll('.calendar b')].map(b => [b.innerText, ({colour})(b)])"
    )
    legend = page.evaluate(
        "[...document.querySelectorAll('#articles .legend span')].map(one =>"
        f" [one.innerText, ({colour})(one)])"
    )
    assert [name.split()[0] for name, _ in rows] == list(EDITIONS)
    assert "qz Kazakh, Latin" in [name for name, _ in rows]
    assert [(name.split()[0], colour) for name, colour in rows] == [tuple(one) for one in legend]
    assert len({colour for _, colour in rows}) == len(EDITIONS)
    fields = page.evaluate("[...document.querySelectorAll('.fields tbody th')].map(h=>h.innerText)")
    assert [name.split()[0] for name in fields] == list(EDITIONS)


def test_days_are_written_in_one_way(html: Path) -> None:
    text = html.read_text("utf-8")
    assert re.search(r"\d{4}-\d\d-\d\d", text)
    assert re.findall(r"[>\s]\d\d?\.\d\d\.(?:\d{4})?[<\s]", text) == []


def test_a_run_that_found_nothing_new_is_as_green_as_a_good_one(
    html: Path, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(html.as_uri())
    page.evaluate("document.querySelector('h1').className = 'good'")
    colour = "getComputedStyle(document.querySelector('h1 i')).backgroundColor"
    good = page.evaluate(colour)
    page.evaluate("document.querySelector('h1').className = 'nothing-new'")
    assert page.evaluate(colour) == good


def test_a_gap_is_told_with_the_command_that_fills_it(html: Path) -> None:
    text = html.read_text("utf-8")
    assert "scrapy crawl kazinform -a editions=qz -a since=2026-10-2" in text


def test_gaps_troubles_and_failing_addresses_are_there(html: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(html.as_uri())
    assert page.locator(".calendar i.unwalked, .calendar i.waiting").count() >= 3
    assert page.locator(".calendar i.before").count() >= 30, "the youngest edition's first month"
    assert "refuses us at cn" in page.locator(".troubles").inner_text()
    assert "a-page-that-fails-3" in page.locator(".addresses").inner_text()
    assert "given up" in page.locator(".addresses").inner_text()


def test_it_is_one_small_file(html: Path) -> None:
    text = html.read_text("utf-8")
    assert len(text.encode()) < 1_000_000
    assert "src=" not in text.replace("data-src=", "")
    assert "<script" not in text


def test_an_archive_without_a_run_has_a_report_too(tmp_path: Path) -> None:
    from kazcrawl.archive import Archive

    Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}").close()
    run = scrapy("report", "-s", f"KAZCRAWL_DATA={tmp_path}")
    assert run.returncode == 0, run.stderr
    text = (tmp_path / "reports" / "kazcrawl.html").read_text("utf-8")
    assert "no run yet" in text
    assert text.count('class="empty"') > 8, "a card without figures is a line"
    assert list((tmp_path / "reports").iterdir()) == [tmp_path / "reports" / "kazcrawl.html"]


def test_without_an_archive_there_is_one_line(tmp_path: Path) -> None:
    run = scrapy("report", "-s", f"KAZCRAWL_DATA={tmp_path}")
    assert (run.returncode, run.stdout) == (5, "")
    assert run.stderr.startswith("kazcrawl: archive ")
    assert json.dumps(run.stderr).count("\\n") == 1
