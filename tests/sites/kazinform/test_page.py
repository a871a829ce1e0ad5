"""What all generations of the agency's article pages share."""

import pytest

from kazcrawl.pages import Page
from kazcrawl.sites.kazinform.layouts import LAYOUTS
from kazcrawl.sites.kazinform.page import AgencyArticle

PAGE = AgencyArticle(Page("", "https://www.inform.kz/ru/x-0a1b2c"))


def test_its_own_articles_are_the_agencys() -> None:
    assert PAGE.is_own_article("https://kaz.inform.kz/news/x-0a1b2c/")
    assert not PAGE.is_own_article("https://www.inform.kz/tag/x_t11100")
    assert not PAGE.is_own_article("https://news.example/x-0a1b2c")


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://img.inform.kz/a.webp", True),
        ("https://img.inform.kz/unplug.png", True),
        ("https://img.inform.kz/static/plug.png", False),
        ("https://img.inform.kz/plug.png?v=2", False),
        ("data:image/gif;base64,R0", False),
    ],
)
def test_a_placeholder_is_no_picture(url: str, wanted: bool) -> None:
    assert PAGE.is_picture(url) is wanted


def test_every_generation_is_one_of_them() -> None:
    assert all(issubclass(layout, AgencyArticle) for layout in LAYOUTS.articles)
