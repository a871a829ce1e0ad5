"""Which rule a line fits by its words alone."""

import re
from dataclasses import replace
from functools import lru_cache

from kazcrawl.cleaning.labels import bare, is_firm, key_of, plain
from kazcrawl.cleaning.rulebook import Rule, Rules, all_rules
from kazcrawl.cleaning.speech import is_speech
from kazcrawl.text import pattern

_WORD = pattern(r"[\w'+]+(?:-[\w'+]+)*")
_LABEL = pattern(r"\s*[:：]\s*")
_LABELLED = pattern(r"[^:：|]{2,40}[:：|]")
# A reader is told to read; what was told before ("Ранее сообщалось: …") is the article's.
_READ = pattern(
    r"чита|смотри|узнай|оқ[иы]|көрі?ңіз|ўқи|o['q]|\bread\b|\bsee\b|watch|阅读|閱讀", re.IGNORECASE
)
# Of a section that capitals do not tell; nothing stands between two commas.
_NAME = pattern(r"(?:[\u3400-\u9fff]{2,4}|[\u0600-\u06ff]+(?: [\u0600-\u06ff]+)?)?")
_BETWEEN_TERMS = pattern(r"[,;|·、，;/#]")
# Chrome is short; a longer line is the article's and need not be compared.
LONGEST = 300
_LABEL_SIZE = 60
# Words of one entry in a list of tags, and signs of a word: Chinese writes a sentence as one.
_TERM_WORDS, _TERM_SIGNS = 4, 28


def rule_for(line: str) -> Rule | None:
    """The first rule whose words a line fits, those that need least first; credits aside."""
    if len(line) > LONGEST:
        return None
    fitting = _fitting_label if len(line) <= _LABEL_SIZE else _fitting_lately
    if rule := fitting(line):
        return rule
    inside = bare(line)
    return fitting(inside) if inside != line else None


def _fitting(line: str) -> Rule | None:
    rules = all_rules()
    text = plain(line)
    if rule := rules.literals.get(key_of(text, line)):
        return rule
    is_sentence = is_firm(text)
    if is_sentence and _LABELLED.match(text) and (rule := _stopped(rules, text)):
        return rule
    for rule in (rules.sentences if is_sentence else rules.lines).that_may_fit(text):
        if not rule.pattern or not rule.pattern.fullmatch(text):
            continue
        if is_sentence and not rule.always and is_speech(text):
            break
        return rule if rule.needs == "nothing" else _call_rule(rules, text) or rule
    if not is_sentence and (rule := _terms_rule(text)):
        return rule
    return _call_rule(rules, text)


def _stopped(rules: Rules, text: str) -> Rule | None:
    """The rule of a figure or a reference that its template ends with a full stop; a reference is
    chrome at the text's edges."""
    inside = text.rstrip(".。")
    for rule in rules.lines.that_may_fit(inside):
        told = rule.name == "read-also" and _READ.search(text[:_LABEL_SIZE])
        if (told or rule.name == "counter") and rule.pattern and rule.pattern.fullmatch(inside):
            return replace(rule, needs="edge") if told else rule
    return None


def _call_rule(rules: Rules, text: str) -> Rule | None:
    """The rule of a call to the reader; calls need nothing beside their words."""
    words = _WORD.findall(text.casefold())
    if 2 <= len(words) <= 24 and not rules.verbs.isdisjoint(words):
        return next((rule for rule in rules.calls if rule.call and rule.call.fits(words)), None)
    return None


# The labels of a site stand on each of its pages.
_fitting_label = lru_cache(maxsize=4_096)(_fitting)
# Whoever reads a page of an unknown layout asks more than once.
_fitting_lately = lru_cache(maxsize=256)(_fitting)


def credit_rules(text: str) -> tuple[Rule, ...]:
    """The rules of photo credits, if a text fits any: their patterns name the source ``who``."""
    return all_rules().credits.that_may_fit(text)


def _terms_rule(text: str) -> Rule | None:
    """The rule of a label with a list of terms behind it: ``Tags: bridge, transport``."""
    parts = _LABEL.split(text, maxsplit=1)
    if len(parts) < 2 or (rule := all_rules().labels.get(parts[0].casefold())) is None:
        return None
    terms = [term.strip() for term in _BETWEEN_TERMS.split(parts[1])]
    words = [term.split() for term in terms]
    if any(
        len(term) > _TERM_WORDS or max(map(len, term), default=0) > _TERM_SIGNS for term in words
    ):
        return None
    # Sections and tags are named; what an article lists behind such a word is not.
    is_named = all(term[:1].isupper() or _NAME.fullmatch(term) for term in terms)
    return replace(rule, needs="edge") if rule.needs == "chrome" and is_named else rule
