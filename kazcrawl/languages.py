"""Language tags: what a page says of its language, in the script that its text is written in."""

import re
from collections import Counter

_SCRIPTS = (
    ("Cyrl", re.compile(r"[\u0400-\u052f]")),
    ("Arab", re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")),
    ("Hans", re.compile(r"[\u3400-\u9fff]")),
    ("Latn", re.compile(r"[A-Za-z\u00c0-\u024f]")),
)
# Languages whose records name the script, because editions write them in several.
_SEVERAL_SCRIPTS = {"kk": ("Cyrl", "Latn", "Arab"), "uz": ("Cyrl", "Latn"), "zh": ("Hans",)}
# What templates write for Kazakh: the country's code instead of the language's.
_MISNAMED = {"kz": "kk", "cn": "zh"}


def script_of(text: str) -> str | None:
    """The script of most letters of ``text``: Cyrl, Arab, Hans, Latn, or None without any."""
    counts = Counter({name: len(letters.findall(text)) for name, letters in _SCRIPTS})
    name, number = counts.most_common(1)[0]
    return name if number else None


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
