"""The name by which the program was called: what a hint tells people to type."""

import sys
from pathlib import Path

_OURS = "kazcrawl"


def called() -> str:
    """``kazcrawl``, ``python -m kazcrawl`` or ``scrapy``, as it was typed."""
    path = Path(sys.argv[0] if sys.argv else "")
    if path.name == "__main__.py":
        return f"python -m {_OURS}" if path.parent.name == _OURS else "scrapy"
    return _OURS if path.stem == _OURS else "scrapy"


def is_command_line() -> bool:
    """Whether this process is the program itself, and not one that uses it as a library.

    scrapyd starts its crawls by a module of its own.
    """
    path = Path(sys.argv[0] if sys.argv else "")
    if path.name in ("__main__.py", "runner.py"):
        return path.parent.name in (_OURS, "scrapy", "scrapyd")
    return path.stem in (_OURS, "scrapy")
