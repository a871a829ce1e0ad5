"""The dateline: the place and agency with which an agency's article opens.

Forms as the agency printed them from 2012 to 2026, in the scripts of its editions. The
dateline stays in the article's text; this only tells what it says.
"""

import re

from kazcrawl.record import Dateline
from kazcrawl.text import pattern

# Editors mix look-alike letters: a Cyrillic І stands in KAZІNFORM now and then.
_NAME = r"(?:[KКҚQ][AА][ZЗ][IІИ][NН][FФ][OО][RР][MМ]|[QҚ][AА]Z[IІ]NFORM|قازاقپارات|كازينفورم)"
_DASH = r"\s*[-–—―]{1,2}\s*"
_WORDS = pattern(
    rf"""^(?:
        (?P<place>[^.!?:;«»"“”(){{}}\[\]–—]{{2,60}}?)\s*[.,]\s*
        (?:\d{{1,2}}\s+\w+\.?\s*)?                  # АСТАНА. 1 января. КАЗИНФОРМ -
        (?:\w{{2,20}}\s*[-–—/]\s*)?{_NAME}
      |
        (?:\w{{2,20}}\s*[-–—/]\s*)?{_NAME}          # ТАСС - КАЗИНФОРМ -
    ){_DASH}""",
    re.IGNORECASE | re.VERBOSE,
)
_AGENCY = pattern(rf"(?:\w{{2,20}}\s*[-–—/]\s*)?{_NAME}(?={_DASH}$)", re.IGNORECASE)
_CHINESE = pattern(
    r"^[(（]\s*(?:(?P<place>[^（）()，,]{2,12})[，,])?(?P<agency>[^（）()]{2,20}?)讯\s*[)）]"
)


def read_dateline(body: str | None) -> Dateline | None:
    """The dateline of an article's text, or None where it has none.

    ``place`` and ``agency`` are as printed (``place`` null where none is), ``raw`` is the
    dateline with its closing mark.
    """
    start = (body or "").partition("\n")[0]
    if match := _WORDS.match(start):
        agency = _AGENCY.search(match[0])
        return Dateline(
            place=(match["place"] or "").strip() or None,
            agency=agency[0] if agency else None,
            raw=match[0].strip(),
        )
    if match := _CHINESE.match(start):
        return Dateline(place=match["place"], agency=match["agency"], raw=match[0])
    return None
