"""robots.txt is obeyed in whatever form, and wherever a site keeps it."""

import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest

from kazcrawl.fetch.hosts import is_public
from kazcrawl.sample_site.site import Answer
from tests.misbehaving import Misbehaving, misbehaving
from tests.support import crawl, waiting_reasons

RULES = "User-agent: *\nDisallow: /news/\n"
FORMS: dict[str, Any] = {
    "mark": RULES.encode("utf-8-sig"),
    "UTF-16": RULES.encode("utf-16"),
    "UTF-16 without a mark": RULES.encode("utf-16-le"),
    "gzip": gzip.compress(RULES.encode()),
    "torn gzip": gzip.compress(RULES.encode())[:-6],
}


def articles_asked(site: Misbehaving, folder: Path) -> tuple[int, set[str | None]]:
    """How many articles a crawl asked for, and why the others wait."""
    asked: list[str] = []
    hook = site.hook

    def listen(host: str, path: str, query: str) -> Answer | None:
        asked.append(path)
        return hook(host, path, query) if hook else None

    site.hook = listen
    arguments = ("-a", "editions=ar", "-s", "AUTOTHROTTLE_START_DELAY=0.01")
    crawl(folder / "data", site.as_site(folder), *arguments)
    site.hook = hook
    assert "/robots.txt" in asked
    return sum("/news/" in path for path in asked), set(waiting_reasons(folder / "data"))


@pytest.mark.parametrize("form", FORMS)
def test_robots_txt_is_obeyed_in_whatever_form(tmp_path: Path, form: str) -> None:
    with misbehaving() as site:
        site.hook = lambda host, path, query: (
            Answer(200, FORMS[form], "text/plain") if path == "/robots.txt" else None
        )
        assert articles_asked(site, tmp_path) == (0, {"robots.txt"})


@pytest.mark.parametrize(("hops", "is_obeyed"), [(5, True), (6, False)])
def test_robots_txt_is_obeyed_behind_five_redirects_to_other_hosts(
    tmp_path: Path, hops: int, is_obeyed: bool
) -> None:
    def hook(host: str, path: str, query: str) -> Answer | None:
        if path != "/robots.txt":
            return None
        number = int(host.removeprefix("hop").partition(".")[0]) if host.startswith("hop") else 0
        if number == hops:
            return Answer(200, RULES, "text/plain")
        return Answer(301, "", location=f"https://hop{number + 1}.example/robots.txt")

    with misbehaving() as site:
        site.hook = hook
        asked, reasons = articles_asked(site, tmp_path)
    assert (asked == 0, reasons == {"robots.txt"}) == (is_obeyed, is_obeyed)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("::1", False),
        ("::ffff:10.0.0.1", False),
        ("0x7f000001", False),
        ("localhost", False),
        ("1.1.1.1", True),
        ("2606:4700:4700::1111", True),
    ],
)
def test_a_redirect_may_lead_to_public_servers_only(host: str, expected: bool) -> None:
    assert asyncio.run(is_public(host)) is expected
