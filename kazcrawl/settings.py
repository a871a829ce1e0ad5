"""Every setting of Scrapy's that this project changes, each with a line of why; and our own."""

from kazcrawl.cli.program import begin

begin()  # where scrapy is the program: signals are answered before the rest is imported

import os  # noqa: E402
import sys  # noqa: E402

from scrapy.settings import default_settings  # noqa: E402

from kazcrawl import __version__  # noqa: E402
from kazcrawl.cli.commands import commands_of  # noqa: E402
from kazcrawl.config import Config  # noqa: E402
from kazcrawl.record import FIELDS  # noqa: E402

BOT_NAME = "kazcrawl"
SPIDER_MODULES = ["kazcrawl.spiders"]
NEWSPIDER_MODULE = "kazcrawl.spiders"
# Scrapy imports every command to find one: where one of ours is named, that alone.
COMMANDS_MODULE = commands_of(sys.argv)

# Each KAZCRAWL_ setting, from the environment or by default; kazcrawl/config tells of them.
vars().update(_given := Config.from_environment())

# What only tests set.

# The moment at which the run's clock begins, 2026-11-23T12:00:00Z.
KAZTEST_NOW = os.environ.get("KAZTEST_NOW", "")
# Import path of a function that hears of every step of publishing.
KAZTEST_STEP_WATCHER = os.environ.get("KAZTEST_STEP_WATCHER", "")

# --- Manners --------------------------------------------------------------------------------

# Who we are and how to reach us.
USER_AGENT = f"kazcrawl/{__version__} (+{_given['KAZCRAWL_CONTACT']})"
# The site's own rules hold.
ROBOTSTXT_OBEY = True
# The site's speed sets ours: one answer's time between two requests to a host.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.5
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
AUTOTHROTTLE_MAX_DELAY = 30.0
# Never more than this at once, however fast the answers come.
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 4
# A page takes seconds; three minutes, the default, would hold a run for a dead server.
DOWNLOAD_TIMEOUT = 30
# The longest article is 66,000 characters; nothing on a news site needs 32 MiB.
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
# An address is as long as its site makes it; what is beyond a bound Scrapy drops without a word.
URLLENGTH_LIMIT = 0
# Scrapy would ask every edition for English.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
}
# Sessions mean nothing to a reader of public pages.
COOKIES_ENABLED = False
# A page that leads elsewhere only after more than three seconds (Scrapy's bound is exclusive) is
# one to read.
METAREFRESH_MAXDELAY = 4

# Ours stand for these of Scrapy's. Setting them to None would import them all the same.
_OURS = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware",
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware",
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
}
DOWNLOADER_MIDDLEWARES_BASE = {
    path: order
    for path, order in default_settings.DOWNLOADER_MIDDLEWARES_BASE.items()
    if path not in _OURS
}
DOWNLOADER_MIDDLEWARES = {
    "kazcrawl.fetch.offsite.Offsite": 50,
    "kazcrawl.fetch.robots.Robots": 100,
    "kazcrawl.fetch.language.AcceptLanguage": 390,
    # Where bodies are unpacked by then.
    "kazcrawl.fetch.rights.Rights": 560,
    "kazcrawl.fetch.redirects.MetaRefresh": 580,
    "kazcrawl.fetch.redirects.Redirects": 600,
    "kazcrawl.fetch.cookies.Cookies": 700,
    # Behind redirects and retries: every request that really leaves passes here.
    "kazcrawl.fetch.pace.Pace": 620,
}

# --- Safety ---------------------------------------------------------------------------------

# Both open ports that run code for whoever asks.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# A page from somebody else's server is not the agency's.
DOWNLOAD_VERIFY_CERTIFICATES = True

# --- Machinery ------------------------------------------------------------------------------

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
# The default of 100 starts 100 tasks a response, a quarter of all CPU time; a page is one article.
CONCURRENT_ITEMS = 1
# Looks for a beginner's mistake in our own source, again for every page: a twentieth of CPU time.
WARN_ON_GENERATOR_RETURN_VALUE = False
# Scrapy's, but for what is off: that is imported when it is switched on.
_SWITCHED_OFF = {
    "scrapy.extensions.telnet.TelnetConsole": "kazcrawl.extensions.switched_off.Telnet",
    "scrapy.extensions.remote_control.RemoteControl": (
        "kazcrawl.extensions.switched_off.RemoteControl"
    ),
    "scrapy.spidermiddlewares.depth.DepthMiddleware": "kazcrawl.extensions.switched_off.Depth",
}
EXTENSIONS_BASE = {
    _SWITCHED_OFF.get(path, path): order for path, order in default_settings.EXTENSIONS_BASE.items()
}
SPIDER_MIDDLEWARES_BASE = {
    _SWITCHED_OFF.get(path, path): order
    for path, order in default_settings.SPIDER_MIDDLEWARES_BASE.items()
    # Looks for a beginner's mistake in requests' meta: another two coroutines a page and request.
    if path != "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware"
}
# Plain HTTP, and a browser for the pages that need one.
DOWNLOAD_HANDLERS = {
    "http": "kazcrawl.fetch.browser.handler.BrowserHandler",
    "https": "kazcrawl.fetch.browser.handler.BrowserHandler",
    # Nothing on the site leads to files of this machine or to other services.
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
# What ends a run in time or when it may ask no more, publishes while it goes on, tells how it went
# and how far it is.
EXTENSIONS = {
    "scrapy.extensions.feedexport.FeedExporter": None,
    "kazcrawl.extensions.output.Output": 0,
    "kazcrawl.extensions.stopping.Stopping": 100,
    "kazcrawl.extensions.fencing.Fencing": 150,
    "kazcrawl.extensions.delivery.Delivery": 200,
    "kazcrawl.extensions.verdict.RunVerdict": 300,
    "kazcrawl.extensions.progress.TerminalProgress": 400,
}
# What an article goes through, in this order.
ITEM_PIPELINES = {
    "kazcrawl.pipelines.clean.Clean": 100,
    "kazcrawl.pipelines.normalise.Normalise": 200,
    "kazcrawl.pipelines.validate.Validate": 300,
    "kazcrawl.pipelines.fill.Fill": 350,
    "kazcrawl.pipelines.dedupe.Dedupe": 400,
    "kazcrawl.pipelines.store.Store": 500,
}
# An unchanged article is dropped by design; that is no warning.
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"
# `-O FILE` of a run that found nothing must not empty yesterday's file.
FEED_STORE_EMPTY = False
FEED_EXPORT_ENCODING = "utf-8"
# A cell of Python's own notation could be read by nothing else.
FEED_EXPORTERS = {"csv": "kazcrawl.extensions.output.NestedCsv"}
# What `-O` writes is the record that our own feeds hold.
FEED_EXPORT_FIELDS = list(FIELDS)
# Debug logs print whole articles: 90 MB for 4,000 of them.
LOG_LEVEL = "INFO"
# A line of a log is read on other machines, too: its clock is named.
LOG_DATEFORMAT = "%Y-%m-%d %H:%M:%S %z"
# The log of a healthy run fits on one screen: the editions' counts and the verdict stand in it.
STATS_DUMP = False
LOG_VERSIONS: list[str] = []
LOGSTATS_INTERVAL = 300.0
