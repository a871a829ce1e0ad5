"""With which signs the texts that a pattern fits begin: most patterns need not be tried at all."""

from functools import cache
from importlib import import_module
from typing import Any

# The library's own reading of its patterns: there is no other that knows all of their grammar.
parser: Any = import_module("re._parser")
kinds: Any = import_module("re._constants")

_DIGITS = frozenset("0123456789")
# One letter to a pattern that knows no case.
_I = frozenset("iIıİ")
# Wider ranges than an alphabet stand for any sign.
_WIDEST = 0x250


@cache
def beginnings(expression: str) -> frozenset[str] | None:
    """The signs, in either case, with which texts that fit begin; None for any sign."""
    signs, may_be_empty = _signs_of(parser.parse(expression))
    if signs is None or may_be_empty:
        return None
    cases = {case for sign in signs for case in (sign, sign.lower(), sign.upper())}
    return frozenset(cases | _I if cases & _I else cases)


_Signs = tuple[set[str] | None, bool]
"""Signs, None for any, and whether none of them need be there."""


def _signs_of(parts: Any) -> _Signs:
    """Of one part behind the other."""
    signs: set[str] = set()
    for part in parts:
        own, may_be_empty = _signs_of_part(*part)
        if own is None:
            return None, False
        signs |= own
        if not may_be_empty:
            return signs, False
    return signs, True


def _signs_of_part(kind: Any, value: Any) -> _Signs:
    if kind is kinds.LITERAL:
        return {chr(value)}, False
    if kind is kinds.IN:
        return _signs_of_class(value), False
    if kind is kinds.BRANCH:
        return _either([_signs_of(branch) for branch in value[1]])
    if kind is kinds.SUBPATTERN:
        return _signs_of(value[-1])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        signs, may_be_empty = _signs_of(value[2])
        return signs, may_be_empty or value[0] == 0
    if kind in (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT):
        return set(), True
    return None, False


def _signs_of_class(members: Any) -> set[str] | None:
    signs: set[str] = set()
    for kind, value in members:
        if kind is kinds.LITERAL:
            signs.add(chr(value))
        elif kind is kinds.RANGE and value[1] - value[0] < _WIDEST:
            signs.update(map(chr, range(value[0], value[1] + 1)))
        elif kind is kinds.CATEGORY and value is kinds.CATEGORY_DIGIT:
            signs |= _DIGITS
        elif kind is kinds.CATEGORY and value is kinds.CATEGORY_SPACE:
            # What is compared begins with no space.
            continue
        else:
            return None
    return signs


def _either(branches: list[_Signs]) -> _Signs:
    signs: set[str] = set()
    for own, _ in branches:
        if own is None:
            return None, False
        signs |= own
    return signs, any(may_be_empty for _, may_be_empty in branches)
