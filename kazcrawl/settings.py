"""Every setting of the project, each with a line of why.

The KAZCRAWL_ settings are read from environment variables of the same name, too; ``-s`` wins.
"""

import os

from kazcrawl import __version__
from kazcrawl.record import FIELDS

BOT_NAME = "kazcrawl"
SPIDER_MODULES = ["kazcrawl.spiders"]
NEWSPIDER_MODULE = "kazcrawl.spiders"
COMMANDS_MODULE = "kazcrawl.commands"

# --- What is the operator's to choose -------------------------------------------------------

# Folder of archive.sqlite3, feeds/, raw/, logs/, metrics/ and reports/.
KAZCRAWL_DATA = os.environ.get("KAZCRAWL_DATA", "data")
# Database URL of the archive; empty: the SQLite file in the data folder.
KAZCRAWL_ARCHIVE = os.environ.get("KAZCRAWL_ARCHIVE", "")
# http://HOST:PORT sends every request there, as curl's --connect-to; addresses stay real.
KAZCRAWL_CONNECT_TO = os.environ.get("KAZCRAWL_CONNECT_TO", "")
# Sections are walked once in this span: the feed finds articles, they find what it missed.
KAZCRAWL_SECTIONS_EVERY = os.environ.get("KAZCRAWL_SECTIONS_EVERY", "1d")
# How many days a first run without `since` goes back.
KAZCRAWL_FIRST_RUN_DAYS = os.environ.get("KAZCRAWL_FIRST_RUN_DAYS", "7")
# Ages since publication at which an article is looked at again; 0: on every run; off: never.
KAZCRAWL_REVISIT = os.environ.get("KAZCRAWL_REVISIT", "1h,6h,1d,3d,7d")
# Looks at articles by their age are at most this share of a day's requests, the newest first; an
# article that a listing shows changed is looked at besides. 1: as many as are due.
KAZCRAWL_REVISIT_SHARE = os.environ.get("KAZCRAWL_REVISIT_SHARE", "0.05")
# Where an edition's RSS or sitemap tells what is new, its listing confirms it once in this span,
# and so does, in turn, the sitemap of the last news, which tells what was edited.
KAZCRAWL_LISTINGS_EVERY = os.environ.get("KAZCRAWL_LISTINGS_EVERY", "4h")
# An address that fails is tried again in so many runs in all, then it is given up.
KAZCRAWL_ATTEMPTS = os.environ.get("KAZCRAWL_ATTEMPTS", "8")
# A run ends itself after this many seconds (or 90m, 2h), what it has published; empty: never.
KAZCRAWL_MAX_RUNTIME = os.environ.get("KAZCRAWL_MAX_RUNTIME", "")
# A long run publishes a batch whenever this many articles wait, or this much time has passed.
KAZCRAWL_DELIVER_ARTICLES = os.environ.get("KAZCRAWL_DELIVER_ARTICLES", "1000")
KAZCRAWL_DELIVER_EVERY = os.environ.get("KAZCRAWL_DELIVER_EVERY", "15m")
# Raw pages are kept as WARC files of this many megabytes, so that a parser mended later needs
# no second crawl; 0: none are kept.
KAZCRAWL_RAW_MB = os.environ.get("KAZCRAWL_RAW_MB", "256")
# Raw pages older than this many days are removed after a run; 0: never.
KAZCRAWL_RAW_DAYS = os.environ.get("KAZCRAWL_RAW_DAYS", "0")
# Import path of a function that hears of every step of publishing: the crash tests' way in.
KAZTEST_STEP_WATCHER = os.environ.get("KAZTEST_STEP_WATCHER", "")
# For simulations: the moment at which the run's clock begins, 2026-11-23T12:00:00Z.
KAZTEST_NOW = os.environ.get("KAZTEST_NOW", "")
# none, gz or zst: how feed files are packed.
KAZCRAWL_FEED_COMPRESSION = os.environ.get("KAZCRAWL_FEED_COMPRESSION", "none")
# 1: every run ends by writing its report anew, reports/kazcrawl.html in the data folder.
KAZCRAWL_REPORT = os.environ.get("KAZCRAWL_REPORT", "0")
# File of metrics for node_exporter's textfile collector; empty: metrics/kazcrawl.prom in the data
# folder.
KAZCRAWL_METRICS = os.environ.get("KAZCRAWL_METRICS", "")
# 1: the log in the data folder is JSON, an object a line, for programs that collect logs.
KAZCRAWL_LOG_JSON = os.environ.get("KAZCRAWL_LOG_JSON", "0")
# Where the site's operator can reach you; it stands in the User-Agent.
KAZCRAWL_CONTACT = os.environ.get("KAZCRAWL_CONTACT", "https://github.com/kazcrawl/kazcrawl")

