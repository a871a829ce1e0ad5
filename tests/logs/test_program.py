"""Hints name the program by which they were called."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from kazcrawl.logs.program import called
from tests.support import ROOT

PACKAGE = ROOT / "kazcrawl"
COMMANDS = "|".join(path.stem for path in (PACKAGE / "commands").glob("[a-z]*.py"))
NAMED = re.compile(rf"\bscrapy (?:{COMMANDS})\b")


def spoken(path: Path) -> Iterator[str]:
    """What a file may say to people: its strings without its docstrings; a template's text."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield text
        return
    tree = ast.parse(text)
    told = {
        id(node.value) for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_no_message_names_a_program_that_was_not_called() -> None:
    files = [path for path in PACKAGE.rglob("*.*") if path.suffix in (".py", ".html", ".toml")]
    hints = [(path.name, text) for path in files for text in spoken(path) if NAMED.search(text)]
    assert hints == []
    assert called() == "scrapy"
