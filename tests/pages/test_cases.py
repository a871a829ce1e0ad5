"""Pages in which other crawlers failed their users, each small and of our own words.

``cases/text.jsonl`` names what a page's body must hold and lack, and fields that must be exact;
``cases/kinds.jsonl`` the fields that a page gives, or null for a page that is no article.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kazcrawl.crawl.records import UnreadableError, read_page

CASES = Path(__file__).with_name("cases")
FETCHED = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
# Not right yet, and why.
EXCEPTIONS: dict[str, str] = {}
# Pictures that a page must give, where its text is as it was without them.
PICTURES = {
    "img-data-original": ["https://img.inform.kz/u/lazy2.jpg"],
    "img-tracking-pixel": [],
    "img-emoji": [],
}


def rows(name: str) -> list[Any]:
    lines = (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()
    found = []
    for row in map(json.loads, lines):
        reason = EXCEPTIONS.get(row["id"])
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        found.append(pytest.param(row, id=row["id"], marks=marks))
    return found


@pytest.mark.parametrize("row", rows("text"))
def test_a_page_that_others_misread_gives_its_words_and_fields(row: dict[str, Any]) -> None:
    page = (CASES / "text" / f"{row['id']}.html").read_bytes()
    record = read_page(page, row["url"], row["content_type"], FETCHED)
    expected = row["expected"]
    for text in expected.pop("body_contains"):
        assert text in record["article_body"], row["why"]
    for text in expected.pop("body_lacks"):
        assert text not in record["article_body"], row["why"]
    assert {name: record[name] for name in expected} == expected, row["why"]
    pictures = PICTURES.get(row["id"].rsplit("-", 1)[0])
    if pictures is not None:
        own = [image["url"] for image in record["image"] if "/main" not in image["url"]]
        assert own == pictures, row["why"]


@pytest.mark.parametrize("row", rows("kinds"))
def test_a_page_of_a_difficult_kind_gives_exactly_its_article(row: dict[str, Any]) -> None:
    page = (CASES / "kinds" / f"{row['id']}.html").read_bytes()
    if row["expected"] is None:
        with pytest.raises(UnreadableError):
            read_page(page, row["url"], None, FETCHED)
        return
    record = read_page(page, row["url"], None, FETCHED)
    record["image"] = [image["url"] for image in record["image"]]
    assert {name: record[name] for name in row["expected"]} == row["expected"]
