"""What a site says of its editions, its language and its days."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kazcrawl.pages import Reading
from kazcrawl.sites.addresses import Addresses
from kazcrawl.sites.edition import Edition
from kazcrawl.sites.kazinform import SITE as AGENCY
from kazcrawl.sites.site import Site
from kazcrawl.sites.wordpress import SITE as REPUBLISHER

EN = Edition("en", "news.example", "en", "/{page}/")
KAZAKH = "Бүгін Астанада өтетін жиынға өңірлердің әкімдері қатысады деп хабарлады ұйымдастырушылар."


def test_an_edition_is_one_of_the_sites_or_any_host() -> None:
    site = Site(
        "news", ZoneInfo("Asia/Dubai"), AGENCY.layouts, Addresses({"en": EN}, ""), {"en": EN}
    )
    assert site.edition("en") is EN
    with pytest.raises(KeyError):
        site.edition("ru")
    assert REPUBLISHER.edition("blog.example") == Edition(
        "blog.example", "blog.example", "", "/page/{page}/"
    )


def test_a_site_that_says_nothing_of_datelines_reads_none() -> None:
    site = Site("news", ZoneInfo("Asia/Dubai"), AGENCY.layouts, Addresses({"en": EN}, ""))
    assert site.dateline("DUBAI. KAZINFORM - A text.") is None
    assert site.search is None
    assert not site.editions


def test_the_language_is_the_editions_or_what_the_page_shows() -> None:
    reading = Reading(layout="x", headline="Astana", body=[KAZAKH], language="kk")
    assert AGENCY.language("en", reading) == "en"
    assert REPUBLISHER.language("blog.example", reading) == "kk-Cyrl"


def test_a_day_is_that_of_the_sites_clock() -> None:
    evening = datetime(2026, 3, 1, 19, 30, tzinfo=UTC)
    assert AGENCY.day(evening) == date(2026, 3, 2)
    assert AGENCY.midnight(date(2026, 3, 2)) == datetime(2026, 3, 1, 19, tzinfo=UTC)
    assert AGENCY.midnight(date(2023, 3, 2)) == datetime(2023, 3, 1, 18, tzinfo=UTC)
