"""``python -m kazcrawl.sample_site``: the agency's site on loopback."""

import argparse
from collections.abc import Container
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.faults import FAULTS, Faults
from kazcrawl.sample_site.layouts import AGENCY
from kazcrawl.sample_site.server import serve
from kazcrawl.sample_site.switches import Switches
from kazcrawl.sample_site.syndication import CONDITIONS


def main() -> None:
    """Serves the sample site until it is ended."""
    parser = _parser()
    options = parser.parse_args()
    now = options.now or datetime.now(UTC)
    if now.tzinfo is None:
        parser.error("--now needs an offset, such as 2026-11-23T12:00:00+00:00")
    if options.articles < 7:
        parser.error("--articles: at least 7, one an edition")
    log = options.log.open("a") if options.log else None
    _check(parser, "--always", dict(options.always), FAULTS)
    _check(parser, "--rss", dict(options.rss), CONDITIONS)
    room = Newsroom(
        options.articles, options.seed, now, options.days, options.edited, options.moment
    )
    serve(
        room,
        options.layout,
        options.port,
        log,
        renamed=options.renamed,
        faults=Faults(options.faults, dict(options.always), options.seed),
        rss=dict(options.rss),
        robots=options.robots,
        switches=Switches.of(options),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kazcrawl.sample_site", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1; 0 takes any")
    parser.add_argument("--articles", type=int, default=500, help="articles of all editions")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another site")
    parser.add_argument("--layout", choices=AGENCY, default=AGENCY[0])
    parser.add_argument(
        "--now",
        type=datetime.fromisoformat,
        help="moment of the newest article, 2026-11-23T12:00:00+00:00; default: now",
    )
    parser.add_argument(
        "--days", type=float, default=6.0, help="days over which nine in ten articles spread"
    )
    parser.add_argument(
        "--edited", action="store_true", help="the same site later: texts changed, pages gone"
    )
    parser.add_argument(
        "--renamed", action="store_true", help="article pages whose classes and ids nobody knows"
    )
    parser.add_argument(
        "--moment",
        type=datetime.fromisoformat,
        help="the site lives: what time it is there at first; /_clock?now=… moves it on",
    )
    parser.add_argument(
        "--faults", type=float, default=0.0, help="share of requests that fail for once, 0 to 1"
    )
    pairs: dict[str, Any] = {"type": _pair, "action": "append", "default": []}
    always = f"addresses that begin so always fail: {', '.join(FAULTS)}"
    parser.add_argument("--always", metavar="HOST/PATH=FAULT", help=always, **pairs)
    rss = f"how an edition's RSS is: {', '.join(CONDITIONS)}"
    parser.add_argument("--rss", metavar="EDITION=CONDITION", help=rss, **pairs)
    parser.add_argument("--robots", default="", help="the text of every host's robots.txt")
    Switches.add_arguments(parser)
    parser.add_argument("--log", type=Path, help="file that gets a line a request")
    return parser


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.rpartition("=")
    return name, value


def _check(
    parser: argparse.ArgumentParser, option: str, given: dict[str, str], known: Container[str]
) -> None:
    for value in given.values():
        if value not in known:
            parser.error(f"{option}: {value or '(nothing)'} is not known; see --help")


if __name__ == "__main__":
    main()
