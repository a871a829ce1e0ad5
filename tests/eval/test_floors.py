"""The quality gate: pinned floors on a hashed corpus, and better than public extractors.

Floors stand in ``floors.toml``, with what public extractors of those versions reach; ``pin``
writes them, and lowers a floor only with ``--lower``.
"""

import hashlib
import tomllib
from importlib.metadata import version
from pathlib import Path

from tests.conftest import material
from tests.eval.evaluate import evaluate, load, show

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))


def test_extraction_of_unknown_layouts_stays_above_its_floors_and_its_peers() -> None:
    corpus = material("KAZTEST_EVAL")
    digest = hashlib.sha256((corpus / "truth.jsonl").read_bytes()).hexdigest()
    assert digest == FLOORS["corpus"], "another corpus: measure again and pin its floors"
    figures = evaluate(load(corpus), ["kazcrawl"])
    table = show(figures)
    for group, floors in FLOORS["floor"].items():
        own, peers = figures["kazcrawl"][group], FLOORS["peers"][group]
        for name, floor in floors.items():
            assert own[name] >= floor, f"{group} {name} {own[name]:.4f} < {floor}\n{table}"
        assert own["F1"] > peers["F1"], f"{group}\n{table}"
        assert own["R"] >= peers["R"] - 0.01, f"{group}\n{table}"
    assert figures["kazcrawl"]["all"]["leak"] < 0.03, table


def test_the_peers_were_measured_in_the_versions_that_are_here() -> None:
    told = FLOORS["versions"]
    assert {name: version(name) for name in told} == told, "measure them again: pin"
