"""No page, however made, takes more than two seconds or 200 MB, and none raises.

Seconds are those of an ordinary machine: measured as a share of the time that a fixed work takes
in the same process. On such a machine that is about a sixth of a second.
"""

import json

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kazcrawl.pages import Page
from kazcrawl.pages.bounds import MAX_DEPTH, bounded
from kazcrawl.pages.nesting import flattened
from kazcrawl.pages.text import lines
from kazcrawl.sites.kazinform import SITE
from tests import preloaded
from tests.pages.hostile import PAGES, PROSE
from tests.samples import ARTICLES, Sample
from tests.support import ROOT, environment

SHARE, MEGABYTES = 12.0, 200.0
# What stands in these at the beginning or the end must still be read.
READ = ("div", "span", "ul-li", "known-deep", "known-long", "breaks", "script", "nuls")


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_costs_two_seconds_and_200_megabytes_at_most(name: str) -> None:
    with preloaded.started([name], ROOT, environment(), "tests.pages.hostile.command") as reader:
        run = reader.end(timeout=600)
    assert run.returncode == 0, run.stderr[-2000:]
    cost = json.loads(run.stdout)
    assert cost["share"] < SHARE, cost
    assert cost["megabytes"] < MEGABYTES, cost


@pytest.mark.parametrize("sample", ARTICLES, ids=str)
def test_an_ordinary_page_passes_unchanged(sample: Sample) -> None:
    html = sample.html
    assert bounded(html) is html


def depth_of(html: str) -> int:
    deepest, stack = 0, [(LexborHTMLParser(html).root, 1)]
    while stack:
        node, depth = stack.pop()
        assert isinstance(node, LexborNode)
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in node.iter())
    return deepest


@pytest.mark.parametrize("tags", ["<div>", "<ul><li>", "<li><dd>", "<div><table><td></div>", "<b>"])
def test_deep_nesting_is_cut_and_all_text_kept(tags: str) -> None:
    html = bounded("<p>Before.</p>" + tags * 5000 + PROSE + "<p>After.</p>")
    assert depth_of(html) < 2 * MAX_DEPTH
    body = LexborHTMLParser(html).body
    assert body is not None
    text = " ".join(lines(body))
    assert all(part in text for part in ("Before.", "for the new bridge", "promises.", "After."))


@pytest.mark.parametrize("tags", ["<div>", "<ul><li>", "<b>"])
def test_a_small_page_may_be_as_deep_as_it_likes(tags: str) -> None:
    deep = tags * (3900 // tags.count("<"))
    html = f"<h1>Bridge plan approved</h1><main>{deep}{PROSE}</main>"
    assert bounded(html) is html
    reading = SITE.layouts.read_article(Page(html, "https://news.example/bridge"))
    assert reading is not None
    text = " ".join(reading.body)
    assert all(part in text for part in ("for the new bridge", "river", "promises."))


def test_flattening_keeps_the_structure_that_fits() -> None:
    html = (
        "<main><div class=a><p>One <b>two<p>three</div><ul><li>four<li>five</ul>"
        "<table><tr><td>six<td>seven<tr><td>eight</table><img src=x><!-- no --><p>nine</main>"
    )
    wanted = ["One two", "three", "four", "five", "six | seven", "eight", "nine"]
    for text in (html, flattened(html, 20)):
        body = LexborHTMLParser(text).body
        assert body is not None
        assert lines(body) == wanted
    assert "class=a" in flattened(html, 20)


def test_an_article_behind_four_megabytes_of_page_is_read() -> None:
    filler = "<div class='menu'><a href='/x'>A link</a></div>\n" * 15_000
    style = "<style>" + "a{color:red}\n" * 260_000 + "</style>"
    html = (
        f"<html><head>{style}</head><body>{filler}<h1 class='article__title'>T</h1>"
        f"<div class='article__content'>{PROSE}</div></body></html>"
    )
    assert len(html) > 4_000_000
    page = Page(html, "https://www.inform.kz/ru/story-0a1b2c")
    node = page.first(".article__content")
    assert node is not None
    assert len(lines(node)) == 3


def test_a_tag_of_many_attributes_keeps_those_that_are_read() -> None:
    many = " ".join(f"a{n}=1" for n in range(10_000))
    page = Page(f"<div {many} class='article__content' data-id=7>x</div>", "https://x.example/")
    node = page.first("div.article__content[data-id='7']")
    assert node is not None
    assert len(node.attributes) == 2
