"""``python -m kazcrawl.sample_site``: the agency's site on loopback."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.server import serve
from kazcrawl.sample_site.switches import Switches


def main() -> None:
    """Serves the sample site until it is ended."""
    parser = argparse.ArgumentParser(prog="python -m kazcrawl.sample_site", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1; 0 takes any")
    parser.add_argument("--articles", type=int, default=500, help="articles of all editions")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another site")
    parser.add_argument("--layout", choices=("g1", "g15", "g2", "g3"), default="g3")
    parser.add_argument(
        "--now",
        type=datetime.fromisoformat,
        default=None,
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
    Switches.add_arguments(parser)
    parser.add_argument("--log", type=Path, help="file that gets a line a request")
    options = parser.parse_args()
    now = options.now or datetime.now(UTC)
    if now.tzinfo is None:
        parser.error("--now needs an offset, such as 2026-11-23T12:00:00+00:00")
    if options.articles < 7:
        parser.error("--articles: at least 7, one an edition")
    log = options.log.open("a") if options.log else None
    room = Newsroom(options.articles, options.seed, now, options.days, options.edited)
    serve(
        room,
        options.layout,
        options.port,
        log,
        renamed=options.renamed,
        switches=Switches.of(options),
    )


if __name__ == "__main__":
    main()
