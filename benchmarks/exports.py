"""What exports cost, beside plain loops over the same records, and how much memory they take.

python -m benchmarks.exports [articles ...; default 20000 100000] [formats=jsonl,csv,...]

Archives of these sizes are filled (see ``big_archive``; in KAZTEST_BIG if that is set, where they
are kept) and exported by ``scrapy export``, format after format. Beside them, in processes of their
own and over the same records as JSON lines: ``json.loads`` and ``json.dumps`` of each line,
``csv.DictWriter`` of each record, and pyarrow's own reading of the lines and writing as Parquet, of
the first 100,000 alone: it holds them all in memory.
Told are records a second of CPU time, wall seconds, and megabytes at the peak.
"""

import csv
import json
import os
import shutil
import sys
import tempfile
from itertools import chain, islice
from pathlib import Path

from benchmarks.big_archive import fill_apart
from benchmarks.costs import use_of
from benchmarks.told import tell
from tests.support import ROOT

_FORMATS = ("jsonl", "csv", "parquet", "sqlite", "ninjs", "jsonfeed", "atom", "rss")
_LOOPS = ("json", "csv", "pyarrow")
_MOST_IN_MEMORY = 100_000
# Seconds that an export or a loop may take.
_LIMIT = 900
_BEGIN = "import sys; from pathlib import Path; from benchmarks import exports; exports."
Cost = dict[str, float]


def json_loop(lines: Path, out: Path) -> None:
    """Reads and writes every line with the standard library."""
    with lines.open(encoding="utf-8") as file, out.open("w", encoding="utf-8") as written:
        for line in file:
            written.write(json.dumps(json.loads(line), ensure_ascii=False) + "\n")


def csv_loop(lines: Path, out: Path) -> None:
    """Writes every record as a row, nested values as JSON."""
    with (
        lines.open(encoding="utf-8") as file,
        out.open("w", encoding="utf-8", newline="") as written,
    ):
        rows = map(json.loads, file)
        first = next(rows)
        writer = csv.DictWriter(written, list(first))
        writer.writeheader()
        for row in chain([first], rows):
            writer.writerow(
                {
                    name: json.dumps(value) if isinstance(value, list | dict) else value
                    for name, value in row.items()
                }
            )


def pyarrow_loop(lines: Path, out: Path) -> None:
    """Reads all lines as a table and writes it, as pyarrow does by itself."""
    from pyarrow import json as arrow_json
    from pyarrow import parquet

    parquet.write_table(arrow_json.read_json(lines), out)


def _cost(arguments: list[str], articles: int) -> Cost:
    use = use_of(arguments, ROOT, _LIMIT)
    return {
        "records_a_cpu_second": articles / use.cpu,
        "wall_seconds": use.wall,
        "megabytes": use.megabytes,
    }


def _exported(data: Path, articles: int, name: str, folder: Path) -> Cost:
    command = ["-m", "scrapy", "export", str(folder), "--format", name]
    return _cost([*command, "-s", f"KAZCRAWL_DATA={data}"], articles)


def _looped(name: str, lines: Path, articles: int, folder: Path) -> Cost:
    call = f"{_BEGIN}{name}_loop(Path(sys.argv[1]), Path(sys.argv[2]))"
    return _cost(["-c", call, str(lines), str(folder / f"{name}.loop")], articles)


def _measured(data: Path, articles: int, formats: list[str]) -> dict[str, Cost]:
    costs: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in formats:
            costs[name] = _exported(data, articles, name, folder / name)
            if name != "jsonl":
                shutil.rmtree(folder / name)
        lines = folder / "all.jsonl"
        with lines.open("wb") as all_lines:
            for path in sorted((folder / "jsonl").rglob("[!_]*.jsonl")):
                all_lines.write(path.read_bytes())
        for name in _LOOPS:
            number = articles
            if name == "pyarrow" and articles > _MOST_IN_MEMORY:
                number, lines = _MOST_IN_MEMORY, _cut(lines)
            costs[f"plain {name}"] = _looped(name, lines, number, folder)
    return costs


def _cut(lines: Path) -> Path:
    few = lines.with_name("few.jsonl")
    with lines.open("rb") as file, few.open("wb") as written:
        written.writelines(islice(file, _MOST_IN_MEMORY))
    return few


def main(*words: str) -> None:
    """Measures archives of the sizes that are asked for."""
    options = dict(word.split("=") for word in words if "=" in word)
    sizes = [int(word) for word in words if "=" not in word] or [20_000, 100_000]
    formats = options.get("formats", ",".join(_FORMATS)).split(",")
    with tempfile.TemporaryDirectory() as temporary:
        kept = Path(os.environ.get("KAZTEST_BIG") or temporary)
        for size in sizes:
            data = kept / f"exports-{size}"
            if not data.exists():
                fill_apart(data, size)
            tell(f"exports-{size}", {f"{size:,} records": _measured(data, size, formats)})


if __name__ == "__main__":
    main(*sys.argv[1:])
