"""Bytes to text: what a page's header, its meta and its bytes say of its encoding, weighed.

Labels lie: servers declare one encoding for every page, templates are copied between sites.
Bytes that are UTF-8 are UTF-8, whatever a label says; bytes that a label calls so are UTF-8 even
with a few strays among them; among the old encodings of Cyrillic and
Chinese, letters that make words decide, labels first where they are plausible.
"""

import codecs
import re
from collections import Counter

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
)

MAX_BYTES = 20_000_000
"""Bytes decoded at all: more than any page that is read needs (``bounds``)."""

# The old encodings that this site's languages were written in.
_CYRILLIC_AND_CHINESE = ("cp1251", "koi8-r", "gb18030")
# Share of Russian letters among 1,000, lower case: a wrong table swaps cases and letters.
_RUSSIAN = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (
            *(110, 85, 80, 74, 67, 63, 55, 47, 45, 43, 35, 32, 30, 28, 26, 20, 19),
            *(17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1),
        ),
        strict=True,
    )
)
# The signs that make up a good third of any Chinese news.
_CHINESE = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能"
    "下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加"
    "量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与"
    "关各重新线内数正心反明看原又利比或但质气第向道此变条只没结解问意建月公无系情者最立代已通"
    "并提直题展五员位入常文总次品式活设及管特件长求基资边流路级少图统接较将组见计别期根论运指"
    "区强放西被做必先则任取据处世哈萨克斯坦阿拉木图"
)
# What Western tables make of a byte above ASCII, and the byte again.
_WESTERN = {byte: chr(byte) for byte in range(128, 256)} | {
    ord(bytes([byte]).decode("cp1252")): chr(byte)
    for byte in range(128, 160)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
# The same of Windows' Cyrillic one, which has no letter for one byte; a sign that it does not have
# becomes one that is no byte.
_CYRILLIC = dict.fromkeys(range(128, 256), "\ufffe") | {
    ord(bytes([byte]).decode("cp1251")) if byte != 0x98 else byte: chr(byte)
    for byte in range(128, 256)
}
# The first signs show what a text cannot be.
_GLANCE = 40
# Signs that must become fewer: two or three accents may stand side by side by chance.
_LEAST_TWICE = 4
# Signs that those tables make of commonest letters and stops, and that few texts have so often.
_WESTERN_SIGNS, _CYRILLIC_SIGNS, _LEAST_SIGNS = "ÐØïÄÃæ", "ѕµ§ј±Ўљ", 3
_PART = re.compile(r"([^<>\x00-\x7f][^<>]*)")
# Where Kazakhstan's table has its own letters, the Russian one has Macedonian and Serbian ones.
_KAZAKH_AS_RUSSIAN = frozenset("ќѕјЌЅЈ")
_KAZAKH_SHARE, _YERU_SHARE = 0.01, 0.01
_UNREAD = re.compile(rb"<(script|style)\b.*?</\1|<[^>]*>", re.IGNORECASE | re.DOTALL)
_ASCII = bytes(range(128))
_NO_LATIN = bytes(byte for byte in range(256) if not (chr(byte).isalpha() and byte < 128))
# Bytes of a page that are weighed.
_WEIGHED = 200_000
# Below it the letters do not look like those of their language.
_PLAUSIBLE = 0.5


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a page that came with ``content_type`` (the whole header, or None).

    Never raises: a byte that fits nowhere becomes U+FFFD.
    """
    body = body[:MAX_BYTES]
    bom_encoding, bom = read_bom(body)
    if bom_encoding is not None and bom is not None:
        return body[len(bom) :].decode(bom_encoding, "replace")
    if wide := _wide_encoding(body):
        return body.decode(wide, "replace")
    labels = _labels(body, content_type)
    if (text := _as_utf8(body, "utf-8" in labels)) is not None:
        beyond = body.translate(None, _ASCII).decode("utf-8", "replace")
        table = _table_of_twice(beyond)
        if table is None:
            return _with_parts_once_decoded(text, beyond)
        return _once_decoded(text, table)
    return body.decode(_old_encoding(body, labels), "replace")


def _labels(body: bytes, content_type: str | None) -> list[str]:
    """What header and meta call the encoding, the header's first."""
    labels = (http_content_type_encoding(content_type), html_body_declared_encoding(body[:4096]))
    return [label for label in dict.fromkeys(labels) if label]


def _wide_encoding(body: bytes) -> str | None:
    """UTF-16 without its mark: markup is ASCII, so every other byte of a tag is null."""
    start = body[:400]
    if start.count(0) * 4 < len(start) or len(start) < 8:
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _as_utf8(body: bytes, is_labelled: bool) -> str | None:
    """The text if the bytes are UTF-8, torn at the end or with a rare fault; else None.

    The fault need not be rare where a label says UTF-8: an English page has few letters beyond
    ASCII. What is none has a fifth of them right by chance (Chinese), Cyrillic next to none.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 3 and error.start:
            return body.decode("utf-8", "replace")
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(text) - wrong - sum(map(text.count, ("\n", "\r", "\t")))
    # Letters beyond ASCII that came out right, against those that did not.
    beyond = sum(1 for sign in text[:_WEIGHED] if sign > "\x7f" and sign != "\ufffd")
    least = wrong / 2 if is_labelled else 50 * wrong
    return text if right and beyond > least else None


def _table_of_twice(beyond: str) -> dict[int, str] | None:
    """The table by which what of a page is ``beyond`` ASCII, a small part of it, may be UTF-8
    that was written twice."""
    if not beyond:
        return None
    for table in (_WESTERN, _CYRILLIC):
        may_be = _undone(beyond[:_GLANCE], table, is_torn=True) is not None
        if may_be and _undone(beyond, table) is not None:
            return table
    return None


def _undone(text: str, table: dict[int, str], *, is_torn: bool = False) -> str | None:
    """A text that was decoded by a table as the UTF-8 that it was; None if it was none."""
    try:
        own = text.translate(table).encode("latin-1")
        return codecs.utf_8_decode(own, "strict", not is_torn)[0]
    except UnicodeError:
        return None


def _once_decoded(text: str, table: dict[int, str]) -> str:
    """A text that was taken for one by a table and written as UTF-8 once more, decoded a second
    time.

    Certain only if all of it beyond ASCII makes UTF-8 again: then it is nothing else.
    """
    once = _undone(text, table)
    return text if once is None or len(text) - len(once) < _LEAST_TWICE else once


def _with_parts_once_decoded(text: str, beyond: str) -> str:
    """A text (``beyond``: without its ASCII) of whose parts, from tag to tag, some may be UTF-8
    that was written twice: a database's, in a template that is right."""
    for signs, table in ((_WESTERN_SIGNS, _WESTERN), (_CYRILLIC_SIGNS, _CYRILLIC)):
        if max(map(beyond.count, signs)) >= _LEAST_SIGNS:
            pieces = _PART.split(text)
            pieces[1::2] = [_once_decoded(piece, table) for piece in pieces[1::2]]
            text = "".join(pieces)
    return text


def _old_encoding(body: bytes, labels: list[str]) -> str:
    named = [label for label in labels if not label.startswith(("utf", "ascii"))]
    sample = _UNREAD.sub(b" ", body[:_WEIGHED])
    beyond = len(sample.translate(None, _ASCII))
    letters = len(sample.translate(None, _NO_LATIN))
    if beyond * 3 < letters:
        # A Latin text: accents and quotation marks are all there is to decode.
        return next((label for label in named if label not in _CYRILLIC_AND_CHINESE), "cp1252")
    encodings = (*named, *_CYRILLIC_AND_CHINESE)
    scores = {encoding: _plausibility(sample, encoding) for encoding in encodings}
    best = next((label for label in named if scores[label] >= _PLAUSIBLE), None)
    best = best or max(scores, key=lambda encoding: scores[encoding])
    if codecs.lookup(best).name == "cp1251" and _is_kazakh(sample):
        return "kz1048"
    if scores[best] >= _PLAUSIBLE:
        return best
    return named[0] if named else "cp1252"


def _is_kazakh(sample: bytes) -> bool:
    """Whether Cyrillic bytes are of Kazakhstan's table, which servers label as Russian's.

    Macedonian has the odd letters of that reading, too, but no yeru.
    """
    text = sample.decode("cp1251", "replace").lower()
    letters = sum(1 for sign in text if sign > "\x7f" and sign.isalpha()) or 1
    odd = sum(map(text.count, _KAZAKH_AS_RUSSIAN))
    return odd >= _KAZAKH_SHARE * letters and text.count("ы") >= _YERU_SHARE * letters


def _plausibility(sample: bytes, encoding: str) -> float:
    """How much a text in an encoding looks like Russian or Chinese; 1 is as usual, 0 not at all."""
    try:
        codec = codecs.lookup(encoding)
    except LookupError:
        return 0.0
    text, _ = codec.decode(sample, "replace")
    signs = Counter(text)
    beyond = {sign: count for sign, count in signs.items() if sign > "\x7f" and sign.isalpha()}
    wrong = signs["\ufffd"]
    total = sum(beyond.values()) + wrong
    if not total:
        return 0.0
    # The mean share of a letter of Russian prose is 59 in 1,000; Kazakh has some of its own.
    weighed = sum(_RUSSIAN.get(sign, 0) * count for sign, count in beyond.items())
    russian = weighed / total / 59
    chinese = sum(count for sign, count in beyond.items() if sign in _CHINESE) / total / 0.4
    return max(russian, chinese) * (1 - wrong / total) ** 4
