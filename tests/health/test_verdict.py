"""Every word of a verdict, its exit code, and whether cron may be silent."""

import pytest

from kazcrawl.health import WORDS, Verdict

CODES = {
    "good": 0,
    "nothing new": 0,
    "degraded": 0,
    "failed": 1,
    "layout change": 3,
    "unreachable": 4,
    "refused": 4,
    "not delivered": 5,
    "stopped": 6,
    "locked": 75,
}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_has_its_exit_code_and_only_two_are_silent(word: str) -> None:
    verdict = Verdict(word, "because")
    assert verdict.exit_code == CODES[word]
    assert verdict.healthy == (word in ("good", "nothing new"))
    assert verdict.figures == {}


def test_codes_have_their_names() -> None:
    from kazcrawl import health

    names = ("GOOD", "FAILED", "USAGE", "LAYOUT", "UNREACHABLE", "NOT_DELIVERED", "STOPPED")
    assert [getattr(health, name) for name in names] == [0, 1, 2, 3, 4, 5, 6]
    assert health.LOCKED == 75
    assert set(WORDS) == set(CODES)
