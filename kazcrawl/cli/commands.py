"""Which modules Scrapy looks through for its commands."""

from collections.abc import Sequence
from importlib.util import find_spec

_ALL = "kazcrawl.commands"


def commands_of(arguments: Sequence[str]) -> str:
    """The module of the command that a command line names, or the package of all of ours.

    Scrapy imports what it looks through, and with it what each command needs.
    """
    named = next((word for word in arguments[1:] if not word.startswith("-")), "")
    is_ours = named.isidentifier() and find_spec(f"{_ALL}.{named}") is not None
    return f"{_ALL}.{named}" if is_ours else _ALL
