"""A table of contents in a known layout's body, by what its links lead to."""

import pytest

from kazcrawl.pages import Page
from kazcrawl.pages.contents import contents_lists
from kazcrawl.pages.text import lines

ENTRY = "<li><a href='#{0}'>Part {0}</a></li>"
THREE = "".join(map(ENTRY.format, "abc"))


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (f"<div class=x><p>Содержание</p><ol>{THREE}</ol></div>", []),
        (f"<h2>Table of contents</h2><nav><ul>{THREE}</ul></nav>", []),
        (f"<p>Мазмұны</p><ul>{ENTRY.format('a')}{ENTRY.format('b')}</ul>", []),
        (f"<ul>{THREE}</ul>", []),
        (f"<p>Three parts follow.</p><ul>{THREE}</ul>", ["Three parts follow."]),
        (f"<ul>{ENTRY.format('a')}{ENTRY.format('b')}</ul>", ["Part a", "Part b"]),
        (
            f"<ul>{THREE}<li><a href='/x'>Other</a></li></ul>",
            [*("Part a", "Part b"), "Part c", "Other"],
        ),
        (
            "<ol><li>The Herald of 3 May 1931 <a href='#r1'>↑</a></li>"
            "<li>The town's book of births <a href='#r2'>↑</a></li>"
            "<li>What neighbours told <a href='#r3'>↑</a></li></ol>",
            [
                "The Herald of 3 May 1931 ↑",
                "The town's book of births ↑",
                "What neighbours told ↑",
            ],
        ),
    ],
)
def test_a_list_that_leads_to_places_on_the_page_is_no_text(html: str, wanted: list[str]) -> None:
    body = Page(f"<div class=b><p>Own.</p>{html}</div>", "https://x.example/").first(".b")
    assert body is not None
    assert lines(body, contents_lists(body)) == ["Own.", *wanted]
