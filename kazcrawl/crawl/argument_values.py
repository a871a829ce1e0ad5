"""How each spider argument is written, and the value that it becomes.

What is wrong raises ValueError with what it must be.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from kazcrawl.config.values import small
from kazcrawl.sites.edition import Edition

_SECTION = re.compile(r"[\w-]+_[sc]\d+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS_BACK = re.compile(r"([0-9]{1,5})d")
FORMS = "a day, YYYY-MM-DD (or today, yesterday, 7d for so many days ago)"
SITE = "a site's address, https://HOST/"
ALL = "all"
# No site on the web has older news.
_OLDEST = date(1990, 1, 1)


class Given(Protocol):
    """What arguments are read by: the site's day, its editions by code, and those chosen."""

    today: date
    known_editions: Mapping[str, Edition]
    editions: tuple[Edition, ...]


def read_day(value: str, given: Given) -> date:
    text, today = small(value), given.today
    if text in ("today", "yesterday"):
        return today - timedelta(days=text == "yesterday")
    if back := _DAYS_BACK.fullmatch(text):
        day = today - timedelta(days=int(back[1]))
    else:
        try:
            if not _DAY.fullmatch(text):
                raise ValueError
            day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            raise ValueError(f"must be {FORMS}") from None
    if day < _OLDEST:
        raise ValueError(f"lies before {_OLDEST}")
    return day


def read_since(value: str, given: Given) -> date:
    day = read_day(value, given)
    if day > given.today:
        raise ValueError("lies in the future")
    return day


def read_editions(value: str, given: Given) -> tuple[Edition, ...]:
    editions = given.known_editions
    codes = list(dict.fromkeys(small(code) for code in value.split(",")))
    for code in codes:
        if code not in editions:
            raise ValueError(
                f"there is no edition {code or '(empty)'}; there are {', '.join(editions)}"
            )
    return tuple(editions[code] for code in codes)


def read_sections(value: str, given: Given) -> tuple[str, ...]:
    """Slugs, or ``all`` alone. A slug that no edition is known to have needs one edition."""
    if small(value) == ALL:
        return (ALL,)
    slugs = tuple(dict.fromkeys(slug.strip() for slug in value.split(",")))
    editions = given.editions
    known = {slug for edition in editions for slug in edition.sections}
    for slug in slugs:
        if slug not in known and (len(editions) > 1 or not _SECTION.fullmatch(slug)):
            raise ValueError(
                f"{slug or '(empty)'} is no known section of the editions "
                f"{', '.join(edition.code for edition in editions)}; name one edition to walk "
                "another (such as kultura_s3)"
            )
    return slugs


def read_query(value: str) -> str:
    if not value.strip():
        raise ValueError("must be the words to search for")
    return value.strip()


def read_site(value: str) -> str:
    site = value.strip()
    if site and "://" not in site:
        site = f"https://{site}"
    try:
        parts = urlsplit(site)
        is_sound = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        is_sound = False
    if not is_sound:
        raise ValueError(f"must be {SITE}")
    return site.rstrip("/") + "/"
