"""A value given from outside: how it is read, what it must be, and the line that says so."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

import attrs


@attrs.frozen
class Takes:
    """What a value must be, completing ``NAME=value: must be …``, and how it is read from text.

    ``read`` raises ValueError, with its own words or, for what ``text`` says, without any. A
    ``secret`` value is never repeated: ``NAME`` and the reader's own words. One read ``within``
    its model is handed that as well, with the fields before this one.
    """

    text: str
    read: Callable[..., Any]
    secret: bool = False
    within: bool = False


def given(takes: Takes, default: object, text: str, *, name: str, group: str = "") -> Any:
    """A field of a model that is given by ``name`` from outside; ValueError is one line.

    Only text is read: what is no text, as a default may be, is the value itself.
    """
    return attrs.field(
        default=default,
        alias=name,
        converter=attrs.Converter(_read, takes_self=True, takes_field=True),
        metadata={"takes": takes, "text": text, "group": group},
    )


def fields_of(model: type) -> "dict[str, attrs.Attribute[Any]]":
    """A model's fields by the names under which they are given from outside."""
    return {field.alias: field for field in attrs.fields(model) if "takes" in field.metadata}


def taken_by(field: "attrs.Attribute[Any]") -> Takes:
    """What a field takes."""
    takes: Takes = field.metadata["takes"]
    return takes


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """``; did you mean NAME?``, or nothing where no name is like it."""
    close = get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _read(value: object, model: object, field: "attrs.Attribute[Any]") -> Any:
    if not isinstance(value, str):
        return value
    takes = taken_by(field)
    try:
        return takes.read(value, model) if takes.within else takes.read(value)
    except ValueError as error:
        shown = field.alias if takes.secret else f"{field.alias}={' '.join(value.split())}:"
        raise ValueError(f"{shown} {str(error) or f'must be {takes.text}'}") from None
