"""The quality gate: pinned floors on a hashed corpus, and better than public extractors.

Floors stand in ``floors.toml``; ``pin`` writes them, and lowers one only with ``--lower``.
"""

import hashlib
import tomllib
from pathlib import Path

from tests.conftest import material
from tests.eval.evaluate import evaluate, load, show

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))


def test_extraction_of_unknown_layouts_stays_above_its_floors_and_its_peers() -> None:
    corpus = material("KAZTEST_EVAL")
    digest = hashlib.sha256((corpus / "truth.jsonl").read_bytes()).hexdigest()
    assert digest == FLOORS["corpus"], "another corpus: measure again and pin its floors"
    figures = evaluate(load(corpus))
    table = show(figures)
    for group, floors in FLOORS["floor"].items():
        own = figures["kazcrawl"][group]
        for name, floor in floors.items():
            assert own[name] >= floor, f"{group} {name} {own[name]:.4f} < {floor}\n{table}"
        peers = max(figures[peer][group]["F1"] for peer in ("trafilatura", "readability"))
        assert own["F1"] > peers, f"{group}\n{table}"
        recall = figures["trafilatura"][group]["R"]
        assert own["R"] >= recall - 0.01, f"{group}\n{table}"
    assert figures["kazcrawl"]["all"]["leak"] < 0.03, table
