"""What a site says of who may use its texts, as it says it: found, never judged.

robots.txt (``Content-Usage``, ``Content-Signal``, ``License``), headers of answers
(``X-Robots-Tag``, ``Content-Usage``, TDMRep's, ``Link`` to a licence), elements of a page's head
(TDMRep's, RSL's licences), and ``/.well-known/tdmrep.json``.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import orjson
from selectolax.lexbor import LexborHTMLParser

ROBOTS, HEADER, PAGE, TDMREP = "robots.txt", "header", "page", "tdmrep.json"
"""Where a statement stood."""

TDMREP_PATH = "/.well-known/tdmrep.json"
"""Where a host says it for machines."""

HEAD = 64 * 1024
"""So many bytes of a page are searched at the most."""

_LONGEST = 4000
_LINE = re.compile(r"(?im)^[ \t]*((?:content-usage|content-signal|license)[ \t]*:[^\r\n]*)")
_HEADERS = frozenset(("x-robots-tag", "content-usage", "tdm-reservation", "tdm-policy"))
_LICENCE = re.compile(r"(?i)\brel\s*=\s*\"?[^\";,]*\blicense\b")
# A page without one of these says nothing: most of them are not parsed again.
_MARKS = (b"tdm-reservation", b"tdm-policy", b"application/rsl+xml")
_ELEMENTS = (
    'meta[name="tdm-reservation" i], meta[name="tdm-policy" i], '
    'link[type="application/rsl+xml" i], script[type="application/rsl+xml" i]'
)


class Statement(NamedTuple):
    """What a site says: where it stood, and the words, whole."""

    kind: str
    words: str


def in_robots(text: str) -> Iterator[Statement]:
    """Lines of a robots.txt, as they stand."""
    for found in _LINE.finditer(text):
        yield _statement(ROBOTS, found[1])


def in_headers(headers: Iterable[tuple[str, str]]) -> Iterator[Statement]:
    """Headers of an answer, name and value."""
    for name, value in headers:
        own = name.lower()
        if own in _HEADERS or (own == "link" and _is_licence(value)):
            yield _statement(HEADER, f"{name}: {value}")


def _is_licence(value: str) -> bool:
    return "application/rsl+xml" in value.lower() or bool(_LICENCE.search(value))


def in_page(body: bytes) -> Iterator[Statement]:
    """Elements of a page's head, as they stand in it."""
    end = body.find(b"<body", 0, HEAD)
    head = body[: HEAD if end < 0 else end]
    small = head.lower()
    if not any(mark in small for mark in _MARKS):
        return
    for node in LexborHTMLParser(head.decode("utf-8", "replace")).css(_ELEMENTS):
        yield _statement(PAGE, node.html or "")


def in_tdmrep(body: bytes) -> Iterator[Statement]:
    """The whole of a tdmrep.json; nothing of an answer that is none."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return
    if isinstance(told, list) and told:
        yield _statement(TDMREP, body.decode("utf-8", "replace"))


def _statement(kind: str, words: str) -> Statement:
    return Statement(kind, words.strip()[:_LONGEST])
