"""What jobs can be of: editions, sites, data folders; by what somebody typed or by the settings."""

from collections.abc import Iterator
from pathlib import Path

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.batches import all_batches
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.cluster.work import Scope
from kazcrawl.config import Config
from kazcrawl.crawl.argument_values import read_site
from kazcrawl.crawl.arguments import AgencyArguments, ArgumentError, SiteArguments
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.sites.registry import main_site, sites


def read_scopes(settings: BaseSettings, given: dict[str, str]) -> list[Scope]:
    """What arguments of spiders name: a site, or editions of the agency; all of them without any.

    Raises WrongUsage.
    """
    by_address = next(site for site in sites().values() if site.any_host)
    site = by_address if "site" in given else main_site()
    spider = get_spider_loader(settings).load(site.name)
    assert issubclass(spider, WalkSpider)
    try:
        arguments = spider.read(given, site.day(clock.now()))
    except ArgumentError as error:
        raise WrongUsage(f"--{error}") from None
    if isinstance(arguments, SiteArguments):
        return [Scope.address(site.name, arguments.site)]
    assert isinstance(arguments, AgencyArguments)
    return [Scope.edition(site, edition.code) for edition in arguments.editions]


def all_scopes(config: Config) -> Iterator[Scope]:
    """Every edition of the installed agencies, and the sites that the settings name.

    Raises what ``addresses`` raises.
    """
    for site in sites().values():
        if not site.any_host:
            for code in site.editions:
                yield Scope.edition(site, code)
    kinds = [site.name for site in sites().values() if site.any_host]
    for address in addresses(config.cluster_sites):
        yield Scope.address(kinds[0], address)


def addresses(path: str) -> list[str]:
    """The addresses in a file of sites, one a line; ``#`` begins a remark.

    Raises OSError, and ValueError with the line that is no address.
    """
    if not path:
        return []
    lines = (line.partition("#")[0].strip() for line in Path(path).read_text("utf-8").splitlines())
    return [_address(line, path) for line in lines if line]


def owners(config: Config) -> list[str]:
    """The data folders that published, by their ids. Raises ArchiveError."""
    archive = Archive(config.archive_url)
    try:
        return sorted({batch.owner for batch in all_batches(archive) if batch.owner})
    finally:
        archive.close()


def _address(line: str, path: str) -> str:
    try:
        return read_site(line)
    except ValueError as error:
        raise ValueError(f"{path}: {line}: {error}") from None
