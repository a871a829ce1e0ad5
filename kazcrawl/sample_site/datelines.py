"""The datelines of the sample articles, in the forms of each edition."""

from datetime import datetime

from kazcrawl.sample_site.events import Event
from kazcrawl.sample_site.prose import Prose
from kazcrawl.sample_site.slots import written

_FORMS = {
    "ru": (
        ("КАЗИНФОРМ", "{p}. {a} –"),
        ("КАЗИНФОРМ", "{p}.{a} -"),
        ("КАЗИНФОРМ", "{p}. {d}. {a} -"),
        ("ТАСС - КАЗИНФОРМ", "{a} -"),
    ),
    "kk-Cyrl": (("KAZINFORM", "{p}. {a} –"),),
    "kk-Latn": (("KAZINFORM", "{p}. {a} –"), ("KAZІNFORM", "{p}. {a} –")),
    "kk-Arab": (("KAZINFORM", "{p}. {a} -"),),
    "en": (("KAZINFORM", "{p}. {a} –"), ("Kazinform", "{p}. {a} -")),
    "uz-Cyrl": (("Kazinform", "{p}. {a} -"),),
    "zh-Hans": (("哈萨克国际通讯社", "（{a}讯）"),),
}


def dateline_of(
    words: Prose, event: Event, number: int, published: datetime
) -> tuple[str | None, str, str | None]:
    """Place, the dateline as printed before the text, and agency; empty for none."""
    if number % 10 == 9:
        return None, "", None
    place = words.places[event.place]["place"].upper()
    forms = _FORMS.get(words.language, (("KAZINFORM", "{p}. {a} –"),))
    agency, form = forms[number % len(forms)]
    raw = form.format(p=place, a=agency, d=written(words, published))
    return (place if "{p}" in form else None), raw, agency
