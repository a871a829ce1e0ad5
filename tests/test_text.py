"""Patterns that are compiled when they are first asked."""

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import kazcrawl
from kazcrawl import text


def test_each_is_sound() -> None:
    rooms = tuple(f"kazcrawl.{room}" for room in ("cleaning", "crawl.", "dates", "pages", "sites"))
    names = [module.name for module in walk_packages(kazcrawl.__path__, "kazcrawl.")]
    values = (vars(import_module(name)).values() for name in names if name.startswith(rooms))
    patterns = [
        value for of_module in values for value in of_module if isinstance(value, text._Pattern)
    ]
    assert len(patterns) > 40
    for pattern in patterns:
        re.compile(pattern.pattern)


def test_one_is_asked_as_any_pattern_is() -> None:
    words = text.pattern(r"(?P<first>[a-z]+) and ([a-z]+)", re.IGNORECASE)
    found = words.fullmatch("This AND that")
    assert found
    assert found["first"] == "This"
    assert [found[2] for found in words.finditer("a and b, c and d")] == ["b", "d"]
    with pytest.raises(AttributeError):
        words.nonsense  # type: ignore[attr-defined]  # noqa: B018
