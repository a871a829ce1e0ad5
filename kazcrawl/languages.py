"""Language tags: what a page says of its language, in the script that its text is written in."""

import re
from collections import Counter

_SCRIPTS = (
    # Runs of letters: a text has a sixth as many words.
    ("Cyrl", re.compile(r"[\u0400-\u052f]+")),
    ("Arab", re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]+")),
    ("Hans", re.compile(r"[\u3400-\u9fff]+")),
    ("Latn", re.compile(r"[A-Za-z\u00c0-\u024f]+")),
)
# Languages whose records name the script, because editions write them in several.
_SEVERAL_SCRIPTS = {"kk": ("Cyrl", "Latn", "Arab"), "uz": ("Cyrl", "Latn"), "zh": ("Hans",)}
# The script of most letters decides if it has this share of them: names and quotations mix.
_CLEAR = 0.8
# What templates write for Kazakh: the country's code instead of the language's.
_MISNAMED = {"kz": "kk", "cn": "zh"}


def script_of(text: str) -> str | None:
    """The script of most letters of ``text``: Cyrl, Arab, Hans, Latn, or None without any."""
    counts = Counter(_letters_by_script(text))
    name, number = counts.most_common(1)[0]
    return name if number else None


def _letters_by_script(text: str) -> dict[str, int]:
    return {name: sum(map(len, runs.findall(text))) for name, runs in _SCRIPTS}


def _most_letters(text: str) -> tuple[str, int, int]:
    """The script of most letters, their number, and that of all letters at the most."""
    signs = len(text) - text.count(" ")
    counts: dict[str, int] = {}
    for name, runs in _SCRIPTS:
        counts[name] = sum(map(len, runs.findall(text)))
        if counts[name] >= _CLEAR * signs:
            # Whatever the other signs are: most texts are looked through once.
            return name, counts[name], signs
    script = max(counts, key=lambda name: counts[name])
    return script, counts[script], sum(counts.values())


def language_tag(said: str | None, text: str) -> str | None:
    """The BCP 47 tag of a text whose page names its language as ``said`` (``kk-KZ``, ``ru``).

    The script is the text's own; a page that names no language gives None.
    """
    primary = re.split(r"[-_]", (said or "").strip().lower())[0]
    primary = _MISNAMED.get(primary, primary)
    if not re.fullmatch(r"[a-z]{2,3}", primary):
        return None
    scripts = _SEVERAL_SCRIPTS.get(primary)
    if scripts is None:
        return primary
    script = script_of(text)
    return f"{primary}-{script if script in scripts else scripts[0]}"


# Letters that one language of a script has and its neighbours have not.
_KAZAKH_CYRILLIC = re.compile("[әғқңұ]", re.IGNORECASE)
_UZBEK_CYRILLIC = re.compile("[ўҳ]", re.IGNORECASE)
_RUSSIAN = re.compile("[ыэщёъ]", re.IGNORECASE)
_FOREIGN_TO_RUSSIAN = re.compile("[әғқңұөүһіўҳїєґўђј]", re.IGNORECASE)
# Case is told apart: without it the dotless i is any i.
_KAZAKH_LATIN = re.compile("[ǵńýıáóúğşñäöüūŋǴŃÝÁÓÚĞŞÑÄÖÜŪŊ]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|was|for|that|with)\b", re.IGNORECASE)
# Letters of a text that are looked at, and the fewest that can contradict an edition.
_LOOKED_AT, _FEWEST = 6_000, 200
# Of more letters a third is looked at.
_MANY = 1_500


def checked_language(tag: str | None, text: str) -> str | None:
    """``tag``, unless ``text`` is clearly in another language or script: then that one's tag.

    ``text`` is the article's own, without captions. A short or mixed text changes nothing.
    """
    if tag is None:
        return None
    clear = language_of_text(text)
    return clear if clear is not None else tag


def language_of_text(text: str) -> str | None:
    """The tag of what a text is clearly written in (``ru``, ``kk-Cyrl``, …), or None."""
    text = text[:_LOOKED_AT]
    script, number, all_letters = _most_letters(text)
    # A Chinese sign says as much as three letters.
    if number * (3 if script == "Hans" else 1) < _FEWEST or number < _CLEAR * all_letters:
        return None

    # Of a long text every third sign tells as much.
    step = 3 if number >= _MANY else 1
    signs = text[::step]

    def share(letters: re.Pattern[str]) -> float:
        return step * len(letters.findall(signs)) / number

    if script == "Cyrl":
        if share(_KAZAKH_CYRILLIC) > 0.05 and share(_UZBEK_CYRILLIC) < 0.005:
            return "kk-Cyrl"
        if share(_UZBEK_CYRILLIC) > 0.015 and share(_RUSSIAN) < 0.03:
            return "uz-Cyrl"
        if share(_FOREIGN_TO_RUSSIAN) < 0.005 and share(_RUSSIAN) > 0.015:
            return "ru"
    elif script == "Latn":
        words = len(re.findall(r"\w+", text))
        if len(_ENGLISH.findall(text)) > 0.12 * words:
            return "en"
        if share(_KAZAKH_LATIN) > 0.04:
            return "kk-Latn"
    elif script == "Hans":
        return "zh-Hans"
    return None
