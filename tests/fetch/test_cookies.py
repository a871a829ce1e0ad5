"""Cookies are off; whoever switches them on asks no host for the list of public suffixes."""

import socket

import pytest
from scrapy.downloadermiddlewares import cookies
from scrapy.exceptions import NotConfigured
from scrapy.utils.misc import build_from_crawler, load_object
from scrapy.utils.test import get_crawler

from kazcrawl import settings


def middleware(**options: bool) -> object:
    (path,) = (name for name in settings.DOWNLOADER_MIDDLEWARES if name.endswith(".Cookies"))
    return build_from_crawler(load_object(path), get_crawler(settings_dict=options))


def test_there_are_none_unless_they_are_switched_on() -> None:
    with pytest.raises(NotConfigured):
        middleware(COOKIES_ENABLED=False)
    assert type(middleware(COOKIES_ENABLED=True)) is cookies.CookiesMiddleware


def test_the_list_of_public_suffixes_is_the_bundled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    middleware(COOKIES_ENABLED=True)
    assert cookies._split_domain.suffix_list_urls == ()

    def ask(*_: object) -> None:
        raise AssertionError("a name is looked up")

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    assert cookies._is_public_domain("com.kz")
    assert not cookies._is_public_domain("inform.kz")
