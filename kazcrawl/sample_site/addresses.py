"""Addresses of the sample articles: each leads back to its article without a table."""

import re
from datetime import UTC, datetime

from kazcrawl.sites.kazinform.editions import EDITIONS

BY_HOST = {host: edition for edition in EDITIONS.values() for host in edition.all_hosts}
"""The edition that a host is asked for."""

_SIX_DIGITS = datetime(2023, 9, 1, tzinfo=UTC)
_EIGHT_DIGITS = datetime(2026, 1, 1, tzinfo=UTC)
# An odd factor makes the numbers of articles look like hashes and can be undone.
_FACTOR, _SHIFT = 0x9E3779B1, 0x51F0A3
_FIRST_ID = 2_000_000
_SYLLABLES = [c + v for c in "bdgklmnprstvz" for v in "aeiou"]


def slug(words: str, number: int, published: datetime, *, kind: str) -> str:
    """The last part of an article's address.

    ``number`` counts an edition's articles from its oldest; ``kind`` is ``hash``, ``bare``
    (made by an editor, without a hash) or ``empty`` (nothing but the hash).
    """
    if published < _SIX_DIGITS:
        return f"{words}_a{_FIRST_ID + number}"
    if kind == "bare":
        return f"{words}-{_spoken(number)}"
    digits = 8 if published >= _EIGHT_DIGITS else 6
    mixed = (number * _FACTOR + _SHIFT) % 16**digits
    return f"{'' if kind == 'empty' else words}-{mixed:0{digits}x}"


def number_of(slug: str) -> int | None:
    """The number that ``slug`` was made from, or None if it was not made here."""
    if match := re.search(r"(?:_a|^article/)(\d+)$", slug):
        return int(match[1]) - _FIRST_ID
    if match := re.search(r"-([0-9a-f]{8}|[0-9a-f]{6})$", slug):
        size = 16 ** len(match[1])
        inverse: int = pow(_FACTOR, -1, size)
        number: int = (int(match[1], 16) - _SHIFT) * inverse % size
        return number
    if match := re.search(r"-q((?:-[a-z]{2})+)$", slug):
        spoken = 0
        for syllable in match[1].strip("-").split("-"):
            if syllable not in _SYLLABLES:
                return None
            spoken = spoken * len(_SYLLABLES) + _SYLLABLES.index(syllable)
        return spoken
    return None


def _spoken(number: int) -> str:
    digits: list[str] = []
    while number or not digits:
        number, digit = divmod(number, len(_SYLLABLES))
        digits.append(_SYLLABLES[digit])
    return "-".join(["q", *reversed(digits)])


def canonical_url(edition: str, slug: str) -> str:
    """The canonical address of an article of an edition."""
    found = EDITIONS[edition]
    return found.root + found.article.format(slug=slug)


def legacy_url(edition: str, number: int) -> str:
    """The address that an article had before about 2016: nothing but its ID."""
    found = EDITIONS[edition]
    return f"{found.root}/{found.paths[-1]}/article/{_FIRST_ID + number}"
