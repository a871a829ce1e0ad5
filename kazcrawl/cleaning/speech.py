"""Sentences that somebody says: an article's own, whatever they are about."""

import re

from kazcrawl.text import pattern

_SAID = pattern(
    r"[,»”\"–—]\s(?:\w+\s){0,4}(?:сказал|заяви|сообщил|отмети|подчеркнул|напомн|рассказ|добавил|поясни"
    r"|счита|говор|совету|просят|объясни|призва|написал|призна|said|says|told|warn|admit|advis|asks"
    r"|wrote|added|recalled|explain|reports?\b)(?!те)|\b(?:деді|дейді|айтты|деди|дейди|айтди|dedi"
    r"|aıtty)\b|[，,][^，]{1,10}(?:说|表示|称|指出|提醒|警告)",
    re.IGNORECASE,
)


def is_speech(text: str) -> bool:
    """Whether a sentence names who says it: ``We use cookies, the teacher admits.``"""
    return bool(_SAID.search(text))
