"""robots.txt is obeyed in whatever form, and wherever a site keeps it."""

import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest
from protego import Protego
from scrapy.http import Response

from kazcrawl.fetch.hosts import is_public
from kazcrawl.fetch.robots import agent_of, text_of
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


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_of_a_long_robots_txt_the_first_500_kilobytes_are_read(pack: Any) -> None:
    body = pack(b"#" * 600_000)
    assert len(text_of(Response("https://kaz.inform.kz/robots.txt", body=body))) == 500 * 1024


NEWS = "/news/a-0a1b2c/"
AGENT = agent_of("kazcrawl/0.1.0 (+https://bots.example/googlebot)")


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("User-Agent: KAZCRAWL\nDisallow: /news/\nUser-agent: *\nDisallow:", NEWS, False),
        ("User-agent: kazcrawl/1.0\nDisallow: /\n\nUser-agent: *\nAllow: /", NEWS, True),
        ("User-agent: kazcrawl\nDisallow: /x/\nUser-agent: *\nDisallow: /", NEWS, True),
        ("User-agent: kazcrawler\nDisallow: /", NEWS, True),
        ("User-agent: bots\nAllow: /\nUser-agent: *\nDisallow: /", NEWS, False),
        ("User-agent: googlebot\nAllow: /\nUser-agent: kazcrawl\nDisallow: /", NEWS, False),
        ("User-agent: *\nDisallow: /a/\nUser-agent: *\nDisallow: /news/", NEWS, False),
        ("User-agent: kazcrawl\nSitemap: /s.xml\nUser-agent: b\nDisallow: /news/", NEWS, False),
        ("User-agent: *\nDisallow: /news/\nAllow: /news/a-", NEWS, True),
        ("User-agent: *\nDisallow: /news\nAllow: /news", NEWS, True),
        ("User-agent: *\nAllow: /\nDisallow: /news/", NEWS, False),
        ("User-agent: *\nDisallow: /*.php$", "/a.php?x=1", True),
        ("User-agent: *\nDisallow: /*?page=", "/lenta/?page=2", False),
        ("User-agent: *\nDisallow: *page=", "/lenta/?page=2", False),
        ("User-agent: *\nDisallow: /lenta/?page", "/lenta/", True),
        ("User-agent: *\nDisallow: /n%65ws/", NEWS, False),
        ("User-agent: *\nDisallow: /news%2Fa", NEWS, True),
        ("User-agent: *\nDisallow: /жаңа/", "/%D0%B6%D0%B0%D2%A3%D0%B0/x", False),
        ("User-agent: *\nDisallow: /%d0%b6", "/%D0%B6/x", False),
        ("\ufeffUser-agent : * # all\r  DISALLOW : /news/ # these\r", NEWS, False),
        ("User-agent: *\nHost: x\nClean-param: a /b\nDisallow: /news/", NEWS, False),
        ("User-agent: *\nDisallow: /news/$\nDisallow: /NEWS/\nDisallow:", NEWS, True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("Disallow: /", NEWS, True),
        ("<html><body><pre>\nDisallow: /\n</pre></body></html>", NEWS, True),
    ],
)
def test_rules_are_those_of_the_standard(rules: str, path: str, is_allowed: bool) -> None:
    answer = Response("https://kaz.inform.kz/robots.txt", body=rules.encode())
    url = f"https://kaz.inform.kz{path}"
    assert Protego.parse(text_of(answer)).can_fetch(url, AGENT) == is_allowed
