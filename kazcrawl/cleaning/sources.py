"""Is what stands behind "Photo:" a source? By its own words: names, addresses, press offices."""

import re

from kazcrawl.text import pattern

_PART = pattern(r"[^\s/|,;()«»\"“”&+]+")
_ADDRESS = pattern(
    r"(?<!\w)(?:@\w+|(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[a-zа-яё]{2,6}(?:/[^\s,;|]*)?)(?!\w)", re.I
)
_CHINESE = pattern(r"[\u3400-\u9fff]")
_CHINESE_SOURCE = pattern(r"新闻|记者|官网|通讯|供图|截图|[社网报局厅部署处馆台摄司院会]$")
_MOST_WORDS = 10
_OFFICE_WORDS = 5
# Figures in the name of a channel.
_CHANNEL = 2
_MOST_CHINESE_NAME = 4
_BETWEEN_NAMES = pattern(r"[\s、,，/]+")
_MOST_NAMES = 3
# Where all is in capitals they tell no names: more words must be an office's.
_MOST_SHOUTED = 3

# Beginnings of the words of which sources that are no names are made.
_OFFICES = tuple(
    """
    пресс press баспасөз матбуот matbuot baspasóz служб қызмет xizmat хизмат qyzmet office service
    министерств министрл вазирли ministr vazirli ministry акимат әкімд әкімі ҳокимл hokiml
    прокуратур полици департамент комитет управлен агентств агенттік agency government
    администрац архив мұрағат archive музей автор author открыт источник манба manba очиқ ochiq
    ашық ashyq дереккөз derekkóz source сайт site портал канал channel страниц соцсет соціал
    парақша sahifa саҳифа информац ақпарат ахборот information инстаграм телеграм аккаунт аким
    ákimdik baspasóz vazirlig
    социальн әлеуметтік желі ижтимоий тармоқ ijtimoiy tarmoq social media video видео кадр скрин
    screenshot
    предоставлен courtesy личн жеке шахсий personal внутренних дел чрезвычайных ситуаци обороны
    здравоохранения культуры спорта иностранных просвещения энергетики области облыс города
    района республик государственн президент prezident president парламент сенат мажилис мәжіліс
    редакц пользовател очевид редактор корреспондент журналист собкор тілші мухбир фотограф
    reporter correspondent editor ғаламтор интернет internet желіс official website ресми расмий
    официальн коллаж collage героин героя собеседни читател подписчик оқырман
    школ лице гимнази колледж университет институт больниц федераци фонда компани аэропорт
    мектеб мектеп литсе аурухана school lyceum college university hospital federation foundation
    company airport
    """.split()
)
# Where the office stands last, in Kazakh and Uzbek, any words may stand before it.
_LAST = pattern(
    r"(?:министрліг|вазирлиг|ministrlig|vazirlig|қызмет|хизмат|xizmat|департамент|комитет"
    r"|басқарма|бошқарма|boshqarma|әкімдіг|ҳокимлиг|hokimlig|мұрағат)\w{0,6}",
    re.IGNORECASE,
)
_BETWEEN = frozenset(
    """
    из с со от для и в на по через by of from the for via and at courtesy / – — - © г. г un de
    von van der der и/или мен және ва va дан ден тан тен берген алынған алынды олинган олинди
    """.split()
)


def is_source(text: str) -> bool:
    """Whether a text names where a picture is from, and is no sentence about what it shows."""
    text = text.strip().rstrip(".。 ")
    if _CHINESE.search(text):
        names = _BETWEEN_NAMES.split(text)
        return (len(names) <= _MOST_NAMES and max(map(len, names)) <= _MOST_CHINESE_NAME) or (
            len(text) <= 20 and bool(_CHINESE_SOURCE.search(text))
        )
    bare = _ADDRESS.sub(" ", text)
    words = _PART.findall(bare)
    if not words:
        return bare != text
    if len(words) > _MOST_WORDS or re.search(r"(?<!\b\w)[.!?]\s", text):
        return False
    if len(words) <= _OFFICE_WORDS and _LAST.fullmatch(words[-1]):
        return True
    named = [word for word in words if _is_named(word)]
    if len(words) > _MOST_SHOUTED and text.isupper():
        offices = [word for word in words if word.casefold().startswith(_OFFICES)]
        named = named if 2 * len(offices) >= len(words) else []
    return (bool(named) or bare != text) and all(
        word in named
        or word.casefold() in _BETWEEN
        or (word.isdigit() and len(word) <= _CHANNEL)
        or not any(map(str.isalnum, word))
        for word in words
    )


def _is_named(word: str) -> bool:
    """A name by its capital letter, or a word of an office."""
    return (
        word[0].isupper()
        # An account's name.
        or "_" in word
        or word.casefold().startswith(_OFFICES)
        # Arabic script has no capitals.
        or "\u0600" <= word[0] <= "\u06ff"
    )
