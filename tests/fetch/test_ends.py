"""Where a page ends, in whatever encoding and whatever is written behind it."""

import pytest
from scrapy.http import Response

from kazcrawl.fetch.ends import has_end

PAGE = "<html><p>Text</p></html>"


@pytest.mark.parametrize(
    ("page", "is_whole"),
    [
        (PAGE.encode(), True),
        (PAGE.upper().encode(), True),
        (PAGE.replace("l>", "l\n >").encode(), True),
        (PAGE.encode("utf-16"), True),
        (PAGE.encode("utf-16-be"), True),
        (PAGE.encode() + b"<!-- cached -->" * 1_000, True),
        (PAGE.encode() + b" " * 20_000, False),
        (PAGE.encode()[:-7], False),
        (PAGE.encode("utf-16")[:-14], False),
        (b"", False),
    ],
    ids=[
        *("plain", "capitals", "spaces in it", "utf-16", "utf-16-be", "counters behind it"),
        *("far behind", "cut", "utf-16, cut", "nothing"),
    ],
)
def test_a_page_ends_with_its_last_element(page: bytes, is_whole: bool) -> None:
    assert has_end(Response("https://x.example/", body=page)) == is_whole
