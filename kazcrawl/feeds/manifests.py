"""Where manifests stand: in a folder of their own, and during schema 1 beside their files too.

A program that is pointed at a spider's feeds takes whatever lies there for records; names that
begin with a dot or an underscore are passed over by some of them only. So nothing but feed files
is to lie there: a manifest stands in ``.manifests`` beside the spider's folder.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, TypeVar

import orjson

APART = ".manifests"
ENDING = ".manifest.json"

NEW, BOTH = "new", "both"
"""Which manifests are written: those apart, or those beside the files as well."""

Manifest = dict[str, Any]

MUTABLE = frozenset(("bytes", "sha256", "forgotten", "previous", "head", "signature"))
"""Keys of a manifest that its head is not of: forgetting alters them, or they are made of it."""

AnyPath = TypeVar("AnyPath", bound=PurePath)


def manifest_bytes(manifest: Manifest) -> bytes:
    """A manifest as its file's bytes: indented JSON, ended by a newline."""
    return orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def lasting(manifest: Manifest) -> Manifest:
    """What a manifest says for good."""
    return {name: value for name, value in manifest.items() if name not in MUTABLE}


def is_of_same_batch(content: bytes, manifest: Manifest) -> bool:
    """Whether the bytes of a manifest are of the batch of another, whatever was forgotten in it
    since: they say the same for good, and have the same place in the chain."""
    try:
        told = orjson.loads(content)
        return told.get("head") == manifest.get("head") and lasting(told) == lasting(manifest)
    except (ValueError, AttributeError):
        return False


def manifests_of(path: AnyPath) -> tuple[AnyPath, AnyPath]:
    """The manifest of a feed file apart, and the one beside it: its name up to ``.jsonl``."""
    name = path.name.split(".jsonl")[0] + ENDING
    day, source = path.parent, path.parent.parent
    return source.parent / APART / source.name / day.name / name, path.with_name(name)


def manifests_written(
    path: AnyPath, which: str, stands: Callable[[AnyPath], bool]
) -> tuple[AnyPath, ...]:
    """The manifests that a feed file is given, in the order in which they are written.

    One that stands beside it already is written again with it, or it would be false.
    """
    apart, beside = manifests_of(path)
    return (apart, beside) if which == BOTH or stands(beside) else (apart,)


def manifests_in(folder: Path) -> dict[int, Path]:
    """A manifest of each batch in a spider's folder, by number; those apart go first."""
    told: dict[int, Path] = {}
    for place in (folder, folder.parent / APART / folder.name):
        for path in place.glob(f"dt=*/*{ENDING}"):
            number = number_of(folder.name, path.name.removesuffix(ENDING))
            if number is not None:
                told[number] = path
    return told


def number_of(source: str, name: str) -> int | None:
    """The batch number in a name such as ``kazinform-000012`` or ``12``; None for another's."""
    own, _, number = name.rpartition("-")
    return int(number) if own in ("", source) and number.isdecimal() else None


def remove(path: Path) -> None:
    """Removes a feed file with its manifests, and the folders that are empty then."""
    for own in (*manifests_of(path), path):
        own.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # it is not empty, or was never there
            own.parent.rmdir()
