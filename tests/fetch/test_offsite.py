"""What is a server of the spider's own, and what no redirect may lead to."""

import asyncio
import socket
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.test import get_crawler

from kazcrawl.fetch.hosts import is_public
from kazcrawl.fetch.offsite import ANY_HOST, Offsite
from kazcrawl.spiders.kazinform import KazinformSpider


@pytest.mark.parametrize(
    ("url", "is_own"),
    [
        ("https://ar.inform.kz/news/", True),
        ("http://ar.inform.kz:80/news/", True),
        ("https://ar.inform.kz:443/news/", True),
        ("https://ar.inform.kz:8443/news/", False),
        ("http://ar.inform.kz:22/", False),
        ("ftp://ar.inform.kz/news/", False),
        ("https://ar.inform.kz.example/news/", False),
        ("http://127.0.0.1/", False),
    ],
)
def test_only_the_spiders_own_hosts_are_asked_and_on_the_webs_own_ports(
    tmp_path: Path, url: str, is_own: bool
) -> None:
    crawler = get_crawler(KazinformSpider, {"KAZCRAWL_DATA": str(tmp_path)})
    crawler.spider = KazinformSpider.from_crawler(crawler, editions="ar")
    offsite = Offsite.from_crawler(crawler)
    offsite.spider_opened(crawler.spider)
    try:
        asyncio.run(offsite.process_request(Request(url)))
        passed = True
    except IgnoreRequest:
        passed = False
    assert passed == is_own


@pytest.mark.parametrize(("host", "passes"), [("1.1.1.1", True), ("10.0.0.1", False)])
def test_what_may_go_to_any_host_goes_to_public_servers_only(
    tmp_path: Path, host: str, *, passes: bool
) -> None:
    crawler = get_crawler(KazinformSpider, {"KAZCRAWL_DATA": str(tmp_path)})
    crawler.spider = KazinformSpider.from_crawler(crawler, editions="ar")
    offsite = Offsite.from_crawler(crawler)
    offsite.spider_opened(crawler.spider)
    request = Request(f"https://{host}/robots.txt", meta={ANY_HOST: True})
    with nullcontext() if passes else pytest.raises(IgnoreRequest, match=f"off-site: {host}"):
        asyncio.run(offsite.process_request(request))


def test_a_host_one_of_whose_addresses_is_private_is_no_public_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def told(*_: Any, **__: Any) -> list[Any]:
        return [(0, 0, 0, "", (address, 0)) for address in ("1.1.1.1", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", told)
    assert not asyncio.run(is_public("both.example"))
