"""Kazakh text in two further scripts: the acute Latin alphabet and the Arabic one.

Only Cyrillic letters are converted; Latin words, digits and symbols stay.
"""

import re

HAMZA = "\u0674"  # high hamza; some pages of ar.inform.kz print U+0621 instead

_CYRILLIC = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщыіэюяёъь"
_LATIN = (
    "a á b v g ǵ d e j z ı ı k q l m n ń o ó p r s t ý u ú f h h ts ch sh sh y i e ıý ıa ıo - -"
)
_ARABIC = "ا ا ب ۆ گ ع د ە ج ز ي ي ك ق ل م ن ڭ و و پ ر س ت ۋ ۇ ۇ ف ح ھ تس چ ش شش ى ى ە يۋ يا يو - -"


def _table(spellings: str) -> dict[str, str]:
    """Pair each Cyrillic letter with its spelling; "-" means the letter is dropped."""
    pairs = zip(_CYRILLIC, spellings.split(), strict=True)
    return {letter: "" if spelling == "-" else spelling for letter, spelling in pairs}


_TO_LATIN = _table(_LATIN)
_TO_ARABIC = _table(_ARABIC)
_WORD = re.compile(f"[{_CYRILLIC}{_CYRILLIC.upper()}]+")
_FRONT = frozenset("әөүі")
_NO_HAMZA = frozenset("кге")
# A comma between two digits is a decimal comma and stays.
_MARKS = re.compile(r"(?<!\d),|,(?!\d)|[;?]")
_ARABIC_MARKS = {",": "،", ";": "؛", "?": "؟"}


def latin(text: str) -> str:
    """Spell Kazakh Cyrillic in the acute-accent Latin alphabet.

    Rules: decree of the President of Kazakhstan No. 637 of 19 February 2018 (Á, Ǵ, Ń, Ó, Ú, Ý,
    Sh, Ch, dotless ı for И and Й); foreign letters as qz.inform.kz wrote them.
    """
    return _WORD.sub(lambda match: _latin_word(match[0]), text)


def arabic(text: str) -> str:
    """Spell Kazakh Cyrillic in the Kazakh Arabic script (töte jazu).

    Rules: Baitursynuly's reform as used in China and on ar.inform.kz: a word with ә, ө, ү or і and
    without к, г, е begins with a hamza, which makes its vowels front ones.
    """
    spelled = _WORD.sub(lambda match: _arabic_word(match[0]), text)
    return _MARKS.sub(lambda match: _ARABIC_MARKS[match[0]], spelled)


def _latin_word(word: str) -> str:
    if len(word) > 1 and word.isupper():
        return "".join(_TO_LATIN[letter] for letter in word.lower()).upper()
    return "".join(
        _TO_LATIN[letter.lower()].capitalize() if letter.isupper() else _TO_LATIN[letter]
        for letter in word
    )


def _arabic_word(word: str) -> str:
    letters = word.lower()
    hamza = HAMZA if _FRONT.intersection(letters) and not _NO_HAMZA.intersection(letters) else ""
    return hamza + "".join(_TO_ARABIC[letter] for letter in letters)
