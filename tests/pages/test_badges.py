"""Ages and dates inside a headline's element, and those that a headline has itself."""

import pytest

from kazcrawl.pages.badges import own_headline

TITLE = "Ferry opens before winter"


@pytest.mark.parametrize(
    ("printed", "title", "wanted"),
    [
        (f"18+ {TITLE}", f"{TITLE} | Herald", TITLE),
        (f"{TITLE} [16+]", TITLE, TITLE),
        (f"{TITLE} 18.08.2026", f"{TITLE} | Herald", TITLE),
        (f"{TITLE} 18.08.2026, 10:15", f"{TITLE} | Herald", TITLE),
        ("A law on books for 18+", "A law on books for 18+ | Herald", "A law on books for 18+"),
        ("A law on books for 18+", "Quite another title", "A law on books for 18+"),
        (TITLE, TITLE, TITLE),
    ],
)
def test_a_badge_is_what_the_pages_title_lacks(printed: str, title: str, wanted: str) -> None:
    assert own_headline(printed, [title]) == wanted
