"""The words of dates: every token of a printed date has one meaning, in every language."""

import re
import unicodedata
from functools import lru_cache

from kazcrawl.dates import months, zones
from kazcrawl.text import pattern


class _Letters(dict[int, int | None]):
    """A table for ``str.translate`` that leaves out what is combined with a letter."""

    def __missing__(self, code: int) -> int | None:
        self[code] = letter = None if unicodedata.combining(chr(code)) else code
        return letter


# Letters that are one letter to the reader, on the data's side as well as on the page's.
_ONE_LETTER = _Letters(
    str.maketrans(
        "әӊҥҝӄҡɵıىیېئکڪەةۀێۇۋۆۈۅڭگھ",
        "əңңқққөiييييككهههيوووووننه",
        "'’‘ʼʻ`´ʹʾʿٴء",
    )
)
# The agency's Latin pages hold words typed half on a Cyrillic keyboard, and the other way round.
# Only such mixed words are read so: all of the Cyrillic "мау" (June) looks like "may".
_ONE_SHAPE = str.maketrans("авекмнорстухіјѕӏ", "abekmhopctyxijsl")

_DATE_SEPARATORS = (r"\.", "/", "-")
# As forms print them.
_WIDE_SEPARATORS = (r"\s?\.\s", r"\s?/\s")
_HAN = sorted(
    {
        word
        for text in (
            months.WEEKDAYS,
            months.AROUND,
            months.AGO,
            months.BEFORE_NOON,
            months.AFTER_NOON,
            months.EVENING,
            months.NOON,
            months.HALF,
            months.NOW,
            *zones.NAMES,
            *months.NUMBERS.values(),
            *months.DAYS.values(),
            *months.UNITS.values(),
            *months.MONTHS["zh"],
        )
        for word in text.split()
        if "\u4e00" <= word[0] <= "\u9fff"
    },
    key=lambda word: (-len(word), word),
)
_LETTER = r"[^\W\d_\u4e00-\u9fff]"
TOKEN = pattern(
    "|".join(
        (
            # Before the plain times, which are their beginning.
            r"[0-9]{1,2}(?:[:.][0-9]{2}(?::[0-9]{2})?)?\s*[AaPp]\.?\s?[Mm]\b\.?",
            r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?![0-9:])",
            r"[0-9]{1,2}[时時点點](?:半|[0-9]{1,2}分?(?:[0-9]{1,2}秒)?)",
            r"[0-9]{1,2}\s?(?:ч|час|часа|часов)\.?\s[0-9]{2}\s?мин(?:ут[аы]?)?\b\.?",
            *(
                rf"[0-9]{{4}}{mark}[0-9]{{1,2}}{mark}[0-9]{{1,2}}(?![0-9]|[./-][0-9])"
                for mark in _DATE_SEPARATORS
            ),
            *(
                rf"[0-9]{{1,2}}{mark}[0-9]{{1,2}}{mark}[0-9]{{4}}(?![0-9]|[./-][0-9])"
                for mark in (*_DATE_SEPARATORS, *_WIDE_SEPARATORS)
            ),
            r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}(?![0-9]|[./-][0-9]|:)",
            r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}(?![0-9]|[./-][0-9]|:)",
            r"[0-9]{1,2}\s?月份?",
            r"[0-9]+",
            r"(?:GMT|UTC|gmt|utc)(?!\w)(?:\s*[+-]?\s*[0-9]{1,2}(?::?[0-9]{2})?(?![0-9:]))?",
            r"(?:МСК|мск|Мск|MSK|msk)(?!\w)(?:\s*[+-]\s*[0-9]{1,2})?",
            *_HAN,
            rf"(?i:{months.JUST_NOW})",
            rf"{_LETTER}(?:{_LETTER}|[\u0300-\u036f\u0653-\u0655'’‘ʼʻ`´])*",
            # Whitespace of every width is left out; any other character is a token of its own.
            r"\S",
        )
    )
)
_HALF = re.compile(r"([ap])\.?\s?m\b\.?$", re.IGNORECASE)
_DOTTED = re.compile("^([0-9]{1,2})\\.(?=[0-9])")
_CLOCK = re.compile("[:时時点點ч]")
_JUST_NOW = pattern(months.JUST_NOW, re.IGNORECASE)
_DOUBTFUL_CLOCKS = frozenset(months.DOUBTFUL_CLOCKS.split())
_CLOCKS = frozenset(zones.NAMES)
_SEPARATORS = frozenset(",|•·‧–—-()[]:;./«»\"'“”،؛۔，。、；（）【】\u2022")

# The kinds a token may have. A string is read only by the row of kinds that it makes:
# D day or another number of one or two digits, Y year, M month, T time of day, N numeric date,
# S numeric date whose order depends on the language, R day word, U unit, A "ago", O "one",
# W a number in a word, n now, p half of the day, h half of a unit, z a named clock, ? unknown word,
# ! what forbids reading. No kind: says nothing about the date.
_EVENING, _NOON = 2, 3
TIME, NUMERIC, LABEL, ZONE, UNKNOWN, FORBIDDEN = "T", "N", "L", "z", "?", "!"


def _fold(word: str) -> str:
    """A spelling without what people and keyboards differ in: case, accents, hamza, script."""
    return unicodedata.normalize("NFKD", word.casefold()).translate(_ONE_LETTER)


def _is_mixed(word: str) -> bool:
    return any("a" <= c <= "z" for c in word) and any("\u0400" <= c <= "\u04ff" for c in word)


