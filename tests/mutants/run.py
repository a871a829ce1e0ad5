"""Which faults the tests of a room notice: a sample of all that can be made, and a table.

python -m tests.mutants.run --number 500 --seed 1 [--room health …]
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from multiprocessing.connection import wait
from pathlib import Path
from random import Random

from tests.mutants import generate
from tests.mutants.bed import Bed, Outcome

TESTS = {
    "crawl": ("tests/crawl",),
    "archive": ("tests/archive",),
    "feeds": ("tests/feeds",),
    "health": ("tests/health",),
    # A layout is a saved page and its record.
    "sites": ("tests/sites", "tests/pages/test_samples.py"),
    "cleaning": ("tests/cleaning",),
}
"""The rooms of the package, and the tests that answer for each."""

_ROOT = Path(__file__).parents[2]
_ENOUGH, _SECONDS = 0.9, 20


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant of a file of a room, the line it stands in, and what came of it."""

    room: str
    path: str
    mutant: generate.Mutant
    code: str
    outcome: Outcome

    def __str__(self) -> str:
        mutant = self.mutant
        return (
            f"{self.path}:{mutant.line}: {mutant.kind}: {mutant.before} → {mutant.after}"
            f"    in: {self.code}"
        )


Sampled = tuple[str, str, generate.Mutant]
"""Room, path of the file in the checkout, and the mutant."""


def sample(root: Path, rooms: list[str], number: int, seed: int) -> list[Sampled]:
    """So many mutants of the rooms, or all if there are fewer; the same for the same seed."""
    every = [
        (room, path.relative_to(root).as_posix(), mutant)
        for room in rooms
        for path in sorted((root / "kazcrawl" / room).rglob("*.py"))
        for mutant in generate.mutants(path.read_text("utf-8"))
    ]
    chosen = Random(seed).sample(range(len(every)), min(number, len(every)))
    return [every[position] for position in sorted(chosen)]


def run(beds: list[Bed], sampled: list[Sampled]) -> Iterator[Tried]:
    """Tries the mutants, one a bed at a time, each with the tests of its room.

    Rooms whose own tests fail unchanged are told, and their mutants left out.
    """
    seconds_by_room: dict[str, float] = {}
    for room in dict.fromkeys(room for room, _, _ in sampled):
        seconds = beds[0].seconds(TESTS[room])
        if seconds is None:
            print(f"{room}: its tests fail as they are: {beds[0].complaint()}", file=sys.stderr)
        else:
            seconds_by_room[room] = seconds
    waiting = [one for one in sampled if one[0] in seconds_by_room]
    trying: dict[Bed, Sampled] = {}
    try:
        while waiting or trying:
            for bed in beds:
                if bed not in trying and waiting:
                    room, path, mutant = trying[bed] = waiting.pop(0)
                    # Slow machines and neighbours are no faults: a mutant has time enough.
                    limit = _SECONDS + 5 * seconds_by_room[room]
                    bed.begin(path, mutant.number, TESTS[room], limit)
            soonest = min(bed.until for bed in trying)
            wait([bed.sentinel for bed in trying], max(0, soonest - time.monotonic()))
            for bed in list(trying):
                if outcome := bed.outcome():
                    room, path, mutant = trying.pop(bed)
                    lines = (_ROOT / path).read_text("utf-8").splitlines()
                    yield Tried(room, path, mutant, lines[mutant.line - 1].strip(), outcome)
    finally:
        for bed in trying:
            bed.stop()


def table(tried: list[Tried], rooms: list[str]) -> str:
    """By room: mutants, those that a test noticed, those that hung, those that live."""
    rows = [("room", "mutants", "killed", "of these hung", "survived", "share")]
    for room in [*rooms, "all"]:
        counts = Counter(one.outcome for one in tried if room in (one.room, "all"))
        dead = counts["failed"] + counts["hung"]
        share = f"{dead / counts.total():.1%}" if counts else "-"
        figures = map(str, (counts.total(), dead, counts["hung"], counts["survived"]))
        rows.append((room, *figures, share))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def main() -> int:
    """Runs what the arguments say; 1 when a room could not be tried, or too many live."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=500, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--room", action="append", choices=TESTS, help="of these rooms only")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--out", type=Path, default=Path("build/mutants"))
    arguments = parser.parse_args()
    rooms = arguments.room or list(TESTS)
    sampled = sample(_ROOT, rooms, arguments.number, arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tried = []
    with tempfile.TemporaryDirectory() as folder:
        beds = [Bed(_ROOT, Path(folder, str(job))) for job in range(arguments.jobs)]
        with Path(arguments.out, "mutants.jsonl").open("w", encoding="utf-8") as file:
            for one in run(beds, sampled):
                tried.append(one)
                file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
                file.flush()
                if one.outcome == "survived":
                    print(one, flush=True)
    print(table(tried, rooms))
    dead = sum(one.outcome != "survived" for one in tried)
    return int(len(tried) < len(sampled) or dead < _ENOUGH * len(tried))


if __name__ == "__main__":
    sys.exit(main())
