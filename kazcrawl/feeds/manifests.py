"""Where manifests stand: in a folder of their own, and during schema 1 beside their files too.

A program that is pointed at a spider's feeds takes whatever lies there for records; names that
begin with a dot or an underscore are passed over by some of them only. So nothing but feed files
is to lie there: a manifest stands in ``.manifests`` beside the spider's folder.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

APART = ".manifests"
ENDING = ".manifest.json"

NEW, BOTH = "new", "both"
"""Which manifests are written: those apart, or those beside the files as well."""


def manifests_of(path: Path) -> tuple[Path, Path]:
    """The manifest of a feed file apart, and the one beside it: its name up to ``.jsonl``."""
    name = path.name.split(".jsonl")[0] + ENDING
    day, source = path.parent, path.parent.parent
    return source.parent / APART / source.name / day.name / name, path.with_name(name)


def manifests_written(path: Path, which: str) -> tuple[Path, ...]:
    """The manifests that a feed file is given, in the order in which they are written.

    One that stands beside it already is written again with it, or it would be false.
    """
    apart, beside = manifests_of(path)
    return (apart, beside) if which == BOTH or beside.exists() else (apart,)


def every_manifest(feeds: Path) -> Iterator[Path]:
    """Every manifest below a feeds folder, whatever spider's it is."""
    for pattern in (f"*/dt=*/*{ENDING}", f"{APART}/*/dt=*/*{ENDING}"):
        yield from feeds.glob(pattern)


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
