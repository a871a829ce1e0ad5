"""What is looked at before a crawl starts: the spider, its arguments, what must be there."""

import textwrap
from collections.abc import Mapping
from types import ModuleType

from scrapy import Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoaderProtocol
from scrapy.utils.misc import load_object

from kazcrawl import clock
from kazcrawl.cli.usage import WrongUsage
from kazcrawl.config.takes import did_you_mean
from kazcrawl.crawl.arguments import ArgumentError, describe
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.logs.program import called
from kazcrawl.sites.registry import GROUP, sites


def spider_named(words: list[str], loader: SpiderLoaderProtocol) -> type[Spider]:
    """The spider that is named; WrongUsage for none, several or one that is not there."""
    names = loader.list()
    for word in words[1:]:
        if "=" in word:
            raise WrongUsage(f"{word}: an argument is given as -a {word}")
    if len(words) != 1:
        raise WrongUsage(f"name one spider: {called()} crawl {' or '.join(names)}")
    if words[0] not in names:
        raise WrongUsage(
            f"there is no spider {words[0]}; there are {', '.join(names)}"
            f"{did_you_mean(words[0], names)}"
        )
    return loader.load(words[0])


def check_crawl(
    spider: type[WalkSpider],
    arguments: Mapping[str, str],
    settings: BaseSettings,
    ours: ModuleType,
) -> None:
    """Raises WrongUsage for a site that is not installed, a wrong argument, or where something of
    ``ours``, the module of our settings, is lacking."""
    if sites().get(spider.site.name) is not spider.site:
        raise WrongUsage(
            f"the site of spider {spider.name} is not installed: its package offers no entry "
            f"point {spider.site.name} of the group {GROUP}"
        )
    try:
        spider.read(dict(arguments), spider.site.day(clock.now()))
    except ArgumentError as error:
        raise WrongUsage(f"-a {error}") from None
    _check_reactor(settings)
    _check_table(settings, "ITEM_PIPELINES", ours.ITEM_PIPELINES, may_be_off=False)
    for name in ("DOWNLOADER_MIDDLEWARES", "EXTENSIONS"):
        _check_table(settings, name, getattr(ours, name), may_be_off=True)
    _check_handlers(settings, ours.DOWNLOAD_HANDLERS)


def _check_table(
    settings: BaseSettings, name: str, ours: Mapping[str, int | None], *, may_be_off: bool
) -> None:
    """Refuses a table of components without ours, or a class derived of each: nothing would be
    archived, or robots.txt not heeded. ``may_be_off``: whether null may stand for one of ours."""
    given = settings.getdict(name)
    own = [path for path, place in given.items() if place is not None and path not in ours]
    try:
        there = [load_object(path) for path in own]
    except (ImportError, NameError, ValueError, TypeError) as error:
        raise WrongUsage(f"{name}: {error}") from None
    for path, place in ours.items():
        is_there = path in given and (may_be_off or given[path] is not None)
        if place is None or is_there:
            continue
        kind = load_object(path)
        if not any(isinstance(one, type) and issubclass(one, kind) for one in there):
            raise WrongUsage(f"{name}: {path} is lacking; it stands at {place} beside your own")


def _check_handlers(settings: BaseSettings, ours: Mapping[str, str | None]) -> None:
    """Refuses handlers without one for the web: Scrapy's own take half a page for a whole one."""
    given = settings.getdict("DOWNLOAD_HANDLERS")
    for scheme, path in ours.items():
        if path is not None and not given.get(scheme):
            raise WrongUsage(
                f"DOWNLOAD_HANDLERS: {scheme} is lacking; beside your own it is {path}"
            )


def _check_reactor(settings: BaseSettings) -> None:
    """Refuses another reactor than asyncio's, in which nothing of ours could run."""
    if not settings.getbool("TWISTED_REACTOR_ENABLED"):
        raise WrongUsage("TWISTED_REACTOR_ENABLED=0: a crawl needs the reactor")
    if not str(path := settings["TWISTED_REACTOR"]).endswith(".AsyncioSelectorReactor"):
        raise WrongUsage(f"TWISTED_REACTOR={path}: must be asyncio's, as it is by default")


def arguments_told(spider: type[WalkSpider]) -> str:
    """A spider's arguments as ``--help`` shows them."""
    lines = [f"Arguments of {spider.name} (-a NAME=VALUE):"]
    for name, taken, text in describe(spider.arguments_kind):
        lines.append(f"  {name:<12}{taken}")
        lines += textwrap.wrap(text, 76, initial_indent=" " * 14, subsequent_indent=" " * 14)
    return "\n".join(lines)
