"""Scrapy looks through the module of the command that is named, and through all for help."""

import pytest

from kazcrawl.cli.commands import commands_of


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("scrapy status", "kazcrawl.commands.status"),
        ("scrapy crawl kazinform -a editions=ru", "kazcrawl.commands.crawl"),
        ("scrapy --json read page.html", "kazcrawl.commands.read"),
        ("scrapy", "kazcrawl.commands"),
        ("scrapy -h", "kazcrawl.commands"),
        ("scrapy shell https://www.inform.kz/", "kazcrawl.commands"),
        ("scrapy crowl", "kazcrawl.commands"),
        ("pytest tests/cli", "kazcrawl.commands"),
        ("", "kazcrawl.commands"),
    ],
)
def test_one_command_is_looked_through_where_it_is_named(line: str, module: str) -> None:
    assert commands_of(line.split()) == module
