"""What every command of ours is: Scrapy's, strict about what it is told."""

import argparse
from abc import abstractmethod
from pathlib import Path
from typing import ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kazcrawl import health
from kazcrawl.cli import program, streams
from kazcrawl.cli.datafolder import complain, leave
from kazcrawl.cli.outputs import check_feeds, check_named
from kazcrawl.cli.parser import check_words, make_strict, options_of
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config import SettingError
from kazcrawl.config.check import check_given, check_settings
from kazcrawl.sites.registry import check_installed


class KazcrawlCommand(ScrapyCommand):
    """Whatever it does not know, and a wrong setting, is one line and exit code 2, before anything
    is done; what it prints and nobody can have is told.

    A command is its ``perform``; ``takes_words`` tells whether it takes words beside options.
    """

    takes_words: ClassVar[bool] = False
    # Set when all is done: what Python tidies up at its end, a signal could still end otherwise.
    leaves_at_once = False
    _parser: argparse.ArgumentParser

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        make_strict(parser)
        super().add_options(parser)
        self._parser = parser

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        settings = self.settings
        assert settings is not None
        check_words(args, options_of(self._parser), takes_words=self.takes_words)
        if "--" in args:
            args.remove("--")
        _check_writable(opts)
        _check_twice(getattr(opts, "spargs", []))
        try:
            check_given(settings, opts.set)
            super().process_options(args, opts)
            config = check_settings(settings)
            check_feeds(settings)
            check_installed()  # a package that is no site is told before anything is done
        except (SettingError, ValueError) as error:
            raise WrongUsage(str(error)) from None
        except UsageError:
            check_named(settings, opts)
            raise
        level = settings["LOG_LEVEL"]
        if isinstance(level, str):  # logging knows its levels in capitals only
            told = settings.getpriority("LOG_LEVEL") or 0
            settings.set("LOG_LEVEL", level.upper(), priority=told)
        told = settings.getpriority("KAZCRAWL_CONTACT") or 0
        if told > (settings.getpriority("USER_AGENT") or 0):
            settings.set("USER_AGENT", config.user_agent, priority=told)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        program.begin_work()
        self.perform(args, opts)
        if (error := streams.lost()) and not self.exitcode:
            complain(f"stdout: {error.strerror}")
            self.exitcode = health.NOT_DELIVERED
        if self.leaves_at_once and not opts.profile:
            leave(self.exitcode)

    @abstractmethod
    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        """What the command is for. Raises UsageError; ``exitcode`` tells how it went."""


def _check_twice(arguments: list[str]) -> None:
    """Of two values of an argument one would be passed over."""
    names = [argument.partition("=")[0] for argument in arguments]
    for name in names:
        if names.count(name) > 1:
            raise WrongUsage(f"-a {name}: is given twice")


def _check_writable(opts: argparse.Namespace) -> None:
    """The files that Scrapy writes beside the work itself: better told now than as a traceback."""
    for option in ("pidfile", "profile"):
        if path := getattr(opts, option):
            try:
                Path(path).open("ab").close()
            except OSError as error:
                raise WrongUsage(f"--{option} {path}: {error.strerror}") from None
