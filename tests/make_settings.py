"""Makes docs/settings.md of the code: our settings, Scrapy's that we change, spider arguments.

python -m tests.make_settings
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kazcrawl.config import Config
from kazcrawl.config.takes import fields_of, taken_by
from kazcrawl.crawl.arguments import AgencyArguments, SiteArguments, WalkArguments, describe
from tests.support import ROOT

PAGE = ROOT / "docs" / "settings.md"
_SECTION = re.compile(r"# --- (.+?) -+$")
_HEAD = """# Settings and arguments

Settings are Scrapy settings: `-s NAME=VALUE` on the command line wins. Those that begin with
`KAZCRAWL_` are environment variables of the same name as well. Spans of time are written `90`
(seconds), `90s`, `15m`, `6h` or `1d`. A name that begins with `KAZCRAWL_` and is not listed here,
and a wrong value of any setting, Scrapy's included, end a command with one line and exit code 2.
(This page is made of the code: `make settings`.)
"""
_OF_SCRAPY = """
## What of Scrapy's is set otherwise

Each can be set again with `-s`.
"""
_ARGUMENTS = """
## Spider arguments

`scrapy crawl SPIDER -a NAME=VALUE`; days are the site's own, both ends inclusive. Arguments that
do not go together are refused. Names that begin with `_` are a scheduler's and passed over.
"""


def page() -> str:
    """The page as it must be."""
    return "".join([_HEAD, *_own(), _OF_SCRAPY, *_scrapys(), _ARGUMENTS, *_arguments()])


def _own() -> Iterator[str]:
    group = None
    for name, field in fields_of(Config).items():
        if field.metadata["group"] != group:
            group = field.metadata["group"]
            yield f"\n## {group}\n"
        yield _entry(name, field.default, f"{_text(field.metadata['text'])} Takes {_taken(field)}.")


def _taken(field: Any) -> str:
    return _text(taken_by(field).text)


def _arguments() -> Iterator[str]:
    kinds: dict[str, type[WalkArguments]] = {
        "kazinform": AgencyArguments,
        "republisher": SiteArguments,
    }
    for spider, kind in kinds.items():
        yield f"\n### scrapy crawl {spider}\n"
        for name, takes, text in describe(kind):
            yield _entry(name, "", f"{_text(text)} Takes {_text(takes)}.")


def _entry(name: str, default: str, text: str) -> str:
    return f"\n`{name}`{f' = `{default}`' if default else ''}\n: {text}\n"


def _text(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", r"\*")


def _scrapys() -> Iterator[str]:
    """Scrapy's settings in settings.py: name, value, and the comment above."""
    source = (ROOT / "kazcrawl" / "settings.py").read_text("utf-8")
    settings = {first: (last, name, default) for first, last, name, default in _found(source)}
    comment: list[str] = []
    names: list[str] = []
    for number, line in enumerate([*source.splitlines(), ""], start=1):
        if number in settings and (comment or names):
            _, name, default = settings[number]
            names.append(f"`{name}`" + (f" = `{default}`" if default else ""))
        elif names and not any(first < number <= last for first, (last, *_) in settings.items()):
            yield "\n" + "\n".join(names) + f"\n: {_text(' '.join(comment))}\n"
            comment, names = [], []
        if section := _SECTION.match(line):
            yield f"\n### {section[1]}\n"
        elif line.startswith("# "):
            comment.append(line.removeprefix("# "))
        elif not line:
            comment = []


def _found(source: str) -> Iterator[tuple[int, int, str, str]]:
    """First and last line, name and value (empty where it is long) of each setting."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and node.value and not target.id.startswith("KAZTEST_"):
                value = node.value.value if isinstance(node.value, ast.Constant) else ""
                yield node.lineno, node.end_lineno or node.lineno, target.id, str(value)


if __name__ == "__main__":
    Path(PAGE).write_text(page(), "utf-8")
