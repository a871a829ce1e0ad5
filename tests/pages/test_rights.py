"""What sites say of the use of their texts is found as it stands, wherever it stands."""

from itertools import product

import pytest

from kazcrawl.pages.rights import (
    HEADER,
    PAGE,
    ROBOTS,
    TDMREP,
    in_headers,
    in_page,
    in_robots,
    in_tdmrep,
)

IN_ROBOTS = [
    "",
    "Content-Usage: train-ai=n",
    "  content-usage : /news train-ai=n, search=y  # as asked",
    "Content-Signal: search=yes, ai-train=no",
    "License: https://x.example/license.xml",
]
IN_HEADERS = [
    ("Server", "nginx"),
    ("X-Robots-Tag", "noai, noimageai"),
    ("tdm-reservation", "1"),
    ("Link", '<https://x.example/l.xml>; rel="license"; type="application/rsl+xml"'),
]
IN_HEAD = [
    '<meta name="robots" content="max-image-preview:large">',
    '<meta name="tdm-reservation" content="1">',
]


@pytest.mark.parametrize(("robots", "header", "head"), product(IN_ROBOTS, IN_HEADERS, IN_HEAD))
def test_every_combination_is_told_as_it_stands(
    robots: str, header: tuple[str, str], head: str
) -> None:
    text = f"\ufeffUser-agent: *\r\n{robots}\r\nDisallow: /x\r\n"
    told = [*in_robots(text), *in_headers([header]), *in_page(f"<html>{head}<p>A".encode())]
    wanted = [
        *([(ROBOTS, robots.strip())] if robots else []),
        *([(HEADER, ": ".join(header))] if header[0] != "Server" else []),
        *([(PAGE, head)] if "tdm" in head else []),
    ]
    assert told == wanted


@pytest.mark.parametrize(
    "element",
    [
        '<meta name="TDM-Policy" content="https://x.example/policy.json">',
        '<link rel="license" type="application/rsl+xml" href="https://x.example/l.xml">',
        '<script type="application/rsl+xml"><rsl/></script>',
    ],
)
def test_elements_of_a_head_are_kept_whole(element: str) -> None:
    ((kind, words),) = in_page(f"<!doctype html><html><head>{element}</head>".encode())
    assert (kind, words) == (PAGE, element)


def test_a_tdmrep_is_kept_whole_and_what_is_none_is_not() -> None:
    told = b'[{"location": "/", "tdm-reservation": 1}]'
    assert list(in_tdmrep(told)) == [(TDMREP, told.decode())]
    for body in (b"<html>not found</html>", b"{}", b"[]", b"", b"\xff"):
        assert list(in_tdmrep(body)) == []


def test_what_only_looks_like_it_is_not_told() -> None:
    assert list(in_robots("# License: no\nDisallow: /license:\nX-License: 1")) == []
    assert list(in_headers([("Link", "</a.css>; rel=preload"), ("License", "x")])) == []
    assert list(in_page(b"<p>application/rsl+xml and tdm-policy are words here")) == []
    # What stands in an article's text is no statement of its site.
    element = b'<meta name="tdm-policy" content="https://x.example/policy">'
    assert list(in_page(b"<head></head><body><p>" + element)) == []
    assert len(list(in_page(b"<HEAD>" + element + b"</HEAD><BODY><p>"))) == 1
