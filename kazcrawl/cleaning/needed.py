"""Which words a text must hold for a pattern to fit: to look for them is a tenth of trying it."""

from typing import Any

from kazcrawl.cleaning.beginnings import kinds, parser


def folded(text: str) -> str:
    """A text as a pattern that knows no case sees it."""
    text = text.lower()
    if "ı" in text or "\u0307" in text:
        return text.replace("i\u0307", "i").replace("ı", "i")
    return text


def needed(expression: str) -> frozenset[str]:
    """Folded texts, one of which stands in each text that fits; an empty one where none must."""
    return _of_parts(parser.parse(expression))


def _of_parts(parts: Any) -> frozenset[str]:
    """Of one part behind the other: the one whose shortest text is longest."""
    choices, run = [frozenset([""])], ""
    for kind, value in parts:
        if kind is kinds.LITERAL:
            run += chr(value)
            continue
        choices += [frozenset([folded(run)]), _of_part(kind, value)]
        run = ""
    choices.append(frozenset([folded(run)]))
    return max(choices, key=lambda texts: min(map(_rarity, texts)))


def _rarity(text: str) -> int:
    # Years and other numbers stand in many lines.
    return 0 if text.isdecimal() else len(text)


def _of_part(kind: Any, value: Any) -> frozenset[str]:
    if kind is kinds.BRANCH:
        return frozenset[str]().union(*map(_of_parts, value[1]))
    if kind is kinds.SUBPATTERN:
        return _of_parts(value[-1])
    if kind is kinds.ASSERT:
        return _of_parts(value[1])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT) and value[0] > 0:
        return _of_parts(value[2])
    return frozenset([""])
