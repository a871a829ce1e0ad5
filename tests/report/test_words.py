"""What the report calls editions and rules."""

import tomllib
from importlib.resources import files

import pytest

from kazcrawl.report.words import RULES, language_name


def test_every_rule_of_the_cleaning_is_explained_and_no_other() -> None:
    folder = files("kazcrawl.cleaning").joinpath("rules")
    names = {
        rule["name"]
        for file in folder.iterdir()
        if file.name.endswith(".toml")
        for rule in tomllib.loads(file.read_text("utf-8"))["rule"]
    }
    # Not a rule, but counted among them: a lead that repeats the text.
    assert set(RULES) == names | {"description"}


@pytest.mark.parametrize(
    ("source", "edition", "name"),
    [
        ("kazinform", "ru", "Russian"),
        ("kazinform", "kk", "Kazakh, Cyrillic"),
        ("kazinform", "ar", "Kazakh, Arabic script"),
        ("kazinform", "cn", "Chinese"),
        ("kazinform", "xx", ""),
        ("republisher", "ru.republisher.example", ""),
        ("no such source", "ru", ""),
    ],
)
def test_an_edition_is_named_by_its_language_and_its_script_where_there_are_several(
    source: str, edition: str, name: str
) -> None:
    assert language_name(source, edition) == name
