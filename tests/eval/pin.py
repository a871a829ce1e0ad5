"""Pins the floors of the quality gate at what is measured, a margin below it.

    python -m tests.eval.pin CORPUS [--lower]

A floor is raised as the extraction gets better. It is lowered only with ``--lower``, so that a
worse extraction is never pinned by the way.
"""

import argparse
import hashlib
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.eval.evaluate import evaluate, load

FLOORS = Path(__file__).with_name("floors.toml")
PEERS = ("trafilatura", "readability-lxml")
_MARGIN = 0.006


class LoweredError(ValueError):
    """A floor would be lowered; the message names it and both figures."""


def pinned(
    floors: dict[str, dict[str, float]], figures: dict[str, dict[str, Any]], *, lower: bool
) -> dict[str, dict[str, float]]:
    """New floors by group and figure; LoweredError for a lower one unless ``lower``."""
    found: dict[str, dict[str, float]] = {}
    for group, own in floors.items():
        for name, floor in own.items():
            new = round(figures[group][name] - _MARGIN, 3)
            if figures[group][name] < floor and not lower:
                raise LoweredError(f"{group} {name}: {figures[group][name]:.4f} is below {floor}")
            found.setdefault(group, {})[name] = new if lower else max(floor, new)
    return found


def main() -> None:
    """Measures a corpus and writes the floors."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.pin")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--lower", action="store_true", help="allow lower floors than before")
    options = parser.parse_args()
    floors = tomllib.loads(FLOORS.read_text("utf-8"))["floor"]
    every = evaluate(load(options.corpus))
    figures = every["kazcrawl"]
    try:
        new = pinned(floors, figures, lower=options.lower)
    except LoweredError as error:
        parser.error(f"{error}; --lower pins it all the same")
    digest = hashlib.sha256((options.corpus / "truth.jsonl").read_bytes()).hexdigest()
    lines = [
        "# What kazcrawl must reach on the tuning set, by the page's group (measured behind #).",
        f'corpus = "{digest}"',
    ]
    for group, own in new.items():
        lines += ["", f"[floor.{group}]"]
        lines += [f"{name} = {floor}  # {figures[group][name]:.3f}" for name, floor in own.items()]
    lines += ["", "# What public extractors reach: the best F1, and trafilatura's recall."]
    lines += ["[versions]", *(f'{name} = "{version(name)}"' for name in PEERS)]
    for group in new:
        best = max(every[name][group]["F1"] for name in every if name != "kazcrawl")
        lines += ["", f"[peers.{group}]", f"F1 = {best:.4f}"]
        lines += [f"R = {every['trafilatura'][group]['R']:.4f}"]
    FLOORS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
