"""Names of clocks that pages print beside a time: ``3:40 PM EST``, ``北京时间16:20``.

A name is believed only where it means one clock: a place whose clock was so many hours from UTC
on that day. Abbreviations and places are those of the tz database.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kazcrawl.text import pattern

# The place, and its hours from UTC when its clock is called so; None: at any time of the year.
_CLOCKS: dict[str, tuple[str, int | None]] = {
    "EST": ("America/New_York", -5),
    "EDT": ("America/New_York", -4),
    "ET": ("America/New_York", None),
    "CDT": ("America/Chicago", -5),
    "MST": ("America/Denver", -7),
    "MDT": ("America/Denver", -6),
    "PST": ("America/Los_Angeles", -8),
    "PDT": ("America/Los_Angeles", -7),
    "PT": ("America/Los_Angeles", None),
    "BST": ("Europe/London", 1),
    "CET": ("Europe/Berlin", 1),
    "CEST": ("Europe/Berlin", 2),
    "EET": ("Europe/Helsinki", 2),
    "EEST": ("Europe/Helsinki", 3),
    "PKT": ("Asia/Karachi", 5),
    "SGT": ("Asia/Singapore", 8),
    "HKT": ("Asia/Hong_Kong", 8),
    "JST": ("Asia/Tokyo", 9),
    "KST": ("Asia/Seoul", 9),
    "AEST": ("Australia/Brisbane", 10),
    "AEDT": ("Australia/Sydney", 11),
    "北京时间": ("Asia/Shanghai", 8),
    "北京時間": ("Asia/Shanghai", 8),
}
NAMES = tuple(_CLOCKS)
_NAMED = "|".join(sorted(NAMES, key=len, reverse=True))
_BESIDE_TIME = pattern(
    r"(?P<time>\d{1,2}[:.时時点點]\d\d(?::\d\d|分)?(?:\s*[AaPp]\.?[Mm]\b\.?)?|\d\s*[AaPp]\.?[Mm]\b\.?)"
    rf"\s*[(（]?(?P<behind>{_NAMED})(?!\w)[)）]?"
    rf"|(?P<before>北京时间|北京時間)\s*(?=\d{{1,2}}[:时時点點])"
)


def without_zone(text: str) -> tuple[str, str | None]:
    """A printed date without the name of a clock beside its time, and that name."""
    match = _BESIDE_TIME.search(text)
    if match is None:
        return text, None
    rest = f"{text[: match.start()]}{match['time'] or ''} {text[match.end() :]}"
    return rest, match["behind"] or match["before"]


def zone_named(name: str) -> ZoneInfo:
    """The clock that a name of ``NAMES`` stands for."""
    return ZoneInfo(_CLOCKS[name][0])


def is_called(moment: datetime, name: str) -> bool:
    """Whether the clock of a moment is called so on that day."""
    hours = _CLOCKS[name][1]
    return hours is None or moment.utcoffset() == timedelta(hours=hours)
