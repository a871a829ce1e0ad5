"""What stands beside a date in its line, and figures that are written in another way."""

import re
from collections.abc import Callable

from kazcrawl.dates.months import DAYS
from kazcrawl.text import pattern

# What stands behind a date in its line and is no part of it: a change, a source, a writer.
_BEHIND = pattern(
    r"(?<=[\s\d(\[])[(\[|,;/]?\s*(?:обновл[её]н[оа]?|изменен[оа]?|(?:last )?updated|modified"
    r"|жаңартылды|jańartyldy|янгиланди|yangilandi|更新(?:时间|時間|于)?)\b.*"
    r"|\s+by\s+(?=[A-ZА-Я]).*"
    r"|\s*(?P<counter>[👁👀💬🗨❤👍])\ufe0f?\s*\d.*|\s\d[\d.,]{0,8}[kкKК]?\s(?:просмотр|комментари|қаралым|пікір|views?\b|comments?\b).*"
    r"|\s\d{1,3}[\s-]?min(?:ute)?s?\.?\s+read\b.*|\s\d{1,3}\s?мин(?:ут[аы]?)?\.?\s+(?:на\s+)?чтени[ея]\b.*"
    r"|(?:来源|來源|稿源|作者|编辑|編輯|记者|责编|责任编辑|責任編輯|浏览|阅读|点击|字号)\s*[:：].*"
    r"|\b(?:авторы?|источник|текст|фото|просмотр\w*|author|source|photo|text|views?|muallif|manba"
    r"|муаллиф|манба|дереккөз|сурет|қаралды|қаралым)\s*:.*",
    re.IGNORECASE | re.DOTALL,
)
_CHINESE_NUMBER = "〇一二三四五六七八九"
_CHINESE_DATE = pattern(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
CHINESE_MONTH_DAY = pattern(
    r"(?:^|(?<=[:：于\s]))([0-9]{1,2})[-/]([0-9]{1,2})(\s+[0-9]{1,2}:[0-9]{2})(?![0-9:])"
)
"""``01-20 15:40``, as Chinese pages print the current year's days."""
# 15.40 behind or before a date that is complete without it, or behind a word for a day.
_DAY_WORD = "|".join(word for words in DAYS.values() for word in words.split())
_CLOCK = r"(?:[01]?\d|2[0-3])\.[0-5]\d(?!\.?\d)"
_YEAR_WORD = r"(?:\s*(?:г|ж|j|года|жылы?|jyl|йил|yil)\b\.?)?"
_AT = r"(?:(?:в|at|сағат|соат|soat)\s+)?"
# Before a day in figures a pair that may be day and month is the first of two days.
_DATE_BEHIND = (
    r"(?=\s*[,|/—–-]?\s+\d{1,2}\s+[^\W\d]{3,}\.?,?\s+\d{4}"
    r"|(?<=\.(?!0[1-9]|1[0-2])..)\s*[,|/]?\s+\d{1,2}\.\d{1,2}\.\d{4})"
)
_DOTTED_TIME = pattern(
    rf"(?<=\d{{4}}){_YEAR_WORD}\s*[,|/—–-]?\s+{_AT}{_CLOCK}"
    rf"|(?<![\d.:,]){_CLOCK}{_DATE_BEHIND}"
    rf"|\b(?:{_DAY_WORD}),?\s+{_AT}{_CLOCK}",
    re.IGNORECASE,
)
# A line's parts; a full stop or a comma inside a number parts nothing.
_PART = pattern(r"(?<=[|•·‧;])|(?<=\s[–—/]\s)|(?<=[,，、])(?!\d)")
_BRACKETED = pattern(r"[(（【\[][^()（）【】\[\]]*[)）】\]]")
_OPENING = ("(", "（", "[", "【")
_BRACKETS = "()（）[]【】 "
# A Chinese source or section needs no mark behind it, only a space.
_CHINESE_NAME = pattern(r"(?:来源|來源|稿源)?[:：]?\s*[\u3400-\u9fff·]{2,12}\s+(?=[0-9]{4}[-/年.])")


def date_only(text: str) -> str:
    """A line without what stands behind its date, its figures as the table knows them."""
    text = without_rest(in_figures(text)[0])
    text = text.strip(_BRACKETS) if text[:1] in _OPENING else text
    text = _CHINESE_NAME.sub("", text) if _CHINESE_NAME.match(text) else text
    return with_clock(text).rstrip("([ ")


def in_figures(text: str) -> tuple[str, int, int]:
    """A text with its Chinese number words as figures; where these end, and by how many signs
    the text is shorter behind them."""
    match = _CHINESE_DATE.search(text) if "年" in text else None
    if match is None:
        return text, 0, 0
    year, month, day = match.groups()
    digits = year.replace("零", "〇").replace("○", "〇")
    figures = "".join(str(_CHINESE_NUMBER.index(digit)) for digit in digits)
    numbers = f"{figures}年{_chinese_number(month)}月{_chinese_number(day)}日"
    end = match.start() + len(numbers)
    return text[: match.start()] + numbers + text[match.end() :], end, match.end() - end


def with_clock(text: str) -> str:
    """A text in which 15.40 beside a date is 15:40, as long as before."""
    return _DOTTED_TIME.sub(lambda time: ":".join(time[0].rsplit(".", 1)), text)


def without_rest(text: str) -> str:
    """A dateline without what stands behind its date: a change, a source, a writer."""
    for rest in _BEHIND.finditer(text):
        if re.search(r"\d" if rest["counter"] is None else r"\w", text[: rest.start()]):
            return text[: rest.start()].rstrip("([,;| ")
    return text


def yearless_chinese(text: str) -> str:
    """``01-20 15:40`` as the month and day that it is in Chinese."""
    return CHINESE_MONTH_DAY.sub(r"\1月\2日\3", text)


def own_parts(text: str, is_strange: Callable[[str], bool]) -> str:
    """A line without those of its parts, and of its brackets, that are strange to a date."""
    text = _BRACKETED.sub(lambda inside: "" if is_strange(inside[0]) else inside[0], text)
    return "".join(part for part in _PART.split(text) if not is_strange(part))


def _chinese_number(text: str) -> int:
    tens, mark, ones = text.rpartition("十")
    if not mark:
        return _CHINESE_NUMBER.index(text)
    return 10 * (_CHINESE_NUMBER.index(tens) if tens else 1) + (
        _CHINESE_NUMBER.index(ones) if ones else 0
    )
