"""How long a recording is and how far it is played: lines that a player leaves among the prose."""

from kazcrawl.text import pattern

_CLOCK = r"\d{1,2}:[0-5]\d(?::[0-5]\d)?"
_CLOCKS = pattern(rf"{_CLOCK}(?:\s*[/|–-]?\s*{_CLOCK})?")
# Two clocks, or a length below ten minutes or with its hours; another may be a time of day.
_SURE = pattern(rf"{_CLOCK}\s*[/|–-]?\s*{_CLOCK}|0?\d:[0-5]\d|\d{{1,2}}:[0-5]\d:[0-5]\d")
_ANNOUNCES = pattern(r"[:：]$")
# A player's moments stand side by side.
_MOST_LINES = 2


def player_lines(lines: list[str]) -> list[int]:
    """Indexes of the lines that are a player's, none where a text has moments of its own: a live
    report has one before each entry, and a result stands behind what announces it."""
    places = [place for place, line in enumerate(lines) if ":" in line and _CLOCKS.fullmatch(line)]
    if not places or places[-1] - places[0] >= _MOST_LINES:
        return []
    if len(places) == 1 and not _SURE.fullmatch(lines[places[0]]):
        return []
    is_announced = places[0] > 0 and bool(_ANNOUNCES.search(lines[places[0] - 1]))
    return [] if is_announced else places
