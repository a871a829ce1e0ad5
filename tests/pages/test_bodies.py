"""The whole body of a layout, however its template or its editors have torn it."""

from kazcrawl.pages import Page
from kazcrawl.pages.bodies import is_document, linked_boxes, linked_cards, whole_body
from kazcrawl.pages.quotations import is_quoted
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


def test_paragraphs_behind_two_stray_end_tags_belong_to_the_body_that_ended_its_boxes() -> None:
    html = "<div class=o><div class=b><p>One.</p></div></div><p>Two.</p><p>Three.</p>"
    assert texts(html) == ["One.", "Two.", "Three."]
    assert texts(f"<article>{html}</article>") == ["One.", "Two.", "Three."]
    assert texts(f"<main>{html.replace('</div></div>', '</div></div></main>')}") == [
        *("One.", "Two.", "Three."),
    ]
    first = "<div class=o><div class=b><p>One.</p></div>"
    assert texts(f"{first}<div>Tags</div></div><p>Other.</p>") == ["One."]
    assert texts(f"{first}</div><p class=c>Other.</p>") == ["One."]


def test_links_right_behind_the_heading_of_a_box_are_the_boxs_and_a_sentence_is_not() -> None:
    html = (
        "<div class=b><p>Own.</p><div><h4>Read also</h4><a href=/x>A story</a> <a href=/y>two</a>"
        "</div><div><h4>Read also</h4><a href=/z>A third</a> was told.</div></div>"
    )
    body = Page(html.replace(", ", " "), "https://x.example/").first(".b")
    assert body is not None
    assert lines(body, linked_boxes(body)) == [
        "Own.",
        "Read also",
        "Read also",
        "A third was told.",
    ]


def test_a_link_behind_a_label_of_a_box_in_its_line_is_the_boxs() -> None:
    html = (
        "<div class=b><p>Own.</p><div><span>Read also</span><a href=/x>A story</a></div>"
        "<div><span>Advertisement</span><a href=/y>Cement for less</a></div></div>"
    )
    body = Page(html, "https://x.example/").first(".b")
    assert body is not None
    assert lines(body, linked_boxes(body)) == ["Own.", "Read also", "Advertisement"]


def test_a_link_on_the_line_below_a_label_of_a_box_is_the_boxs() -> None:
    html = "<div class=b><p>Own.</p><p><b>Read also:</b><br><a href=/x>A story</a></p></div>"
    body = Page(html, "https://x.example/").first(".b")
    assert body is not None
    assert lines(body, linked_boxes(body)) == ["Own.", "Read also:"]


def test_all_links_of_a_line_that_says_nothing_but_the_label_of_a_box_are_the_boxs() -> None:
    html = (
        "<div class=b><p>Own.</p><p>Read also:<br><a href=/x>Who burned it?</a><br>"
        "<a href=/y>And when?</a></p><p>Read also <a href=/z>the law</a> of 1931.</p></div>"
    )
    body = Page(html, "https://x.example/").first(".b")
    assert body is not None
    assert lines(body, linked_boxes(body)) == ["Own.", "Read also:", "Read also the law of 1931."]


def test_a_card_of_a_picture_and_a_title_is_no_text_and_a_linked_sentence_is() -> None:
    html = (
        "<div class=b><p>Own.</p><div><a href=/x><img src=/x.jpg><span>A story</span></a></div>"
        "<p><a href=/y><img src=/y.jpg></a></p><p>See <a href=/z><img src=/z.jpg>the map</a></p>"
        "<p><a href=/w><img src=/w.jpg>Nobody came.</a></p></div>"
    )
    body = Page(html, "https://x.example/").first(".b")
    assert body is not None
    assert lines(body, linked_cards(body)) == ["Own.", "See the map", "Nobody came."]


def test_a_quotations_footer_names_who_says_it() -> None:
    html = "<blockquote><p>Said.</p><footer>Olga</footer></blockquote><footer>Site</footer>"
    page = Page(html, "https://x.example/")
    assert [is_quoted(node) for node in page.all("footer")] == [True, False]


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
