"""Parts of Scrapy that are off are not even loaded, and work for whoever switches them on."""

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.settings import default_settings
from scrapy.utils.misc import build_from_crawler, load_object
from scrapy.utils.test import get_crawler

from kazcrawl import settings


def part(name: str) -> type:
    there = settings.EXTENSIONS_BASE | settings.SPIDER_MIDDLEWARES_BASE
    (path,) = (path for path in there if path.endswith(f".{name}"))
    loaded: type = load_object(path)
    return loaded


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("Telnet", "TELNETCONSOLE_ENABLED"),
        ("RemoteControl", "REMOTE_CONTROL_ENABLED"),
        ("Depth", "DEPTH_LIMIT"),
    ],
)
def test_it_stays_away_where_it_is_off(name: str, setting: str) -> None:
    with pytest.raises(NotConfigured, match=r"^$"):
        build_from_crawler(part(name), get_crawler(settings_dict={setting: False}))


def test_it_is_scrapys_own_where_it_is_switched_on() -> None:
    there = build_from_crawler(
        part("RemoteControl"), get_crawler(settings_dict={"REMOTE_CONTROL_ENABLED": True})
    )
    assert type(there) is load_object(part("RemoteControl").path)
    # Scrapy's console says itself what it lacks here.
    with pytest.raises(NotConfigured, match="Twisted reactor"):
        build_from_crawler(
            part("Telnet"), get_crawler(settings_dict={"TELNETCONSOLE_ENABLED": True})
        )


@pytest.mark.parametrize("setting", ["DEPTH_LIMIT", "DEPTH_PRIORITY", "DEPTH_STATS_VERBOSE"])
def test_the_depth_of_requests_counts_for_whoever_asks_for_it(setting: str) -> None:
    there = build_from_crawler(part("Depth"), get_crawler(settings_dict={setting: "1"}))
    assert type(there) is load_object(part("Depth").path)


def test_all_other_parts_of_scrapy_stand_where_scrapy_has_them() -> None:
    for name in ("EXTENSIONS_BASE", "DOWNLOADER_MIDDLEWARES_BASE", "SPIDER_MIDDLEWARES_BASE"):
        ours, scrapys = getattr(settings, name), getattr(default_settings, name)
        assert ours.items() - {path: ours[path] for path in ours if "kazcrawl" in path}.items() == {
            (path, order) for path, order in scrapys.items() if path in ours
        }
    assert len(settings.EXTENSIONS_BASE) == len(default_settings.EXTENSIONS_BASE)
    # The one that is left out looks for mistakes in a project's own source.
    assert (
        len(settings.SPIDER_MIDDLEWARES_BASE) == len(default_settings.SPIDER_MIDDLEWARES_BASE) - 1
    )
    assert (
        set(default_settings.DOWNLOADER_MIDDLEWARES_BASE)
        - set(settings.DOWNLOADER_MIDDLEWARES_BASE)
        == settings._OURS
    )
