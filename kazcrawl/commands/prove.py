"""``scrapy prove``: a file that shows a stranger that a record was published, and when."""

import argparse
import re
from pathlib import Path

import orjson

from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import opened_archive, read_config, telling
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.disk.whole import write_whole
from kazcrawl.feeds.proving import UnprovableError, proof
from kazcrawl.logs.program import called

_ID = re.compile("[0-9a-f]{32}")


class Command(KazcrawlCommand):
    """Reads only. docs/check_proof.py checks what it writes, without us."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}
    takes_words = True

    def syntax(self) -> str:
        return "ID"

    def short_desc(self) -> str:
        return "Write the proof that a record was published, to be checked by anybody"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--revision", help="which version; the newest without it")
        parser.add_argument("--out", type=Path, help="a file to write; without it stdout")

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1 or not _ID.fullmatch(args[0]):
            raise WrongUsage(f"name one record by its id: {called()} prove ID")
        given = opts.revision or "1"
        if not given.isascii() or not given.isdecimal() or int(given[:9]) < 1:
            raise WrongUsage(f"--revision {given}: must be 1 or more")
        revision = int(given) if opts.revision else None
        config = read_config(self.settings)
        with telling(self, config), opened_archive(config) as archive:
            try:
                told = proof(archive, args[0], revision)
            except UnprovableError as error:
                raise WrongUsage(f"{args[0]}: {error}") from None
            content = orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
            if opts.out is None:
                print(content.decode(), end="")
            else:
                write_whole(opts.out, [content])
                print(opts.out)
