"""Every command as it is typed: a wrong setting is one line, exit code 2, and nothing done."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from kazcrawl import __version__
from kazcrawl.cli.command import KazcrawlCommand
from kazcrawl.cli.parser import StrictParser
from kazcrawl.commands.status import Command
from kazcrawl.crawl.arguments import AgencyArguments, SiteArguments, describe
from tests.support import ROOT, environment, scrapy


def told(*arguments: str, **variables: str) -> str:
    """The line of a command that must be refused."""
    run = scrapy(*arguments, **variables)
    assert run.returncode == 2, run.stderr
    assert run.stdout == ""
    (line,) = run.stderr.splitlines()
    assert line.startswith("kazcrawl: ")
    return line.removeprefix("kazcrawl: ")


@pytest.mark.parametrize("command", [("crawl", "kazinform"), ("status",), ("demo",), ("doctor",)])
@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("LOG_LEVEL=LOUD", "LOG_LEVEL=LOUD: must be DEBUG, INFO, WARNING, ERROR or CRITICAL"),
        ("LOG_ENABLED=perhaps", "LOG_ENABLED=perhaps: must be 1 or 0"),
        ("KAZCRAWL_LOG_JSON=maybe", "KAZCRAWL_LOG_JSON=maybe: must be 1 or 0"),
        (
            "KAZCRAWL_REVISITS=off",
            "KAZCRAWL_REVISITS: there is no such setting; did you mean KAZCRAWL_REVISIT?",
        ),
    ],
)
def test_a_wrong_setting_stops_every_command(
    tmp_path: Path, command: tuple[str, ...], setting: str, line: str
) -> None:
    data = tmp_path / "data"
    assert told(*command, "-s", f"KAZCRAWL_DATA={data}", "-s", setting) == line
    assert not data.exists()


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("CONCURRENT_REQUESTS=many", "CONCURRENT_REQUESTS=many: must be a whole number, 1 or more"),
        ("DOWNLOAD_DELAY=fast", "DOWNLOAD_DELAY=fast: must be a number, 0 or more"),
        ("AUTOTHROTTLE_ENABLED=perhaps", "AUTOTHROTTLE_ENABLED=perhaps: must be 1 or 0"),
        ("ITEM_PIPELINES=nonsense", "ITEM_PIPELINES=nonsense: must be a JSON object"),
        ("SCHEDULER=nonsense", "SCHEDULER=nonsense: must be the import path of a class"),
        (
            "KAZCRAWL_ARCHIVE=mysql://u:secret@h/d",
            "KAZCRAWL_ARCHIVE names mysql, which no archive can be in: SQLite needs nothing, "
            "PostgreSQL needs pip install 'kazcrawl[postgres]' and an address postgresql+psycopg://…",
        ),
    ],
)
def test_a_crawl_does_not_begin_with_a_wrong_setting(setting: str, line: str) -> None:
    assert told("crawl", "kazinform", "-s", setting) == line


def test_the_environment_is_looked_at_as_well(tmp_path: Path) -> None:
    assert told("status", KAZCRAWL_ATEMPTS="3") == (
        "KAZCRAWL_ATEMPTS: there is no such setting; did you mean KAZCRAWL_ATTEMPTS?"
    )
    assert told("status", KAZCRAWL_ATTEMPTS="0") == (
        "KAZCRAWL_ATTEMPTS=0: must be a whole number, 1 or more"
    )
    assert told("status", "-L", "LOUD").startswith("LOG_LEVEL=LOUD: must be ")


def test_postgresql_without_its_driver_says_what_to_install(tmp_path: Path) -> None:
    # Stands before the real one, as if none were installed.
    (tmp_path / "psycopg.py").write_text("raise ImportError('no psycopg')\n")
    line = told(
        "status",
        *("-s", "KAZCRAWL_ARCHIVE=postgresql+psycopg://u:secret@h/d"),
        PYTHONPATH=f"{tmp_path}:{ROOT}",
    )
    assert line == (
        "KAZCRAWL_ARCHIVE names postgresql+psycopg, which is not installed: PostgreSQL needs pip "
        "install 'kazcrawl[postgres]' and an address postgresql+psycopg://…"
    )


def test_the_help_of_crawl_tells_the_arguments_of_both_spiders() -> None:
    run = scrapy("crawl", "--help")
    assert run.returncode == 0
    told = run.stdout[run.stdout.index("Arguments of kazinform (-a NAME=VALUE):") :]
    agency, site = told.split("Arguments of republisher (-a NAME=VALUE):")
    for shown, kind in ((agency, AgencyArguments), (site, SiteArguments)):
        named = re.findall(r"^  (\w+) +(\S.*)$", shown, re.M)
        assert named == [(name, takes) for name, takes, _ in describe(kind)]
        for _, _, text in describe(kind):
            assert text in " ".join(shown.split())


@pytest.mark.parametrize("path", sorted((ROOT / "kazcrawl/commands").glob("[a-z]*.py")))
def test_every_command_checks_its_settings(path: Path) -> None:
    command = import_module(f"kazcrawl.commands.{path.stem}").Command
    assert issubclass(command, KazcrawlCommand)
    assert command.process_options is KazcrawlCommand.process_options
    assert command.run is KazcrawlCommand.run


def options(*arguments: str) -> Settings:
    """The settings of a command line."""
    command = Command()
    settings = Settings()
    settings.setmodule("kazcrawl.settings", priority="project")
    command.settings = settings
    parser = StrictParser()
    command.add_options(parser)
    command.process_options([], parser.parse_args(arguments))
    return settings


def test_a_contact_given_on_the_command_line_stands_in_the_user_agent() -> None:
    contact = ("-s", "KAZCRAWL_CONTACT=mailto:me@x.example")
    assert options(*contact)["USER_AGENT"] == f"kazcrawl/{__version__} (+mailto:me@x.example)"
    assert options(*contact, "-s", "USER_AGENT=mine")["USER_AGENT"] == "mine"
    assert options()["USER_AGENT"].startswith(f"kazcrawl/{__version__} (+")


def test_a_log_level_may_be_written_small() -> None:
    settings = options("-s", "LOG_LEVEL=debug")
    assert settings["LOG_LEVEL"] == "DEBUG"
    assert settings.getpriority("LOG_LEVEL") == 40
    assert options().getpriority("LOG_LEVEL") == 20
    with pytest.raises(UsageError, match="LOG_LEVEL=LOUD"):
        options("-L", "LOUD")


@pytest.mark.parametrize(("name", "why"), [("none.such", "No module named 'none'"), ("", "Empty")])
def test_settings_that_are_nowhere_are_one_line(name: str, why: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "kazcrawl", "status"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment() | {"SCRAPY_SETTINGS_MODULE": name},
    )
    (line,) = run.stderr.splitlines()
    assert line.startswith(f"kazcrawl: SCRAPY_SETTINGS_MODULE={name}: {why}")
    assert run.returncode == 2
