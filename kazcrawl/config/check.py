"""Every setting that somebody set, looked at before a run begins: ours, and Scrapy's own."""

import codecs
import json
import logging
import math
import os
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import NamedTuple

from scrapy.settings import BaseSettings, default_settings
from scrapy.utils.misc import load_object

from kazcrawl.config import Config, SettingError
from kazcrawl.config.takes import did_you_mean, fields_of

_DEFAULTS = vars(default_settings)
# Scrapy reads these as fractions, though their defaults are whole.
_FRACTIONS = ("DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "DNS_TIMEOUT")
# With none of these nothing would ever be asked for, or no name be looked up.
_NEEDED = ("CONCURRENT_", "REACTOR_THREADPOOL_")
# These may be negative.
_SIGNED = ("_PRIORITY", "_PRIORITY_ADJUST", "_INDENT")


class _Check(NamedTuple):
    """What a setting must be, and whether a value is it; raising says no, too."""

    takes: str
    is_sound: Callable[[BaseSettings, str], bool]


def check_settings(settings: BaseSettings) -> Config:
    """All settings of a run; SettingError for the first that is unknown or wrong."""
    _refuse_unknown(settings)
    config = Config.read(settings)
    for name, value in settings.items():
        if name in _DEFAULTS and value is not None and value != _DEFAULTS[name]:
            _check(settings, name)
    return config


def check_given(settings: BaseSettings, given: Iterable[str]) -> None:
    """Refuses ``NAME=VALUE`` of a table that is none: Scrapy would tell of a wrong ``-s`` only."""
    for pair in given:
        name, _, value = pair.partition("=")
        if not isinstance(settings[name], BaseSettings):
            continue
        try:
            is_table = isinstance(json.loads(value), dict)
        except ValueError:
            is_table = False
        if not is_table:
            raise SettingError(f"{name}={value}: must be a JSON object")


def _refuse_unknown(settings: BaseSettings) -> None:
    """A name that begins as ours do and is none of them would be ignored without a word."""
    known = fields_of(Config)
    for name in [*settings, *os.environ]:
        if name.upper().startswith("KAZCRAWL_") and name not in known:
            like = did_you_mean(name.upper(), known)
            raise SettingError(f"{name}: there is no such setting{like}")


def _check(settings: BaseSettings, name: str) -> None:
    check = _check_of(name, _DEFAULTS[name])
    if check is None:
        return
    try:
        is_sound = check.is_sound(settings, name)
    except (ValueError, TypeError, AttributeError, LookupError, ImportError, NameError):
        is_sound = False
    if not is_sound:
        given = settings[name]
        value = " ".join(str(dict(given) if isinstance(given, BaseSettings) else given).split())
        raise SettingError(f"{name}={value}: must be {check.takes}")


def _check_of(name: str, default: object) -> _Check | None:
    """How a setting of Scrapy's is checked, by its name's ending or its default's type."""
    if name.endswith("LOG_LEVEL"):
        return _Check("DEBUG, INFO, WARNING, ERROR or CRITICAL", _is_level)
    if name.endswith("_ENCODING"):
        return _Check("an encoding such as utf-8", _is_encoding)
    if name == "LOG_FORMAT":
        return _Check("a format such as %(levelname)s: %(message)s", _is_format)
    # A switch by default 1, the only one that is no bool.
    if isinstance(default, bool) or name == "TELNETCONSOLE_ENABLED":
        return _Check("1 or 0", lambda given, name: given.getbool(name) in (True, False))
    if isinstance(default, int | float):
        return _check_of_number(name, default)
    if isinstance(default, list) and default and isinstance(default[0], int):
        return _Check("whole numbers parted by commas", _are_numbers)
    if name == "RETRY_EXCEPTIONS":
        return _Check("import paths of classes parted by commas", _are_loadable)
    if name in ("ADDONS", "SPIDER_MIDDLEWARES"):
        return _Check("import paths of classes with their places", _are_keys_loadable)
    if name == "SPIDER_MODULES":
        return _Check("modules parted by commas", _are_modules)
    is_path = isinstance(default, str) and default.startswith(("scrapy.", "twisted."))
    if is_path or name == "ASYNCIO_EVENT_LOOP":
        return _Check("the import path of a class", _is_loadable)
    return None


def _check_of_number(name: str, default: float) -> _Check:
    is_needed = name.startswith(_NEEDED)
    least = -math.inf if name.endswith(_SIGNED) else 1 if is_needed else 0
    bound = "" if least == -math.inf else f", {least} or more"
    if isinstance(default, float) or name in _FRACTIONS:
        return _Check(
            f"a number{bound}", lambda given, name: least <= given.getfloat(name) < math.inf
        )
    return _Check(f"a whole number{bound}", lambda given, name: least <= given.getint(name))


def _is_level(settings: BaseSettings, name: str) -> bool:
    level = settings[name]
    return isinstance(level, int) or level.upper() in logging.getLevelNamesMapping()


def _is_encoding(settings: BaseSettings, name: str) -> bool:
    return bool(codecs.lookup(settings[name]))


def _is_format(settings: BaseSettings, name: str) -> bool:
    record = logging.LogRecord("kazcrawl", logging.INFO, "", 1, "a line", None, None)
    return bool(logging.Formatter(settings[name]).format(record))


def _are_numbers(settings: BaseSettings, name: str) -> bool:
    return all(int(number) >= 0 for number in settings.getlist(name))


def _are_loadable(settings: BaseSettings, name: str) -> bool:
    return all(load_object(path) for path in settings.getlist(name))


def _are_keys_loadable(settings: BaseSettings, name: str) -> bool:
    return all(load_object(path) for path in settings.getdict(name))


def _are_modules(settings: BaseSettings, name: str) -> bool:
    return all(import_module(path) for path in settings.getlist(name))


def _is_loadable(settings: BaseSettings, name: str) -> bool:
    return bool(load_object(settings[name]))
