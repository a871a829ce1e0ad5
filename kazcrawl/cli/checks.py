"""What is looked at before a crawl starts: the spider, its arguments, the pipelines."""

import textwrap
from collections.abc import Mapping

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
    pipelines: Mapping[str, int],
) -> None:
    """Raises WrongUsage for a site that is not installed, a wrong argument, or where one of our
    ``pipelines``, by path with their places, is lacking."""
    if sites().get(spider.site.name) is not spider.site:
        raise WrongUsage(
            f"the site of spider {spider.name} is not installed: its package offers no entry "
            f"point {spider.site.name} of the group {GROUP}"
        )
    try:
        spider.read(dict(arguments), spider.site.day(clock.now()))
    except ArgumentError as error:
        raise WrongUsage(f"-a {error}") from None
    _check_pipelines(settings, pipelines)


def _check_pipelines(settings: BaseSettings, pipelines: Mapping[str, int]) -> None:
    """Refuses pipelines without ours, or a class derived of each: nothing would be archived."""
    given = settings.getdict("ITEM_PIPELINES")
    try:
        there = [load_object(pipeline) for pipeline, place in given.items() if place is not None]
    except (ImportError, NameError, ValueError, TypeError) as error:
        raise WrongUsage(f"ITEM_PIPELINES: {error}") from None
    for path, place in pipelines.items():
        ours = load_object(path)
        if not any(isinstance(kind, type) and issubclass(kind, ours) for kind in there):
            raise WrongUsage(
                f"ITEM_PIPELINES: {path} is lacking; it stands at {place} beside your own"
            )


def arguments_told(spider: type[WalkSpider]) -> str:
    """A spider's arguments as ``--help`` shows them."""
    lines = [f"Arguments of {spider.name} (-a NAME=VALUE):"]
    for name, taken, text in describe(spider.arguments_kind):
        lines.append(f"  {name:<12}{taken}")
        lines += textwrap.wrap(text, 76, initial_indent=" " * 14, subsequent_indent=" " * 14)
    return "\n".join(lines)
