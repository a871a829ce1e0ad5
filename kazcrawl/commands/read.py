"""``scrapy read``: prints the record that a stored page gives."""

import argparse
import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import check_address, complain
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.crawl.records import UnreadableError, read_article, read_page
from kazcrawl.logs.program import called
from kazcrawl.record import line, record


class Command(KazcrawlCommand):
    """Reads pages from files, with today's page objects; no network and no archive."""

    requires_project = True
    takes_words = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "FILE... --url URL | --batch INDEX.jsonl"

    def short_desc(self) -> str:
        return "Print the record that a stored page gives (no network, no archive)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", help="the address from which the pages came")
        parser.add_argument(
            "--why",
            action="store_true",
            help='behind each record a line {"removed", "rule", "place"} for each line of its text '
            "that was taken for no part of the article",
        )
        parser.add_argument(
            "--batch",
            metavar="INDEX",
            help='file of lines {"id", "url", "path"}; prints {"id", ...record} or {"id", "error"}',
        )

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.batch:
            if args or opts.url or opts.why:
                raise WrongUsage("--batch takes no files, no --url and no --why")
            self._batch(Path(opts.batch))
            return
        if not args:
            raise WrongUsage(f"name a file: {called()} read FILE... --url URL")
        if not opts.url:
            raise WrongUsage("--url is missing: the address from which the page came")
        check_address("--url ", opts.url)
        for name in args:
            _check_there(Path(name))
        for name in args:
            try:
                fetched = read_article(_content(Path(name)), opts.url)
                _print(record(fetched.article))
                for text, rule, place in fetched.removed if opts.why else ():
                    _print({"removed": text, "rule": rule, "place": place})
            except (UnreadableError, OSError) as error:
                complain(f"{name}: {_reason(error)}")
                self.exitcode = 1

    def _batch(self, index: Path) -> None:
        try:
            entries = index.read_bytes().splitlines()
        except OSError as error:
            raise WrongUsage(f"{index}: {_reason(error)}") from None
        for found in _records(entries, index.parent):
            _print(found)


def _records(entries: list[bytes], folder: Path) -> Iterator[dict[str, Any]]:
    for number, entry in enumerate(entries, 1):
        if not entry.strip():
            continue
        name: object = None
        try:
            row = orjson.loads(entry)
            name = row["id"]
            path = Path(row["path"])
            content = _content(path if path.exists() else folder / path)
            yield {**read_page(content, row["url"]), "id": name}
        except (UnreadableError, OSError) as error:
            yield {"id": name, "error": _reason(error)}
        except (KeyError, TypeError, ValueError):
            yield {"id": name, "error": f"line {number} of the index is no id, url and path"}
        except Exception as error:  # a batch never stops: one page must not cost the others
            yield {"id": name, "error": f"{type(error).__name__}: {error}"}


def _check_there(path: Path) -> None:
    """A name that leads to nothing is told before the first record; a pipe is opened only once."""
    try:
        if not path.is_fifo():
            path.open("rb").close()
    except OSError as error:
        raise WrongUsage(f"{path}: {_reason(error)}") from None


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        return gzip.decompress(content)
    except (EOFError, zlib.error) as error:
        raise UnreadableError(f"not a whole gzip file: {error}") from None


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).split("\n")[0] or type(error).__name__


def _print(record: dict[str, Any]) -> None:
    sys.stdout.buffer.write(line(record))
    sys.stdout.buffer.flush()
