"""The command line, strictly: what a command does not know is refused in one line."""

import argparse
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NoReturn

from scrapy.cmdline import ScrapyArgumentParser

from kazcrawl.cli.usage import WrongUsage
from kazcrawl.logs.masking import mask

WRONG_USAGE = 2


class StrictParser(ScrapyArgumentParser):
    """A parser whose every complaint is one line on stderr, and exit code 2."""

    def error(self, message: str) -> NoReturn:
        line = " ".join(message.removeprefix("argument ").split())
        print(mask(f"kazcrawl: {line}"), file=sys.stderr)  # noqa: T201 what cron's mail shows
        sys.exit(WRONG_USAGE)


def make_strict(parser: argparse.ArgumentParser) -> None:
    """Makes Scrapy's parser ours: it makes one for each command itself."""
    parser.__class__ = StrictParser
    parser.allow_abbrev = False


def options_of(parser: argparse.ArgumentParser) -> list[str]:
    """Every option of a command, as it is typed."""
    return [name for action in parser._actions for name in action.option_strings]


def check_words(args: list[str], options: Iterable[str], *, takes_words: bool) -> None:
    """Refuses what no option took: an option that is not there, and words where none are taken.

    Behind ``--`` everything is a word. Raises UsageError.
    """
    known = [option for option in options if option.startswith("--")]
    for word in args[: args.index("--")] if "--" in args else args:
        if word.startswith("-") and word != "-":
            name = word.partition("=")[0]
            raise WrongUsage(f"{name}: there is no such option{_like(name, known)}")
    if args and not takes_words:
        option = f"--{args[0].partition('=')[0]}"
        like = f"; did you mean {option}?" if option in known else ""
        raise WrongUsage(f"{args[0]}: this command takes options only{like}")


def _like(name: str, options: list[str]) -> str:
    """What was meant, the dashes apart, which every option has."""
    close = get_close_matches(name.strip("-"), [option.strip("-") for option in options], n=1)
    return f"; did you mean --{close[0]}?" if close else ""
