"""Unknown names, and wrong values of Scrapy's own settings."""

import logging
import math
import os
from datetime import timedelta

import pytest
from scrapy.settings import Settings

from kazcrawl.config import SettingError
from kazcrawl.config.check import check_given, check_settings


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("KAZCRAWL_")]:
        monkeypatch.delenv(name)


def settings(**given: object) -> Settings:
    found = Settings()
    found.setmodule("kazcrawl.settings", priority="project")
    found.setdict(given, priority="cmdline")
    return found


def refused(**given: object) -> str:
    with pytest.raises(SettingError) as error:
        check_settings(settings(**given))
    return str(error.value)


def test_the_projects_own_settings_are_sound() -> None:
    assert check_settings(settings()).revisit.longest == timedelta(days=15)


def test_a_name_that_is_none_of_ours_is_told_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = "there is no such setting; did you mean KAZCRAWL_REVISIT?"
    assert refused(KAZCRAWL_REVISITS="1h") == f"KAZCRAWL_REVISITS: {line}"
    assert refused(kazcrawl_revisit="1h") == f"kazcrawl_revisit: {line}"
    monkeypatch.setenv("KAZCRAWL_REVIST", "1h")
    assert refused() == f"KAZCRAWL_REVIST: {line}"


def test_other_names_are_nobodys_business(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KAZCRAWL_", "x")
    check_settings(settings(MYEXT_ENABLED="perhaps", KAZTEST_NOW="2026-11-23T12:00:00Z"))


def test_a_wrong_setting_of_ours_is_told_here_too() -> None:
    assert refused(KAZCRAWL_LOG_JSON="maybe") == "KAZCRAWL_LOG_JSON=maybe: must be 1 or 0"


LEVEL = "must be DEBUG, INFO, WARNING, ERROR or CRITICAL"
WHOLE = "must be a whole number, 0 or more"
NUMBER = "must be a number, 0 or more"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("LOG_LEVEL", "LOUD", LEVEL),
        ("LOG_LEVEL", "", LEVEL),
        ("RETRY_GIVE_UP_LOG_LEVEL", "LOUD", LEVEL),
        ("LOG_LEVEL", ["INFO"], LEVEL),
        ("LOG_ENCODING", "utf-9", "must be an encoding such as utf-8"),
        ("FEED_EXPORT_ENCODING", "utf-9", "must be an encoding such as utf-8"),
        ("LOG_FORMAT", "%(nonsense)s", "must be a format such as %(levelname)s: %(message)s"),
        ("LOG_FORMAT", "%(message)", "must be a format such as %(levelname)s: %(message)s"),
        ("AUTOTHROTTLE_ENABLED", "perhaps", "must be 1 or 0"),
        ("TELNETCONSOLE_ENABLED", "perhaps", "must be 1 or 0"),
        ("LOG_ENABLED", "", "must be 1 or 0"),
        ("CONCURRENT_REQUESTS", "many", "must be a whole number, 1 or more"),
        ("CONCURRENT_REQUESTS", "0", "must be a whole number, 1 or more"),
        ("CONCURRENT_ITEMS", "0", "must be a whole number, 1 or more"),
        ("RETRY_TIMES", "-1", WHOLE),
        ("RETRY_TIMES", "1.5", WHOLE),
        ("DEPTH_PRIORITY", "high", "must be a whole number"),
        ("DOWNLOAD_DELAY", "fast", NUMBER),
        ("DOWNLOAD_DELAY", "-0.1", NUMBER),
        ("DOWNLOAD_TIMEOUT", "nan", NUMBER),
        ("DNS_TIMEOUT", "inf", NUMBER),
        ("AUTOTHROTTLE_MAX_DELAY", math.inf, NUMBER),
        ("RETRY_HTTP_CODES", "500,many", "must be whole numbers parted by commas"),
        ("TELNETCONSOLE_PORT", "6023,-1", "must be whole numbers parted by commas"),
        (
            "RETRY_EXCEPTIONS",
            "builtins.OSError,nonsense.Error",
            "must be import paths of classes parted by commas",
        ),
        ("SPIDER_MODULES", "kazcrawl.spiders,nonsense", "must be modules parted by commas"),
        ("SCHEDULER", "nonsense", "must be the import path of a class"),
        ("SCHEDULER", "scrapy.core.scheduler.Nonsense", "must be the import path of a class"),
        ("STATS_CLASS", "kazcrawl.nonsense.Stats", "must be the import path of a class"),
        ("TWISTED_REACTOR", "quick", "must be the import path of a class"),
    ],
)
def test_a_wrong_setting_of_scrapys_is_told_in_one_line(
    name: str, value: object, words: str
) -> None:
    assert refused(**{name: value}) == f"{name}={value}: {words}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("LOG_LEVEL", "debug"), ("LOG_LEVEL", logging.DEBUG), ("LOG_ENCODING", "cp1251")),
        *(("LOG_FORMAT", "%(message)s"), ("AUTOTHROTTLE_ENABLED", "0"), ("LOG_ENABLED", "False")),
        *(("CONCURRENT_REQUESTS", "1"), ("RETRY_TIMES", "0"), ("RETRY_TIMES", 3)),
        *(("DOWNLOAD_DELAY", "0"), ("DOWNLOAD_DELAY", "0.25"), ("DOWNLOAD_TIMEOUT", "7.5")),
        *(("AUTOTHROTTLE_MAX_DELAY", "0"), ("DNS_TIMEOUT", 0.5), ("FEED_EXPORT_INDENT", "-1")),
        *(("DEPTH_PRIORITY", "-1"), ("RETRY_PRIORITY_ADJUST", "-2"), ("USER_AGENT", "")),
        *(("RETRY_HTTP_CODES", "500,0"), ("RETRY_HTTP_CODES", ""), ("RETRY_HTTP_CODES", [503])),
        *(("SCHEDULER", "scrapy.core.scheduler.Scheduler"), ("LOG_FILE", None), ("JOBDIR", "x")),
        ("STATS_CLASS", "scrapy.statscollectors.DummyStatsCollector"),
        ("RETRY_EXCEPTIONS", "builtins.OSError"),
        ("RETRY_EXCEPTIONS", [OSError]),
        ("SPIDER_MODULES", "kazcrawl.spiders"),
    ],
)
def test_a_right_one_is_taken(name: str, value: object) -> None:
    check_settings(settings(**{name: value}))


@pytest.mark.parametrize("value", ["nonsense", "[1]", "", "{"])
def test_a_table_is_given_as_json(value: str) -> None:
    with pytest.raises(SettingError) as error:
        check_given(settings(), ["RETRY_TIMES=x", f"ITEM_PIPELINES={value}"])
    assert str(error.value) == f"ITEM_PIPELINES={value}: must be a JSON object"
    check_given(settings(), ["RETRY_TIMES=x", "USER_AGENT", 'ITEM_PIPELINES={"a.B": 1}'])