# The browser for pages that show nothing without JavaScript; empty: chromium,
# chromium-browser or google-chrome from PATH. Started only when such a page is met.
KAZCRAWL_BROWSER = os.environ.get("KAZCRAWL_BROWSER", "")
# Pages in the browser at once: it takes 0.8 GB, and each page more.
KAZCRAWL_BROWSER_PAGES = os.environ.get("KAZCRAWL_BROWSER_PAGES", "2")
# What a page in the browser may take before it is killed; a sound one takes a second.
KAZCRAWL_BROWSER_LIMIT = os.environ.get("KAZCRAWL_BROWSER_LIMIT", "45s")

# --- Manners --------------------------------------------------------------------------------

# Who we are and how to reach us.
USER_AGENT = f"kazcrawl/{__version__} (+{KAZCRAWL_CONTACT})"
# The site's own rules hold.
ROBOTSTXT_OBEY = True
# Hosts that are one server and share its pace, HOST=SERVER by commas; the agency's are taken for
# one until somebody knows better.
KAZCRAWL_SERVERS = os.environ.get(
    "KAZCRAWL_SERVERS", "*.inform.kz=kazinform,*.qazinform.com=kazinform"
)
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
# Sessions mean nothing to a reader of public pages.
COOKIES_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "kazcrawl.fetch.offsite.Offsite": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "kazcrawl.fetch.robots.Robots": 100,
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
# The default of 100 starts 100 tasks a response: a quarter of all CPU time.
CONCURRENT_ITEMS = 4
# Which articles are asked for is decided by the archive and the walk, not by a request's form.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
DOWNLOAD_HANDLERS = {
    "http": "kazcrawl.fetch.browser.handler.BrowserHandler",
    "https": "kazcrawl.fetch.browser.handler.BrowserHandler",
    # Nothing on the site leads to files of this machine or to other services.
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
EXTENSIONS = {
    "kazcrawl.extensions.stopping.Stopping": 100,
    "kazcrawl.extensions.delivery.Delivery": 200,
    "kazcrawl.extensions.verdict.RunVerdict": 300,
    "kazcrawl.extensions.progress.TerminalProgress": 400,
}
ITEM_PIPELINES = {
    "kazcrawl.pipelines.clean.Clean": 100,
    "kazcrawl.pipelines.normalise.Normalise": 200,
    "kazcrawl.pipelines.validate.Validate": 300,
    "kazcrawl.pipelines.fill.FieldCoverage": 350,
    "kazcrawl.pipelines.dedupe.Dedupe": 400,
    "kazcrawl.pipelines.archive.ArchiveVersion": 500,
}
# An unchanged article is dropped by design; that is no warning.
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"
# `-O FILE` of a run that found nothing must not empty yesterday's file.
FEED_STORE_EMPTY = False
FEED_EXPORT_ENCODING = "utf-8"
# What `-O` writes is the record that our own feeds hold.
FEED_EXPORT_FIELDS = list(FIELDS)
# Debug logs print whole articles: 90 MB for 4,000 of them.
LOG_LEVEL = "INFO"
# The log of a healthy run fits on one screen: the editions' counts and the verdict stand in it.
STATS_DUMP = False
LOG_VERSIONS: list[str] = []
LOGSTATS_INTERVAL = 300.0
