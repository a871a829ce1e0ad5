"""The report: one HTML file that people like to read, from what the archive remembers."""

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.config import Config
from kazcrawl.disk.whole import write_whole
from kazcrawl.logs.program import called
from kazcrawl.report.charts import charts
from kazcrawl.report.facts import Facts, gather, local
from kazcrawl.report.words import RULES, language_name
from kazcrawl.sites.registry import edition_name

_ENVIRONMENT = Environment(
    loader=PackageLoader("kazcrawl.report", "."),
    autoescape=True,  # what comes from the site is text, whatever it looks like
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["local"] = local
_ENVIRONMENT.globals |= {
    "called": called,
    "edition_name": edition_name,
    "language_name": language_name,
    "rules": RULES,
}


def write_report(archive: Archive, config: Config, now: datetime | None = None) -> Path:
    """Writes ``reports/kazcrawl.html`` whole or not at all; gives its path.

    The file needs nothing beside it: no network, no script. Raises OSError and ArchiveError.
    """
    path = config.reports / "kazcrawl.html"
    facts = gather(archive, now or clock.now())
    write_whole(path, [render(facts).encode("utf-8", "replace")])
    return path


def render(facts: Facts) -> str:
    """The report's page."""
    return _ENVIRONMENT.get_template("page.html").render(facts=facts, charts=charts(facts))
