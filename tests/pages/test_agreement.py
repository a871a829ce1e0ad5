"""A layout that has half changed is told from one that has not."""

import gzip

import pytest
from selectolax.lexbor import LexborHTMLParser

from kazcrawl.pages import Page, Reading
from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.layouts import AGENCY, LAYOUTS
from tests.conftest import material
from tests.samples import FETCHED, Sample, made, read_article

URL = "https://www.inform.kz/ru/astana-0a1b2c"
BODIES = {name: template.PAGE.BODY for name, template in LAYOUTS.items()}


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


def half_read(sample: Sample) -> Reading | None:
    html = half_changed(sample.html, BODIES[sample.layout])
    return read_article(Page(html, sample.page.url))


@pytest.mark.parametrize("sample", made(), ids=str)
def test_a_layout_that_lost_half_of_its_body_disagrees_and_is_still_read(sample: Sample) -> None:
    before, after = read_article(sample.page), half_read(sample)
    assert before is not None
    assert after is not None
    assert after.layout == sample.layout
    assert not before.disagrees
    if sum(map(len, after.body)) < 0.65 * sum(map(len, before.body)):
        assert after.disagrees


def test_most_samples_lose_enough_to_be_told() -> None:
    told = 0
    for sample in made():
        found = half_read(sample)
        assert found is not None
        told += found.disagrees
    assert told >= 0.7 * len(made())


def test_the_real_page_agrees() -> None:
    path = material("KAZTEST_REAL_PAGES") / "inform-kz-2020-12-01-ru.html.gz"
    found = read_article(Page(gzip.decompress(path.read_bytes()).decode("utf-8"), URL))
    assert found is not None
    assert found.layout == "g1"
    assert not found.disagrees


@pytest.mark.parametrize("layout", BODIES)
def test_articles_of_the_sample_site_agree(layout: str) -> None:
    room = Newsroom(400, seed=5, now=FETCHED)
    edition = "ru" if layout in AGENCY else "rep-en"
    for number in range(room.size(edition)):
        article = room.article(edition, number)
        found = read_article(Page(LAYOUTS[layout].article(article), article.url))
        assert found is not None
        assert not found.disagrees, article.url
