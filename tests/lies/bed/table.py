"""Many worlds of one or two lies drawn at random, and a table of what came of them by lie.

python -m tests.lies.bed.table --worlds 300 --out build/lies
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from random import Random

from tests.lies.bed.checks import Result, try_world
from tests.lies.bed.lie import lies

_TROUBLES = ("silent", "lost", "wrong", "twice", "unnamed", "objections")


def draw(worlds: int, seed: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Seeds and lies of so many worlds: every second has two lies, and every lie its turn."""
    random, names = Random(seed), sorted(lies())
    turns: list[str] = []
    for number in range(worlds):
        turns = turns or random.sample(names, len(names))
        first = turns.pop()
        second = random.choice([name for name in names if name != first])
        yield seed * 10_000 + number, (first, second) if number % 2 else (first,)


def _try(world: tuple[int, tuple[str, ...]]) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        return try_world(*world, Path(folder))


def table(results: list[Result]) -> str:
    """By lie: in how many worlds, of how many articles, and what was and was not caught."""
    columns = ("worlds", "articles", "took effect", "named", "sound", "missing, told", *_TROUBLES)
    rows = [("lie", *columns)]
    for name in sorted({name for one in results for name in one.lies} or {""}):
        own = [one for one in results if name in one.lies or not name]
        figures = [
            len(own),
            sum(one.articles for one in own),
            sum(one.effects.get(name, 0) > 0 for one in own),
            sum(name in one.named for one in own),
            sum(one.is_sound for one in own),
            sum(len(one.told) for one in own),
            *(sum(len(getattr(one, trouble)) for one in own) for trouble in _TROUBLES),
        ]
        rows.append((name or "no lie", *map(str, figures)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def main() -> None:
    """Tries the worlds, prints the table, and writes every result as JSON; 1 if one is amiss."""
    parser = argparse.ArgumentParser(prog="python -m tests.lies.bed.table", description=__doc__)
    parser.add_argument("--worlds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lie", action="append", choices=sorted(lies()), help="this lie alone")
    parser.add_argument("--honest", action="store_true", help="worlds without a lie")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--out", type=Path, help="folder for results.json and report.txt")
    options = parser.parse_args()
    worlds = list(draw(options.worlds, options.seed))
    if options.lie or options.honest:
        names = [(name,) for name in options.lie or ()] or [()]
        worlds = [(options.seed + number, one) for one in names for number in range(options.worlds)]
    with ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(_try, worlds))
    total = sum(one.articles for one in results)
    sound = sum(one.is_sound for one in results)
    print(table(results))
    print(f"\n{len(results)} worlds, {total} articles; {sound} worlds sound")
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        rows = [asdict(one) for one in results]
        (options.out / "results.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1))
        (options.out / "report.txt").write_text("\n\n".join(one.report() for one in results))
    sys.exit(sound < len(results))


if __name__ == "__main__":
    main()
