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
    source = (ROOT / "kazcrawl" / "settings.py").read_text("utf-8")
    settings = {first: (last, name, default) for first, last, name, default in _found(source)}
    told = [_HEAD]
    comment: list[str] = []
    ended = 0  # line on which the setting before ended: one comment may tell of several
    for number, line in enumerate(source.splitlines(), start=1):
        if section := _SECTION.match(line):
            told.append(f"\n## {section[1]}\n")
        elif line.startswith("# "):
            comment.append(line.removeprefix("# "))
        elif number in settings and (comment or ended == number - 1):
            last, name, default = settings[number]
            shown = f"`{name}`" + (f" = `{default}`" if default else "")
            if ended == number - 1 and not comment:
                # A further name of the same definition.
                told.insert(-1, f"\n{shown}")
            else:
                told += [f"\n{shown}", f"\n: {_text(comment)}\n"]
            comment, ended = [], last
        elif not line:
            comment = []
    return "".join(told)


def _text(comment: list[str]) -> str:
    return " ".join(comment).replace("<", "&lt;")


def _found(source: str) -> Iterator[tuple[int, int, str, str]]:
    """First and last line, name and default (empty where it is long) of each setting."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and node.value is not None:
                yield node.lineno, node.end_lineno or node.lineno, target.id, _default(node.value)


def _default(node: ast.expr) -> str:
    if isinstance(node, ast.Call) and len(node.args) == 2:
        node = node.args[1]
    if isinstance(node, ast.Constant):
        return str(node.value)
    return ""


if __name__ == "__main__":
    Path(PAGE).write_text(page(), "utf-8")
