"""Parts of Scrapy that are off are not even loaded, and work for whoever switches them on."""

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.settings import default_settings
from scrapy.utils.misc import build_from_crawler, load_object
from scrapy.utils.test import get_crawler

from kazcrawl import settings


def part(name: str) -> type:
    (path,) = (path for path in settings.EXTENSIONS_BASE if path.endswith(f".{name}"))
    loaded: type = load_object(path)
    return loaded


@pytest.mark.parametrize(
    ("name", "setting"),
    [("Telnet", "TELNETCONSOLE_ENABLED"), ("RemoteControl", "REMOTE_CONTROL_ENABLED")],
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


def test_all_other_parts_of_scrapy_stand_where_scrapy_has_them() -> None:
    for name in ("EXTENSIONS_BASE", "DOWNLOADER_MIDDLEWARES_BASE"):
        ours, scrapys = getattr(settings, name), getattr(default_settings, name)
        assert ours.items() - {path: ours[path] for path in ours if "kazcrawl" in path}.items() == {
            (path, order) for path, order in scrapys.items() if path in ours
        }
    assert len(settings.EXTENSIONS_BASE) == len(default_settings.EXTENSIONS_BASE)
    assert (
        set(default_settings.DOWNLOADER_MIDDLEWARES_BASE)
        - set(settings.DOWNLOADER_MIDDLEWARES_BASE)
        == settings._OURS
    )
