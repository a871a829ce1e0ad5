"""A page is probed for the layouts of its own site only."""

import pytest

from kazcrawl.pages import GENERIC, Page
from kazcrawl.sites.kazinform.layouts import LAYOUTS as AGENCY
from kazcrawl.sites.registry import edition_name, site_of
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


def test_an_edition_is_named_with_its_source_only_where_two_sites_have_its_code() -> None:
    assert edition_name("kazinform", "en") == "en"
    assert edition_name("republisher", "news.example") == "news.example"
    assert edition_name("gone", "en") == "gone en"
