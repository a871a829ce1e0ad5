"""Cookies are off; whoever switches them on asks no host for the list of public suffixes."""

import socket
from importlib import import_module

import pytest
from scrapy.downloadermiddlewares import cookies

from kazcrawl import settings


def test_the_list_of_public_suffixes_is_the_bundled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    (name,) = (name for name in settings.DOWNLOADER_MIDDLEWARES if name.endswith(".Cookies"))
    import_module(name.rpartition(".")[0])
    assert cookies._split_domain.suffix_list_urls == ()

    def ask(*_: object) -> None:
        raise AssertionError("a name is looked up")

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    assert cookies._is_public_domain("com.kz")
    assert not cookies._is_public_domain("inform.kz")
