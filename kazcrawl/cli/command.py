"""What every command of ours is: Scrapy's, with settings and sites checked before anything."""

import argparse

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from kazcrawl.config import SettingError
from kazcrawl.config.check import check_given, check_settings
from kazcrawl.sites.registry import sites


class KazcrawlCommand(ScrapyCommand):
    """A wrong setting is one line and exit code 2, before Scrapy's engine could trip over it."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        settings = self.settings
        assert settings is not None
        try:
            check_given(settings, opts.set)
            super().process_options(args, opts)
            config = check_settings(settings)
            sites()  # a package that is no site is told before anything is done
        except (SettingError, ValueError) as error:
            raise UsageError(str(error), print_help=False) from None
        level = settings["LOG_LEVEL"]
        if isinstance(level, str):  # logging knows its levels in capitals only
            told = settings.getpriority("LOG_LEVEL") or 0
            settings.set("LOG_LEVEL", level.upper(), priority=told)
        told = settings.getpriority("KAZCRAWL_CONTACT") or 0
        if told > (settings.getpriority("USER_AGENT") or 0):
            settings.set("USER_AGENT", config.user_agent, priority=told)
