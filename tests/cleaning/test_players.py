"""What a player leaves among the prose is told from moments that a text has itself."""

import pytest

from kazcrawl.cleaning import clean

PROSE = "The ferry goes at noon, and it comes back long before the evening is dark."
OTHER = "Nobody may take a bicycle along, for the deck of the ferry is wet in winter."


@pytest.mark.parametrize(
    "lines", [["3:45"], ["0:00", "3:45"], ["0:00 / 3:45"], ["00:0003:45"], ["1:02:45"]]
)
def test_how_long_a_recording_is_stands_in_no_text(lines: list[str]) -> None:
    cleaned = clean([PROSE, *lines, OTHER])
    assert cleaned.lines == [PROSE, OTHER]
    assert {(removed.rule, removed.place) for removed in cleaned.removed} == {("player", "inside")}


@pytest.mark.parametrize(
    "lines",
    [
        ["10:15", PROSE, "10:40", OTHER],
        ["The winner came in after (hours and minutes):", "3:45", OTHER],
        ["The ferry goes at 3:45", OTHER],
        ["12:40", OTHER],
        ["2:1", OTHER],
    ],
)
def test_moments_of_the_text_itself_stay(lines: list[str]) -> None:
    assert clean([PROSE, *lines]).lines == [PROSE, *lines]
