"""Makes docs/settings.md of settings.py: a name, its default, and the comment above it.

python -m tests.make_settings
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support import ROOT

PAGE = ROOT / "docs" / "settings.md"
_SECTION = re.compile(r"# --- (.+?) -+$")
_HEAD = """# Settings

Settings are Scrapy settings: `-s NAME=VALUE` on the command line wins. Those that begin with
`KAZCRAWL_` are environment variables of the same name as well. Spans of time are written `90s`,
`15m`, `6h` or `1d`. (This page is made from `kazcrawl/settings.py`: `python -m
tests.make_settings`.)
"""


def page() -> str:
    """The page as it must be."""
    lines = (ROOT / "kazcrawl" / "settings.py").read_text("utf-8").splitlines()
    told = [_HEAD]
    names = dict(_assignments("\n".join(lines)))
    comment: list[str] = []
    for number, line in enumerate(lines, start=1):
        if section := _SECTION.match(line):
            told.append(f"\n## {section[1]}\n")
            comment = []
        elif line.startswith("# "):
            comment.append(line.removeprefix("# "))
        elif number in names:
            if comment:
                name, default = names[number]
                told.append(
                    f"\n`{name}`{f' = `{default}`' if default else ''}\n: {_text(comment)}\n"
                )
            comment = []
        elif line and not line.startswith((" ", ")", "}", "]")):
            comment = []
    return "".join(told)


def _text(comment: list[str]) -> str:
    return " ".join(comment).replace("<", "&lt;")


def _assignments(source: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Line, name and default (empty where it is long) of each setting."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and node.value is not None:
                yield node.lineno, (target.id, _default(node.value))


def _default(node: ast.expr) -> str:
    if isinstance(node, ast.Call) and len(node.args) == 2:
        node = node.args[1]
    if isinstance(node, ast.Constant):
        return str(node.value)
    return ""


if __name__ == "__main__":
    Path(PAGE).write_text(page(), "utf-8")
