"""``scrapy doctor``: is everything as a crawl needs it, on this machine and on the site?"""

import argparse

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kazcrawl import clock, health
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.datafolder import complain, read_config
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config.takes import did_you_mean
from kazcrawl.crawl.arguments import AgencyArguments, ArgumentError, read_arguments
from kazcrawl.doctor.machine import Check, checks
from kazcrawl.doctor.site import DoctorSpider, Finding, clock_trouble
from kazcrawl.health.fields import FILLED
from kazcrawl.sites.registry import main_site, sites
from kazcrawl.sites.site import Site

# The gravest first: what cannot be written is worse than what cannot be read.
_GRAVEST = (health.NOT_DELIVERED, health.UNREACHABLE, health.LAYOUT, health.FAILED)
_MEANING = {
    health.NOT_DELIVERED: "the data folder, archive or disk is not fit to hold a crawl",
    health.UNREACHABLE: "an edition could not be reached, or refuses us",
    health.LAYOUT: "an edition's pages fit no known layout, or lack headline, text or date",
    health.FAILED: "this machine's clock or time-zone data are wrong",
}


class Command(KazcrawlCommand):
    """Archives nothing; about three requests an edition."""

    requires_project = True
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Check this machine, and one listing and article of each edition of a site"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        name = main_site().name
        parser.add_argument("--site", default=name, metavar="NAME", help=f"default: {name}")
        parser.add_argument("--editions", metavar="CODES", help="only these, such as ru,en")
        parser.add_argument("--quiet", action="store_true", help="print only what is wrong")

    def perform(self, args: list[str], opts: argparse.Namespace) -> None:
        config = read_config(self.settings)
        site = _site(opts.site)
        found = list(checks(config))
        findings = self._look(site, opts.editions)
        found.append(Check("clock", *clock_trouble(findings)))
        codes = {one.code for one in found} | {one.code for one in findings}
        if opts.quiet:
            found = [one for one in found if one.code]
            findings = [one for one in findings if one.code]
        _show(found, findings)
        for code in _GRAVEST:
            if code in codes:
                complain(_MEANING[code])
                self.exitcode = self.exitcode or code

    def _look(self, site: Site, editions: str | None) -> list[Finding]:
        assert self.crawler_process is not None
        try:
            given = {} if editions is None else {"editions": editions}
            asked = read_arguments(
                AgencyArguments, given, today=site.day(clock.now()), editions=site.editions
            ).editions
        except ArgumentError as error:
            raise WrongUsage(f"--{error}") from None
        crawler = self.crawler_process.create_crawler(DoctorSpider)
        self.crawler_process.crawl(crawler, site=site, editions=asked)
        self.crawler_process.start()
        assert isinstance(crawler.spider, DoctorSpider)
        return list(crawler.spider.findings.values())


def _site(name: str) -> Site:
    """A site by its name; one that lives anywhere has no editions to be asked for."""
    named = {site.name: site for site in sites().values() if not site.any_host}
    if name not in named:
        there = ", ".join(named)
        raise WrongUsage(
            f"--site {name}: there is no such site; there are {there}{did_you_mean(name, named)}"
        )
    return named[name]


def _show(found: list[Check], findings: list[Finding]) -> None:
    console = Console(emoji=False)
    if found:
        console.print(_machine(found))
    if findings:
        console.print(_site_table(findings))


def _machine(found: list[Check]) -> Table:
    machine = Table(title="This machine", show_header=False)
    for one in found:
        machine.add_row(_mark(one.code), one.name, escape(one.found))
    return machine


def _site_table(findings: list[Finding]) -> Table:
    site = Table(title="The site")
    for column in ("", "edition", "robots.txt", "listing", "article", "fields", "lacks"):
        site.add_column(column)
    for finding in findings:
        site.add_row(
            _mark(finding.code),
            finding.edition,
            escape(finding.robots),
            escape(finding.listing),
            escape(finding.article),
            " ".join(name for name in FILLED if finding.fields.get(name)),
            " ".join(name for name in FILLED if finding.fields and not finding.fields[name]),
        )
    return site


def _mark(code: int) -> str:
    return "[green]✓[/]" if code == health.GOOD else "[red]✗[/]"
