"""The rules' files, and what is said of one that is not well-formed."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from kazcrawl.cleaning import rulebook
from kazcrawl.cleaning.rulebook import KEYS, NEEDS, PLACES, all_rules


def test_every_rule_file_is_well_formed() -> None:
    for file in files("kazcrawl.cleaning").joinpath("rules").iterdir():
        for rule in tomllib.loads(file.read_text("utf-8"))["rule"]:
            assert rule.keys() <= KEYS, file.name
            assert rule["where"] in PLACES, file.name
            assert rule.get("needs", "nothing") in NEEDS, file.name
            assert rule.keys() & {"text", "pattern", "terms", "call"}, file.name


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('name = "a"\nwhere = "line"\ntexts = []', "tr.toml, rule a: no texts, only "),
        ('name = "a"\nwhere = "lines"', "tr.toml, rule a: where is one of line, heading, end, cr"),
        ('name = "a"\nwhere = "line"\nneeds = "luck"', "needs one of nothing, edge, chrome"),
    ],
)
def test_a_rule_that_is_not_well_formed_is_named_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str, said: str
) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "tr.toml").write_text(f"[[rule]]\n{rule}\n", "utf-8")
    (folder / "README").write_text("no rules", "utf-8")
    monkeypatch.setattr(rulebook, "files", lambda _package: tmp_path)
    with pytest.raises(ValueError, match=said):
        all_rules.__wrapped__()


def test_what_needs_least_comes_first_whatever_file_it_stands_in() -> None:
    rules = all_rules()
    assert rules.literals["related news"].needs == "nothing"
    assert [call.where for call in rules.calls] == ["line"] * len(rules.calls)
    assert "подпишитесь" in rules.verbs
