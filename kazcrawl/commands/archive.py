"""``scrapy archive copy FROM TO``: an archive into another database, verified row by row."""

import argparse

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from kazcrawl.archive.copying import copy_archive
from kazcrawl.archive.database import masked
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import read_config, telling
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.logs.program import called

_ADDRESSES = (
    "each a database URL such as sqlite:////var/lib/archive.sqlite3 "
    "or postgresql+psycopg://USER@HOST/DATABASE"
)


class Command(KazcrawlCommand):
    """Reads FROM, writes TO; the same command again goes on where one ended."""

    requires_project = True
    requires_crawler_process = False
    takes_words = True
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "copy FROM TO"

    def short_desc(self) -> str:
        return "Copy an archive between SQLite and PostgreSQL, verified row by row"

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 3 or args[0] != "copy":
            raise WrongUsage(f"{called()} archive copy FROM TO, {_ADDRESSES}")
        config = read_config(self.settings)
        for address in args[1:]:
            _check(address)
        with telling(self, config):
            done = copy_archive(args[1], args[2], lambda line: print(line, flush=True))
            print(
                f"{masked(args[2])}: {done.rows:,} rows are those of {masked(args[1])}, "
                f"{done.written:,} written now"
            )


def _check(address: str) -> None:
    try:
        url = make_url(address)
        # Of a file nothing else can be said.
        is_known = url.get_backend_name() == "postgresql" or (
            url.get_backend_name() == "sqlite" and not url.query
        )
    except (SQLAlchemyError, ValueError):
        is_known = False
    if not is_known:
        raise WrongUsage(f"{masked(address)}: FROM and TO are {_ADDRESSES}")
