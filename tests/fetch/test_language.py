"""Which language a server is asked for."""

import pytest
from scrapy import Request

from kazcrawl.fetch.language import AcceptLanguage
from kazcrawl.sites import wordpress
from kazcrawl.sites.kazinform import SITE


@pytest.mark.parametrize(
    ("url", "language"),
    [
        ("https://www.inform.kz/lenta/", b"ru"),
        ("https://kaz.inform.kz/lenta/", b"kk-Cyrl,kk;q=0.9"),
        ("https://cn.inform.kz/robots.txt", b"zh-Hans,zh;q=0.9"),
        ("https://static.example/robots.txt", None),
    ],
)
def test_each_edition_is_asked_in_its_own_language(url: str, language: bytes | None) -> None:
    request = Request(url)
    AcceptLanguage(SITE).process_request(request)
    assert request.headers.get("Accept-Language") == language


def test_a_site_whose_language_is_not_known_is_asked_in_none() -> None:
    request = Request("https://blog.example/story/")
    AcceptLanguage(wordpress.SITE).process_request(request)
    assert "Accept-Language" not in request.headers
