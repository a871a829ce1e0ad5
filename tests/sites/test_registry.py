"""Which sites there are, and that a page is probed for the layouts of its own site only."""

from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kazcrawl.pages import GENERIC, Page
from kazcrawl.sites.kazinform.layouts import LAYOUTS as AGENCY
from kazcrawl.sites.registry import (
    clock_of,
    edition_name,
    main_site,
    rank,
    site_named,
    site_of,
    sites,
)
from kazcrawl.sites.wordpress.layouts import LAYOUTS as WORDPRESS
from tests.samples import LISTINGS, made, read_article, sample


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://www.inform.kz/ru/x-0a1b2c", AGENCY),
        ("https://en.inform.kz/lenta/", AGENCY),
        ("https://qazinform.com/", AGENCY),
        ("https://news.example/ru/x-0a1b2c", WORDPRESS),
        ("https://inform.kz.example/", WORDPRESS),
        ("not an address", WORDPRESS),
    ],
)
def test_an_address_names_its_site(url: str, wanted: object) -> None:
    assert site_of(url).layouts is wanted


def test_a_foreign_page_with_the_agencys_class_names_is_not_read_as_the_agencys() -> None:
    page = sample("kazinform/g3/sample-site-en")
    reading = read_article(Page(page.html, "https://news.example/story/"))
    assert reading is not None
    assert reading.layout == GENERIC


def test_only_the_agency_answers_200_for_what_is_not_there() -> None:
    html = "<div class='error__wrapper'><h1>404</h1></div>"
    assert AGENCY.is_missing(Page(html, "https://www.inform.kz/ru/x-0a1b2c"))
    assert not WORDPRESS.is_missing(Page(html, "https://news.example/x/"))
    assert not any(AGENCY.is_missing(page.page) for page in (*made(), *LISTINGS))


MODULE = """
from zoneinfo import ZoneInfo

from kazcrawl.pages.layouts import Layouts
from kazcrawl.sites.addresses import Addresses
from kazcrawl.sites.edition import Edition
from kazcrawl.sites.site import Site

EN = Edition("en", "gulf.example", "en", "/{page}/")
SITE = Site(
    "gulf", ZoneInfo("Asia/Dubai"), Layouts((), ()), Addresses({"en": EN}, ".+"), {"en": EN}
)
NAMESAKE = Site("kazinform", ZoneInfo("Asia/Dubai"), Layouts((), ()), Addresses({}, ".+"))
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Installs a package that offers an object of its module as a site."""

    def offer(name: str) -> None:
        info = tmp_path / "gulf_site-1.dist-info"
        info.mkdir()
        Path(info, "METADATA").write_text("Metadata-Version: 2.1\nName: gulf-site\nVersion: 1\n")
        Path(info, "entry_points.txt").write_text(f"[kazcrawl.sites]\ngulf = gulf_site:{name}\n")
        Path(tmp_path, "gulf_site.py").write_text(MODULE)
        monkeypatch.syspath_prepend(tmp_path)
        sites.cache_clear()

    yield offer
    sites.cache_clear()


def test_a_packages_site_stands_before_those_of_any_host(install: Callable[[str], None]) -> None:
    install("SITE")
    assert list(sites()) == ["kazinform", "gulf", "republisher"]
    assert site_of("https://gulf.example/story").name == "gulf"
    assert site_named("gulf").editions["en"].host == "gulf.example"
    assert clock_of("gulf") == ZoneInfo("Asia/Dubai")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("EN", "entry point gulf of kazcrawl.sites: gulf_site:EN is no site"),
        ("NAMESAKE", "two sites are named kazinform"),
    ],
)
def test_what_cannot_be_a_site_is_told(
    install: Callable[[str], None], name: str, said: str
) -> None:
    install(name)
    with pytest.raises(ValueError, match=said):
        sites()


def test_a_source_that_is_not_installed_has_the_main_sites_clock() -> None:
    assert main_site().name == "kazinform"
    assert clock_of("gone") is main_site().clock is clock_of("kazinform")
    with pytest.raises(KeyError):
        site_named("gone")


def test_an_edition_is_named_by_its_code_unless_another_site_has_the_same(
    install: Callable[[str], None],
) -> None:
    assert edition_name("kazinform", "en") == "en"
    install("SITE")
    assert edition_name("kazinform", "ru") == "ru"
    assert edition_name("kazinform", "en") == "kazinform en"
    assert edition_name("gulf", "en") == "gulf en"
    assert edition_name("gone", "ru") == "gone ru"
    assert edition_name("republisher", "a.example") == "a.example"


def test_editions_are_sorted_as_their_sites_have_them_and_strangers_last() -> None:
    first, second = list(site_named("kazinform").editions)[:2]
    wanted = [
        ("kazinform", first),
        ("kazinform", second),
        ("kazinform", "a-former-one"),
        ("republisher", "a.example"),
        ("republisher", "b.example"),
        ("gone", first),
        ("lost", first),
    ]
    strangers_first = list(reversed(wanted))
    assert sorted(strangers_first, key=lambda pair: rank(*pair)) == wanted
