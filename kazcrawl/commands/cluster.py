"""``scrapy cluster worker | enqueue | status``: several machines on one archive."""

import argparse
import asyncio
import logging
import os
import signal
from collections.abc import Mapping
from datetime import date
from functools import partial

import orjson
from scrapy.settings import Settings

from kazcrawl.archive import Archive
from kazcrawl.archive.database import sqlite_path
from kazcrawl.cli import signals
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_day, read_config, telling
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.cluster import work
from kazcrawl.cluster.lines import lines_of, lines_of_dead
from kazcrawl.cluster.scopes import addresses, owners, read_scopes
from kazcrawl.cluster.work import Work
from kazcrawl.commands.export import read_export
from kazcrawl.config import Config
from kazcrawl.config.takes import did_you_mean
from kazcrawl.disk.identity import identity
from kazcrawl.disk.lock import locked
from kazcrawl.logs.handlers import hide_password
from kazcrawl.logs.program import called

_WORKER, _ENQUEUE, _STATUS = "worker", "enqueue", "status"
_AGAIN = "again"
_SCOPE = ("editions", "site")
_OF_KINDS = (*_SCOPE, "since", "until")
# What each may be told.
_OPTIONS = {_WORKER: ("maintenance", "once"), _ENQUEUE: (), _STATUS: ("dead", "json")}
_OPTIONS_OF_KIND = {
    work.NEWS: _SCOPE,
    work.AUDIT: _SCOPE,
    work.BACKFILL: _OF_KINDS,
    work.REPARSE: ("since",),
    work.EXPORT: (),
    _AGAIN: (),
}


class Command(KazcrawlCommand):
    """Needs an archive in PostgreSQL, and the extra ``cluster``."""

    requires_project = True
    requires_crawler_process = False
    takes_words = True
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "worker | enqueue KIND | status"

    def short_desc(self) -> str:
        return "Work on jobs as one of several machines, add jobs, show them"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        kinds = ", ".join(_OPTIONS_OF_KIND)
        parser.epilog = f"KIND is one of {kinds}; `export -- WORDS` takes an export's."
        option = parser.add_argument
        option("--maintenance", action="store_true", help="worker: run no jobs, only keep house")
        option("--once", action="store_true", help="worker: end when nothing is due")
        option("--editions", metavar="CODES", help="enqueue: only these, such as ru,en")
        option("--site", metavar="URL", help="enqueue: this site instead of editions")
        option("--since", metavar="DAY", help="enqueue: YYYY-MM-DD")
        option("--until", metavar="DAY", help="enqueue: YYYY-MM-DD, inclusive")
        option("--dead", action="store_true", help="status: what is tried no more, and why")
        option("--json", action="store_true", help="status: for programs, one JSON object")

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        does, words = read_words(args, opts)
        config = read_config(self.settings)
        _check_archive(config)
        hide_password(config.archive_url)
        with telling(self, config):
            if does == _WORKER:
                self._worker(config, opts)
            elif does == _ENQUEUE:
                self._enqueue(config, *words, opts=opts)
            else:
                _show(config, opts)

    # --- worker -------------------------------------------------------------------------------

    def _worker(self, config: Config, opts: argparse.Namespace) -> None:
        from kazcrawl.cluster.worker import Place, Worker

        try:
            addresses(config.cluster_sites)
        except ValueError as error:
            raise WrongUsage(f"KAZCRAWL_CLUSTER_SITES={error}") from None
        except OSError as error:
            path = config.cluster_sites
            raise WrongUsage(f"KAZCRAWL_CLUSTER_SITES={path}: {error.strerror}") from None
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
        for name in ("procrastinate", "psycopg", "asyncio"):
            logging.getLogger(name).setLevel(logging.ERROR)  # what fails is told by us
        config.data.mkdir(parents=True, exist_ok=True)
        with locked(config.data / ".worker", f"{called()} cluster worker"):
            Archive(config.archive_url).close()
            place = Place(identity(config.data), *_handed_on(opts.set))
            worker = Worker(config, place, is_keeper=opts.maintenance, once=opts.once)

            async def working() -> None:
                for number in signals.NUMBERS:
                    if signal.getsignal(number) != signal.SIG_IGN:  # nohup's stays ignored
                        asyncio.get_running_loop().add_signal_handler(number, worker.stop)
                await worker.run()

            asyncio.run(working())

    # --- enqueue ------------------------------------------------------------------------------

    def _enqueue(self, config: Config, kind: str, *words: str, opts: argparse.Namespace) -> None:
        from kazcrawl.cluster import desk

        if kind == _AGAIN:
            try:
                done = desk.again(config, words)
            except LookupError as error:
                raise WrongUsage(f"again {error.args[0]}: there is no such dead letter") from None
        else:
            done = desk.add(config, self._wanted(config, kind, words, opts))
        for job in done:
            print(f"{'added' if job.is_new else 'waits already'}  {job.name}")
        if not done:
            print("there is nothing to add")

    def _wanted(
        self, config: Config, kind: str, words: tuple[str, ...], opts: argparse.Namespace
    ) -> list[Work]:
        """The jobs of a kind. Raises WrongUsage, then what the archive raises."""
        assert self.settings is not None
        for option in ("since", "until"):
            check_day(f"--{option}", getattr(opts, option))
        if kind == work.EXPORT:
            _check_export(self.settings, words)
            Archive(config.archive_url).close()
            return [work.export(words)]
        if kind == work.REPARSE:
            return [work.reparse(owner, opts.since) for owner in owners(config)]
        if kind == work.BACKFILL and not (opts.since and opts.until):
            raise WrongUsage("backfill: needs --since DAY and --until DAY")
        given = {name: getattr(opts, name) for name in _OF_KINDS if getattr(opts, name) is not None}
        scopes = read_scopes(self.settings, given)
        Archive(config.archive_url).close()
        if kind == work.BACKFILL:
            days = date.fromisoformat(opts.since), date.fromisoformat(opts.until)
            months = partial(work.backfill, by_gaps=not opts.site)
            return [job for scope in scopes for job in months(scope, config.servers, *days)]
        make = work.news if kind == work.NEWS else work.audit
        return [make(scope, config.servers) for scope in scopes]


