"""Where a run's log goes: to ``logs/`` in the data folder, rotated; warnings to stderr as well.

A healthy run prints nothing, so that cron sends no mail; an unhealthy one a few lines.
"""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, quote_plus

import orjson
from scrapy.settings import BaseSettings
from scrapy.settings import get_settings_priority as priority
from sqlalchemy import make_url

from kazcrawl import clock
from kazcrawl.config import Config
from kazcrawl.logs.masking import keep_secret, mask

# What is kept: the log that is written, and these many before it.
_BYTES, _FILES = 10 * 2**20, 5
# As many warnings fit into a mail that people read; the log has them all.
_MOST_LINES = 5
# What Scrapy says at every start, at length, of things that do not change.
_CHATTY = ("scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.utils.log")

_logger = logging.getLogger("kazcrawl")


def install(settings: BaseSettings, config: Config) -> None:
    """Sets the log of this process up. Raises OSError when its file cannot be written.

    ``--logfile``, ``LOG_FILE`` and ``--nolog`` do what they do in every Scrapy project; a level
    that was asked for on the command line is that of stderr, too.
    """
    hide_password(config.archive_url)
    sys.excepthook = _uncaught
    root = logging.getLogger()
    level = str(settings.get("LOG_LEVEL")).upper()
    formatter = _formatter(settings, config)
    handlers = _handlers(settings, config, level)
    for handler in handlers:
        handler.setFormatter(formatter if isinstance(handler, _File) else _Line())
        root.addHandler(handler)
    # What no handler takes is not even made: Scrapy says two things of each page for debuggers.
    root.setLevel(min(handler.level for handler in handlers))
    if level == "INFO":
        for name in _CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)


def hide_password(archive_url: str) -> None:
    """Keeps the archive's password out of everything that is printed."""
    password = make_url(archive_url).password
    if password:
        keep_secret(str(password), quote(str(password), safe=""), quote_plus(str(password)))


def _handlers(settings: BaseSettings, config: Config, level: str) -> list[logging.Handler]:
    if not settings.getbool("LOG_ENABLED"):
        return [logging.NullHandler()]
    if named := settings.get("LOG_FILE"):
        path = Path(str(named))
        if not settings.getbool("LOG_FILE_APPEND"):
            path.write_bytes(b"")
        file: logging.Handler = _File(path, encoding=settings.get("LOG_ENCODING"))
        screen: logging.Handler | None = None
    else:
        config.logs.mkdir(parents=True, exist_ok=True)
        path = config.logs / "kazcrawl.log"
        file = _File(path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
        asked = (settings.getpriority("LOG_LEVEL") or 0) >= priority("cmdline")
        screen = _Screen(path, None if asked else _MOST_LINES)
        screen.setLevel(level if asked else logging.WARNING)
    file.setLevel(level)
    return [file, screen] if screen else [file]


def _formatter(settings: BaseSettings, config: Config) -> logging.Formatter:
    if config.log_json:
        return _Json()
    return _Masked(settings.get("LOG_FORMAT"), settings.get("LOG_DATEFORMAT"))


class _File(RotatingFileHandler):
    """A log file; a disk that is full is the run's trouble to tell, not the log's."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 logging's name
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


class _Screen(logging.StreamHandler):  # type: ignore[type-arg]
    """stderr: the first few lines, then where the others are.

    Where nobody watches, they wait until it is known how the run ended: a healthy one prints
    nothing, whatever it met on its way.
    """

    def __init__(self, log: Path, most: int | None) -> None:
        super().__init__(sys.stderr)
        self.log, self.most, self.shown = log, most, 0
        self.waiting: list[logging.LogRecord] | None = (
            None if most is None or sys.stderr.isatty() else []
        )

    def emit(self, record: logging.LogRecord) -> None:
        if self.waiting is not None:
            if len(self.waiting) <= _MOST_LINES:
                self.waiting.append(record)
            return
        # Where a progress bar is, it takes stderr's place and makes room for the line.
        self.stream = sys.stderr
        self.shown += 1
        if self.most is None or self.shown <= self.most:
            super().emit(record)
        elif self.shown == self.most + 1:
            self.stream.write(f"… and more, in {self.log}\n")

    def show_waiting(self) -> None:
        """Prints what waits, and from now on at once."""
        held, self.waiting = self.waiting or [], None
        for record in held:
            self.emit(record)


class _Masked(logging.Formatter):
    """The usual lines, tracebacks included, without passwords."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


class _Line(logging.Formatter):
    """One line a record: what a traceback says is in the log file."""

    def format(self, record: logging.LogRecord) -> str:
        text = record.getMessage().strip().split("\n")[0]
        if record.exc_info and record.exc_info[1] is not None:
            text += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        return mask(f"{record.levelname.lower()}: {text}".split("\n")[0])


class _Json(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message and, if any, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        row = {
            "time": clock.text(clock.moment(record.created)),
            "level": record.levelname,
            "logger": record.name,
            "message": mask(record.getMessage()),
        }
        if record.exc_info:
            row["traceback"] = mask(self.formatException(record.exc_info))
        return orjson.dumps(row, default=str).decode()


def show_warnings() -> None:
    """Prints the warnings that waited: the run did not end well."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, _Screen):
            handler.show_waiting()


def _uncaught(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    """The traceback of a mistake of ours goes to the log, its last line to stderr."""
    if issubclass(kind, KeyboardInterrupt):
        print("kazcrawl: interrupted", file=sys.stderr)  # noqa: T201
        return
    _logger.critical("the program failed", exc_info=(kind, error, traceback))
    show_warnings()
    text = f"kazcrawl: failed: {kind.__name__}: {error}".split("\n")[0]
    print(mask(text), file=sys.stderr)  # noqa: T201
