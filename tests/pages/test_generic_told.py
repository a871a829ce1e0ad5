"""Pages of unknown layout that show no text before their scripts have run."""

import json
from typing import Any

import pytest

from kazcrawl.crawl.records import UnreadableError, read_page
from tests.pages.test_generic_kinds import CLAIM, LONGER, PROSE, TITLE, URL, paragraphs
from tests.samples import FETCHED

TEXT = [*PROSE, *LONGER]
SHELL = "<div id=root></div><noscript>Switch JavaScript on to read this.</noscript>"
OTHER = {"title": "Another brickyard of the district", "text": "It still burns bricks. " * 60}


def read(body: str, head: str = "") -> dict[str, Any]:
    html = f"<html><head><title>{TITLE} | Vestnik</title>{CLAIM}{head}</head><body>{body}</body>"
    return read_page(html.encode(), URL, None, FETCHED)


def linked(body: str) -> str:
    told = {"@type": "NewsArticle", "headline": TITLE, "articleBody": body}
    return f"<script type='application/ld+json'>{json.dumps(told)}</script>"


def data(value: Any) -> str:
    return f"{SHELL}<script id=__NEXT_DATA__ type='application/json'>{json.dumps(value)}</script>"


@pytest.mark.parametrize("body", ["\n\n".join(TEXT), paragraphs(*TEXT)])
def test_json_ld_tell_the_text_of_a_page_that_shows_none(body: str) -> None:
    record = read(SHELL, linked(body))
    assert record["headline"] == TITLE
    assert record["article_body"].split("\n\n") == TEXT


@pytest.mark.parametrize(
    "content",
    [
        paragraphs(*TEXT),
        {"html": paragraphs(*TEXT), "format": "html"},
        [{"type": "paragraph", "data": {"text": line}} for line in TEXT],
    ],
)
def test_the_data_for_a_pages_scripts_tell_its_text(content: Any) -> None:
    own = {"title": TITLE, "related": [OTHER] * 5, "content": content}
    record = read(data({"props": {"others": [OTHER], "article": own}}))
    assert record["headline"] == TITLE
    assert record["article_body"].split("\n\n") == TEXT


@pytest.mark.parametrize(
    "body",
    [
        data({"props": {"article": OTHER}}),
        data({"props": {"article": {"title": TITLE, "related": [OTHER] * 5}}}),
        data({"props": {"article": {"title": TITLE, "content": PROSE[0]}}}),
        f"{SHELL}<script type='application/json'>{{broken</script>",
        f"{SHELL}<noscript>{paragraphs('Switch JavaScript on.', 'How to do it.')}</noscript>",
    ],
)
def test_what_tells_of_another_article_or_of_little_is_none(body: str) -> None:
    with pytest.raises(UnreadableError):
        read(body)


def test_what_a_page_shows_comes_before_what_its_scripts_tell() -> None:
    shown = f"<h1>{TITLE}</h1>{paragraphs(*PROSE)}"
    record = read(shown + data({"title": TITLE, "content": paragraphs(*LONGER * 5)}))
    assert record["article_body"].split("\n\n") == [*PROSE]


@pytest.mark.parametrize(
    "body",
    [
        f"<noscript>{paragraphs(*TEXT)}</noscript>",
        f"<story-text><template shadowrootmode=open>{paragraphs(*TEXT)}</template></story-text>",
    ],
)
def test_a_text_for_browsers_without_scripts_or_in_a_shadow_is_shown(body: str) -> None:
    assert read(f"<h1>{TITLE}</h1>{body}")["article_body"].split("\n\n") == TEXT