def _build_words() -> dict[str, tuple[str, int]]:
    words: dict[str, tuple[str, int]] = {}

    def add(text: str, kind: str, value: int = 0) -> None:
        for word in text.split():
            words[_fold(word)] = (kind, value)

    add(months.AROUND, "")
    add(months.WEEKDAYS, "")
    add(months.AGO, "A")
    add(months.ONE, "O")
    add(months.NOW, "n")
    for number, text in months.NUMBERS.items():
        add(text, "W", number)
    add(months.BEFORE_NOON, "p", 0)
    add(months.AFTER_NOON, "p", 1)
    add(months.EVENING, "p", _EVENING)
    add(months.NOON, "p", _NOON)
    add(months.HALF, "h")
    for days, text in months.DAYS.items():
        add(text, "R", days)
    for seconds, text in months.UNITS.items():
        add(text, "U", seconds)
    for language, names in months.MONTHS.items():
        endings = ["", *months.KAZAKH_ENDINGS.get(language, "").split()]
        for number, text in enumerate(names, start=1):
            for spelling in text.split():
                for ending in endings:
                    add(spelling + ending, "M", number)
    words.pop("", None)
    return words


def _build_shapes() -> dict[str, tuple[str, int]]:
    """The same words by what they look like, less those that then mean two things."""
    shapes: dict[str, tuple[str, int]] = {}
    twice = set()
    for word, meaning in _WORDS.items():
        shape = word.translate(_ONE_SHAPE)
        if shapes.setdefault(shape, meaning) != meaning:
            twice.add(shape)
    return {shape: meaning for shape, meaning in shapes.items() if shape not in twice}


_WORDS = _build_words()
_SHAPED_WORDS = _build_shapes()


# Pages repeat a few hundred tokens; a bounded cache makes the reading of one a single look-up.
@lru_cache(maxsize=4_096)
def classify(token: str) -> tuple[str, int]:
    if token in _CLOCKS:
        return (ZONE, 0)
    if token in _DOUBTFUL_CLOCKS:
        return (FORBIDDEN, 0)
    first = token[0]
    if "0" <= first <= "9":
        return _classify_number(token)
    folded = _fold(token)
    known = _WORDS.get(folded)
    if known is None and _is_mixed(folded):
        known = _SHAPED_WORDS.get(folded.translate(_ONE_SHAPE))
    if known is not None:
        return known
    if _JUST_NOW.fullmatch(token):
        return ("n", 0)
    if token in _SEPARATORS:
        return ("", 0)
    if token[:3].upper() in ("МСК", "MSK"):
        return ("", 0)
    if token[:3].upper() in ("GMT", "UTC") and not token[3:4].isalpha():
        return _classify_label(token)
    if len(token) == 1 and unicodedata.category(first) in ("So", "Co"):
        # Icons, of fonts and of emoji.
        return ("", 0)
    if not folded:
        # A hamza written apart from its word.
        return ("", 0)
    return (UNKNOWN, 0) if folded.isalpha() else (FORBIDDEN, 0)


def _classify_number(token: str) -> tuple[str, int]:
    if token.endswith("半"):
        token = f"{token[:-1]}30"
    if token.isdigit():
        if len(token) <= 2:
            return ("D", int(token))
        return ("Y", int(token)) if len(token) == 4 else (FORBIDDEN, 0)
    month = _WORDS.get(re.sub(r"\s", "", token))
    if month is not None:
        return month
    half = _HALF.search(token)
    if half:
        token = _DOTTED.sub(r"\1:", token)
    if half or _CLOCK.search(token):
        # A fraction of a second follows the only full stop that stands between figures.
        fields = [int(field) for field in re.findall(r"(?<![0-9]\.)[0-9]+", token)[:3]]
        seconds = _seconds(fields)
        if seconds is not None and half:
            seconds = twelve_hours(seconds, int(half[1] in "pP"))
        return (FORBIDDEN, 0) if seconds is None else (TIME, seconds)
    numbers = re.findall("[0-9]+", token)
    if len(numbers) != 3:
        return (FORBIDDEN, 0)
    if len(numbers[0]) == 4:
        year, month_number, day = map(int, numbers)
        return (NUMERIC, year * 10_000 + month_number * 100 + day)
    day, month_number, year = map(int, numbers)
    if len(numbers[2]) == 2:
        year += 2000 if year < 90 else 1900
    if "." in token:
        return (NUMERIC, year * 10_000 + month_number * 100 + day)
    if month_number > 12 >= day:
        # Only America's order is a date.
        return (NUMERIC, year * 10_000 + day * 100 + month_number)
    return ("S", year * 10_000 + month_number * 100 + day)


def _classify_label(token: str) -> tuple[str, int]:
    match = re.fullmatch(r"\s*\+?\s*([0-9]{1,2})(?::?00)?", token[3:])
    return (FORBIDDEN, 0) if match is None else (LABEL, int(match[1]))


def _seconds(fields: list[int]) -> int | None:
    hour, minute, second = (*fields, 0, 0)[:3]
    return (hour * 60 + minute) * 60 + second if hour < 24 and max(minute, second) < 60 else None


def twelve_hours(seconds: int, half: int) -> int | None:
    """The twelve-hour clock's reading; None for an hour that it does not have. ``half`` of the
    day: 0 before and 1 after noon, 2 the evening, 3 around noon."""
    hour = seconds // 3600
    if not 1 <= hour <= 12 or (half == _EVENING and hour == 12):
        return None
    afternoon = hour != 11 if half == _NOON else half > 0
    return seconds + (12 * afternoon - (12 if hour == 12 else 0)) * 3600
