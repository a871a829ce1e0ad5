"""``scrapy schema``: what a record is, for programs that read feeds."""

import argparse

import orjson

from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.record.columns import PROGRAMS, as_code
from kazcrawl.record.json_schema import json_schema


class Command(KazcrawlCommand):
    """Needs no archive: this version's records are the same everywhere."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Print the JSON Schema of a published record, or its columns for a program"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--columns",
            choices=list(PROGRAMS),
            metavar="PROGRAM",
            help=f"print the record's columns for a program: {', '.join(PROGRAMS)}",
        )

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.columns:
            print(as_code(opts.columns), end="")
        else:
            print(orjson.dumps(json_schema(), option=orjson.OPT_INDENT_2).decode())
