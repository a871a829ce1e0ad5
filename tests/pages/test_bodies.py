"""The whole body of a layout, however its template or its editors have torn it."""

from kazcrawl.pages import Page
from kazcrawl.pages.bodies import is_document, linked_boxes, whole_body
from kazcrawl.pages.text import lines


def texts(html: str) -> list[str]:
    page = Page(f"<main>{html}</main>", "https://x.example/")
    first = page.first(".b")
    assert first is not None
    return [line for node in whole_body(first) for line in lines(node)]


def test_containers_beside_each_other_are_one_body() -> None:
    advert = "<div class=ad>Buy</div>"
    html = f"<div class=b><p>One.</p></div>{advert}<div class=b><p>Two.</p></div>"
    assert texts(html) == ["One.", "Two."]
    assert texts(f"<div><div class=b><p>One.</p></div></div>{html}") == ["One."]


def test_paragraphs_behind_a_stray_end_tag_belong_to_the_body_until_something_else_comes() -> None:
    html = "<div class=b><p>One.</p></div><p>Two.</p><ul><li>Three</li></ul>"
    assert texts(f"{html}<div>Tags</div><p>Other.</p>") == ["One.", "Two.", "Three"]
    assert texts("<div class=b><p>One.</p></div> loose <p>Other.</p>") == ["One."]


def test_a_box_of_links_ends_at_the_first_line_that_is_not_its_own() -> None:
    link = "<p><a href=/x>Another story of the site</a></p>"
    html = f"<div class=b><p>Read also:</p>{link}{link}<p>Own.</p>{link}</div>"
    body = Page(html, "https://x.example/").first(".b")
    assert body is not None
    assert lines(body, linked_boxes(body)) == ["Read also:", "Own.", "Another story of the site"]


def test_a_document_is_told_from_an_article() -> None:
    assert is_document("https://www.inform.kz/ru/law-1a2b3c.pdf?x=1")
    assert not is_document("https://www.inform.kz/ru/law-1a2b3c")
    assert not is_document(None)
