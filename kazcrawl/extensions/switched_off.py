"""Parts of Scrapy that are off: their code, a tenth of a short run, is loaded by who wants them.

Scrapy would import them to hear that they are not wanted.
"""

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.misc import build_from_crawler, load_object


class _SwitchedOff:
    """Stands where a part of Scrapy's stands that any of some settings switches on."""

    settings: tuple[str, ...] = ()
    path = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> object:
        """Scrapy's own part, if a setting is on."""
        if not any(crawler.settings.getbool(name) for name in cls.settings):
            raise NotConfigured
        return build_from_crawler(load_object(cls.path), crawler)


class Telnet(_SwitchedOff):
    """The telnet console, which brings an SSH library."""

    settings = ("TELNETCONSOLE_ENABLED",)
    path = "scrapy.extensions.telnet.TelnetConsole"


class RemoteControl(_SwitchedOff):
    """The remote control, which brings a second HTTP library."""

    settings = ("REMOTE_CONTROL_ENABLED",)
    path = "scrapy.extensions.remote_control.RemoteControl"


class Depth(_SwitchedOff):
    """The depth of requests: a walk bounds itself, and every request and article passes it."""

    settings = ("DEPTH_LIMIT", "DEPTH_PRIORITY", "DEPTH_STATS_VERBOSE")
    path = "scrapy.spidermiddlewares.depth.DepthMiddleware"
