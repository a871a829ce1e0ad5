"""What a value must be, said once: for the message about a wrong one and for the documentation."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo


@dataclass(frozen=True, slots=True)
class Takes:
    """Metadata of an annotated type: completes the sentence ``NAME=value: must be …``.

    A ``secret`` value is never repeated: ``NAME`` and the validator's own words.
    """

    text: str
    secret: bool = False


def taken_by(field: FieldInfo) -> Takes:
    """What a field takes; of several, as types are made of types, the outermost."""
    return [note for note in field.metadata if isinstance(note, Takes)][-1]


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """A model's fields by the names under which they are given from outside."""
    return {
        str(field.validation_alias or attribute): field
        for attribute, field in model.model_fields.items()
    }


def first_error(error: ValidationError, model: type[BaseModel]) -> str:
    """The first fault as one line: ``NAME=value: must be …``, or a validator's own words."""
    fault = error.errors(include_url=False)[0]
    reason = fault.get("ctx", {}).get("error")
    if not fault["loc"]:
        return str(reason)
    name = str(fault["loc"][0])
    taken = taken_by(fields_of(model)[name])
    if taken.secret:
        return f"{name} {reason}"
    value = " ".join(str(fault["input"]).split())
    return f"{name}={value}: {reason or f'must be {taken.text}'}"


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """``; did you mean NAME?``, or nothing where no name is like it."""
    close = get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]}?" if close else ""
