"""The settings of a run: from Scrapy's settings, which have them from the environment."""

import os
import sys
from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from scrapy.settings import Settings
from sqlalchemy import make_url

from kazcrawl import __version__
from kazcrawl.config import Config, SettingError
from kazcrawl.config.revisit import Revisit
from kazcrawl.config.takes import fields_of


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("KAZCRAWL_")]:
        monkeypatch.delenv(name)


def read(**given: object) -> Config:
    named = {f"KAZCRAWL_{name}": value for name, value in given.items()}
    return Config.read(Settings(Config.from_environment() | named))


def test_the_defaults_are_what_the_documentation_promises() -> None:
    days = [timedelta(hours=1), timedelta(hours=6), *map(timedelta, (1, 3, 7))]
    assert attrs.asdict(read(), recurse=False) == {
        "data": Path("data"),
        "archive_url": "sqlite:///data/archive.sqlite3",
        "feeds": Path("data/feeds"),
        "connect_to": None,
        "metrics": Path("data/metrics/kazcrawl.prom"),
        "sections_every": timedelta(days=1),
        "listings_every": timedelta(hours=5),
        "audit_every": timedelta(days=7),
        "first_run": timedelta(days=7),
        "max_runtime": None,
        "revisit": Revisit(tuple(days)),
        "revisit_share": 0.05,
        "attempts": 8,
        "deliver_articles": 1000,
        "deliver_every": timedelta(minutes=15),
        "compression": "none",
        "manifests": "both",
        "report": False,
        "on_batch": "",
        "on_verdict": "",
        "signing_key": None,
        "webhook_secret": "",
        "log_json": False,
        "raw_bytes": 256 * 2**20,
        "raw_days": None,
        "readers": None,
        "browser": "",
        "browser_pages": 2,
        "browser_limit": timedelta(seconds=45),
        "contact": "https://github.com/kazcrawl/kazcrawl",
        "servers": {"*.inform.kz": "kazinform", "*.qazinform.com": "kazinform"},
        "cluster_news": timedelta(minutes=30),
        "cluster_sites": "",
        "cluster_slice": timedelta(minutes=10),
        "cluster_stuck": timedelta(minutes=10),
        "cluster_attempts": 5,
    }


def test_what_has_no_place_of_its_own_is_in_the_data_folder() -> None:
    config = read(DATA="/srv/x")
    assert config.archive_url == "sqlite:////srv/x/archive.sqlite3"
    assert config.metrics == Path("/srv/x/metrics/kazcrawl.prom")
    assert (config.raw, config.feeds) == (Path("/srv/x/raw"), Path("/srv/x/feeds"))
    assert (config.logs, config.reports) == (Path("/srv/x/logs"), Path("/srv/x/reports"))
    elsewhere = read(DATA=" ", METRICS="/m.prom", ARCHIVE="sqlite:////a.sqlite3")
    assert elsewhere.data == Path("data")
    assert elsewhere.metrics == Path("/m.prom")
    assert read(FEEDS="/srv/feeds").feeds == Path("/srv/feeds")
    assert read(FEEDS=" s3://bucket/news/ ").feeds == "s3://bucket/news"
    assert elsewhere.archive_url == "sqlite:////a.sqlite3"


@pytest.mark.parametrize(
    "place",
    ["s3://", "s3:///news", "s3://B", "s3://bucket//x", "s3://bucket/../x", "s3:/b", "gs://bucket"],
)
def test_what_is_neither_a_folder_nor_in_a_bucket_is_refused(place: str) -> None:
    with pytest.raises(SettingError, match=r"FEEDS=.*: must be a folder, or s3://BUCKET/PREFIX$"):
        read(FEEDS=place)


def test_a_place_in_a_bucket_needs_what_asks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(SettingError, match=r"=s3://b-2/x: needs obstore.*'kazcrawl\[s3\]'$"):
        read(FEEDS="s3://b-2/x")


def test_a_folders_name_may_hold_what_means_something_in_an_address() -> None:
    config = read(DATA="/srv/a?b %41 №1")
    assert make_url(config.archive_url).database == "/srv/a?b %41 №1/archive.sqlite3"


def test_the_environment_is_read_where_nothing_else_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KAZCRAWL_ATTEMPTS", "3")
    monkeypatch.setenv("KAZCRAWL_SERVERS", "")
    assert Config.from_environment()["KAZCRAWL_ATTEMPTS"] == "3"
    assert (read().attempts, read().servers) == (3, {})
    assert read(ATTEMPTS=4).attempts == 4
    monkeypatch.setenv("kazcrawl_browser_pages", "3")
    assert read().browser_pages == 2


def test_a_wrong_setting_is_an_error_that_names_it() -> None:
    with pytest.raises(SettingError) as error:
        read(ATTEMPTS="0")
    assert str(error.value) == "KAZCRAWL_ATTEMPTS=0: must be a whole number, 1 or more"
    with pytest.raises(SettingError) as error:
        read(ARCHIVE="postgresql+psycopg://u:secret@h:port/d")
    assert str(error.value) == (
        "KAZCRAWL_ARCHIVE is not a database address such as sqlite:////var/lib/archive.sqlite3"
    )


def test_the_same_settings_are_read_once_and_changed_ones_anew() -> None:
    settings = Settings(Config.from_environment())
    assert Config.read(settings) is Config.read(settings)
    settings.set("KAZCRAWL_ATTEMPTS", "5")
    assert Config.read(settings).attempts == 5


def test_nobody_changes_the_settings_of_a_run() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        read().attempts = 3  # type: ignore[misc]


def test_the_user_agent_says_who_we_are_and_how_to_reach_us() -> None:
    assert read(CONTACT="mailto:me@x.example").user_agent == (
        f"kazcrawl/{__version__} (+mailto:me@x.example)"
    )


def test_every_setting_has_a_text_and_a_group() -> None:
    for name, field in fields_of(Config).items():
        assert name.startswith("KAZCRAWL_")
        assert field.metadata["text"].endswith("."), name
        assert field.metadata["group"], name
