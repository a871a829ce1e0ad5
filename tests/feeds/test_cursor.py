"""A cursor is one short text, the same wherever feeds are followed."""

import pytest

from kazcrawl.feeds.cursor import START, Cursor


@pytest.mark.parametrize("cursor", [START, Cursor(12, 450), Cursor(1_000_000, 1)])
def test_a_cursors_text_is_read_back(cursor: Cursor) -> None:
    assert Cursor.read(str(cursor)) == cursor


def test_behind_the_last_record_of_a_batch_it_stands_before_the_next() -> None:
    assert Cursor.behind(3, 1, records=2) == Cursor(3, 1)
    assert Cursor.behind(3, 2, records=2) == Cursor(4, 0)
    assert Cursor(3, 1) < Cursor(4, 0) < Cursor(10, 0)


@pytest.mark.parametrize(
    "text", ["", "1", "0.0", "1.", "-1.0", "01.0", "1.01", "1.0\n", "1.0 ", "x", "1.0.0", "١.٠"]
)
def test_what_no_feed_gave_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"^cursor .*: not one that a feed gave$"):
        Cursor.read(text)
