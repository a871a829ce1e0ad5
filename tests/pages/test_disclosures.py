"""Answers that are folded away until somebody opens them: the text's, with their questions."""

import pytest

from kazcrawl.crawl.records import read_page
from tests.pages.test_generic_kinds import PROSE, URL, body_of, page, paragraphs
from tests.samples import FETCHED

QUESTION, ANSWER = "How thick must the ice be?", "Ten centimetres, and the council measures it."
FOLDED = [
    "<h3><button aria-controls=a1 aria-expanded=false>{0}</button></h3><div id=a1 hidden>{1}</div>",
    "<button aria-controls=a1>{0}</button><div id=a1 style='display:none'><p>{1}</p></div>",
    "<div><button aria-controls=a1>{0}</button><div id=a1 aria-hidden=true>{1}</div></div>",
    "<div><a data-toggle=collapse href='#a1' aria-controls=a1>{0}</a></div><div id=a1>{1}</div>",
    "<div role=button aria-controls=a1>{0}</div><div id=a1 style='display: none;'>{1}</div>",
    "<div><h4>{0}</h4><div style='display:none'><p>{1}</p></div></div>",
    "<details><summary>{0}</summary><p>{1}</p></details>",
]
HIDDEN = [
    "<div><button aria-controls=m1>Menu</button><div id=m1 hidden><p>{1}</p></div></div>",
    "<p>{0}</p><div hidden>{1}</div>",
    "<h3>For machines</h3><div hidden>{1}</div>",
]


def known(story: str) -> bytes:
    return (
        "<html><head><meta charset=utf-8></head><body><article id='the-post'><h1 class='post-title "
        f"entry-title'>The old brickyard</h1><div class='entry-content entry'>{story}</div>"
        "</article></body></html>"
    ).encode()


def bodies(markup: str) -> list[list[str]]:
    story = paragraphs(*PROSE[:2]) + markup.format(QUESTION, ANSWER) + paragraphs(*PROSE[2:])
    record = read_page(known(story), URL, None, FETCHED)
    assert record["layout"] == "jannah"
    return [body_of(page(story)), record["article_body"].split("\n\n")]


@pytest.mark.parametrize("markup", FOLDED)
def test_an_answer_that_is_folded_away_stands_below_its_question(markup: str) -> None:
    for body in bodies(markup):
        assert body == [*PROSE[:2], QUESTION, ANSWER, *PROSE[2:]]


@pytest.mark.parametrize("markup", HIDDEN)
def test_what_else_is_hidden_is_no_text(markup: str) -> None:
    for body in bodies(markup):
        assert ANSWER not in body
