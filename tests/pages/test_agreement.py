"""A layout that has half changed is told from one that has not."""

import gzip

import pytest
from selectolax.lexbor import LexborHTMLParser

from kazcrawl.pages import ARTICLE_PAGES, Page, read_article
from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.layouts import LAYOUTS
from tests.conftest import material
from tests.pages.test_samples import FETCHED, SAMPLES, samples

URL = "https://www.inform.kz/ru/astana-0a1b2c"
BODIES = {layout.layout: layout.BODY for layout in ARTICLE_PAGES}


def half_changed(html: str, selector: str) -> str:
    """The page with the second half of its body's paragraphs in an element of their own."""
    tree = LexborHTMLParser(html)
    body = tree.css_first(selector)
    assert body is not None
    paragraphs = [node for node in body.iter() if node.tag == "p" and len(node.text()) > 60]
    moved = paragraphs[len(paragraphs) // 2 :]
    text = "".join(node.html or "" for node in moved)
    for node in moved:
        node.decompose()
    whole, rest = tree.html or "", body.html or ""
    assert rest in whole
    return whole.replace(rest, f"{rest}<section class='new-text'>{text}</section>")


@pytest.mark.parametrize("name", samples())
def test_a_layout_that_lost_half_of_its_body_disagrees_and_is_still_read(name: str) -> None:
    html = (SAMPLES / f"{name}.html").read_text("utf-8")
    layout = name.split("-")[0]
    before = read_article(Page(html, URL))
    after = read_article(Page(half_changed(html, BODIES[layout]), URL))
    assert before is not None
    assert after is not None
    assert after.layout == layout
    assert not before.disagrees
    if sum(map(len, after.body)) < 0.65 * sum(map(len, before.body)):
        assert after.disagrees


def test_most_samples_lose_enough_to_be_told() -> None:
    told = 0
    for name in samples():
        html = (SAMPLES / f"{name}.html").read_text("utf-8")
        found = read_article(Page(half_changed(html, BODIES[name.split("-")[0]]), URL))
        assert found is not None
        told += found.disagrees
    assert told >= 0.7 * len(samples())


def test_the_real_page_agrees() -> None:
    path = material("KAZTEST_REAL_PAGES") / "inform-kz-2020-12-01-ru.html.gz"
    found = read_article(Page(gzip.decompress(path.read_bytes()).decode("utf-8"), URL))
    assert found is not None
    assert found.layout == "g1"
    assert not found.disagrees


@pytest.mark.parametrize("layout", BODIES)
def test_articles_of_the_sample_site_agree(layout: str) -> None:
    room = Newsroom(400, seed=5, now=FETCHED)
    edition = "rep-en" if layout == "jannah" else "ru"
    for number in range(room.size(edition)):
        article = room.article(edition, number)
        found = read_article(Page(LAYOUTS[layout].article(article), URL))
        assert found is not None
        assert not found.disagrees, article.url