def read_words(args: list[str], opts: argparse.Namespace) -> tuple[str, list[str]]:
    """What is to be done, and the words behind it. Raises WrongUsage."""
    does, words = (args[0], args[1:]) if args else ("", [])
    if does not in _OPTIONS:
        raise WrongUsage(f"say what: {called()} cluster {' | '.join(_OPTIONS)}")
    allowed = _OPTIONS[does]
    if does == _ENQUEUE:
        kind = words[0] if words else ""
        if kind not in _OPTIONS_OF_KIND:
            known = f"{' | '.join(_OPTIONS_OF_KIND)}{did_you_mean(kind, _OPTIONS_OF_KIND)}"
            raise WrongUsage(f"say what: {called()} cluster enqueue {known}")
        does_or_kind, allowed, more = f"enqueue {kind}", _OPTIONS_OF_KIND[kind], words[1:]
        if kind == _AGAIN and not more:
            raise WrongUsage("again: name dead letters by their numbers, or all of them by all")
        takes_words = kind in (_AGAIN, work.EXPORT)
    else:
        does_or_kind, more, takes_words = does, words, False
    if more and not takes_words:
        raise WrongUsage(f"{more[0]}: {does_or_kind} takes options only")
    for name in (*_OPTIONS[_WORKER], *_OPTIONS[_STATUS], *_OF_KINDS):
        if getattr(opts, name) not in (None, False) and name not in allowed:
            raise WrongUsage(f"--{name}: does not go with {does_or_kind}")
    return does, words


def _check_archive(config: Config) -> None:
    if sqlite_path(config.archive_url) is not None:
        raise WrongUsage(
            "KAZCRAWL_ARCHIVE: several machines need an archive in PostgreSQL "
            f"({called()} archive copy moves one there)"
        )
    try:
        import procrastinate  # noqa: F401 the extra that it comes with
    except ImportError:
        raise WrongUsage("cluster: needs pip install 'kazcrawl[cluster]'") from None


def _check_export(settings: Settings, words: tuple[str, ...]) -> None:
    """Refuses what the export would, and a place that is not the same from every machine."""
    place, how = read_export(settings, words)
    if not place.startswith(("s3://", "/")):
        raise WrongUsage(f"export {place}: must be s3://… or a whole path that every machine has")
    if how == "wacz":
        raise WrongUsage("export --format wacz: is of one data folder's raw pages; run it there")


def _handed_on(given: list[str]) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The settings of a command line for its children: ours by the environment, for they may
    hold a password, the others as words."""
    pairs = [pair.partition("=") for pair in given]
    words = [("-s", f"{name}={value}") for name, _, value in pairs if not name.startswith("KAZ")]
    own = {name: value for name, _, value in pairs if name.startswith("KAZ")}
    return tuple(word for pair in words for word in pair), {**os.environ, **own}


def _show(config: Config, opts: argparse.Namespace) -> None:
    from kazcrawl.cluster import desk

    told = desk.status(config)
    if opts.json:
        print(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
        return
    for line in lines_of_dead(told) if opts.dead else lines_of(told):
        print(line)
