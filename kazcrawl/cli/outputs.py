"""The files that ``-o``, ``-O`` and FEEDS name: looked at before a run begins."""

import argparse
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config.takes import did_you_mean


def check_named(settings: BaseSettings, opts: argparse.Namespace) -> None:
    """Refuses a file of ``-o`` or ``-O`` whose format nobody knows."""
    known = _formats(settings)
    for file in getattr(opts, "overwrite_output", None) or getattr(opts, "output", None) or ():
        # As Scrapy reads it: behind the last colon stands a format, or else it is the ending's.
        behind = file.rpartition(":")[2] if ":" in file else ""
        ending = Path(file).suffix.replace(".", "")
        if not {behind, ending} & known.keys():
            _refuse(file, behind or ending, known)


def check_feeds(settings: BaseSettings) -> None:
    """Refuses what FEEDS asks for and Scrapy would leave out with a line in the log."""
    known = _formats(settings)
    for uri, options in settings.getdict("FEEDS").items():
        kind = options.get("format") if isinstance(options, dict) else None
        if kind not in known:
            _refuse(f"FEEDS: {uri}", str(kind or ""), known)


def _formats(settings: BaseSettings) -> dict[str, Any]:
    exporters = settings.getwithbase("FEED_EXPORTERS")
    return {name: path for name, path in exporters.items() if path is not None}


def _refuse(where: str, name: str, known: dict[str, Any]) -> None:
    raise WrongUsage(
        f"{where}: there is no format {name or '(none)'}; there are {', '.join(known)}"
        f"{did_you_mean(name, known)}"
    )
