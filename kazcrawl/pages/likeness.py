"""How much two texts have in common."""

import re


def same_words(first: str, second: str) -> float:
    """Share of the shorter one's words found in the other."""
    words = [set(re.findall(r"\w+", text.casefold())) for text in (first, second)]
    return len(words[0] & words[1]) / max(1, min(map(len, words)))
