"""``scrapy serve``: what is published, over HTTP, read-only."""

import argparse
import asyncio
import signal

from kazcrawl import health
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import complain, opened_archive, read_config, telling
from kazcrawl.cli.usage import WrongUsage


class Command(KazcrawlCommand):
    """Runs until SIGTERM or Ctrl-C; safe beside a running crawl."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Serve what is published over HTTP: /feed, /atom, /feed.json, /health"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--port", help="where to listen; 0: any port that is free")
        parser.add_argument("--host", default="127.0.0.1", help="127.0.0.1: this machine only")

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        port = opts.port or ""
        if not port.isascii() or not port.isdecimal() or int(port[:6]) > 65535:
            raise WrongUsage("--port: name a port, 0 to 65535")
        config = read_config(self.settings)
        with telling(self, config):
            with opened_archive(config):
                pass  # what is wrong with it is said before anybody asks
            try:
                asyncio.run(_serve(config.archive_url, opts.host, int(port)))
            except OSError as error:
                complain(f"--host {opts.host} --port {port}: {error.strerror or error}")
                self.exitcode = health.NOT_DELIVERED


async def _serve(url: str, host: str, port: int) -> None:
    # Every command of a project is loaded for each of them: the server would slow the crawl.
    from kazcrawl.serve import serve

    running = asyncio.ensure_future(serve(url, host, port, lambda told: print(told, flush=True)))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, running.cancel)
    await asyncio.wait([running])
    if not running.cancelled():
        running.result()
