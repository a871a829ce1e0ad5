"""Bounding a page changes nothing that anybody reads, and bounds what parsers must do."""

import gzip
from random import Random

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kazcrawl.pages import Page
from kazcrawl.pages.bounds import MAX_DEPTH, bounded
from kazcrawl.pages.nesting import flattened, is_shallow
from kazcrawl.pages.text import lines
from tests.conftest import material

ICONS = '<svg viewBox="0 0 9 9">' + '<path d="M0 0L1 0"/>' * 2_000 + "</svg>"
TAGS = (
    "div p b a i svg path math mi foreignObject title desc table tr td th ul li span font br img "
    "select option button center form h2 dl dd template ruby rt pre textarea"
).split()


def texts(html: str) -> list[str]:
    body = LexborHTMLParser(html).body
    return lines(body) if body else []


def test_bounding_a_real_page_changes_no_line_of_its_text() -> None:
    pages = sorted((material("KAZTEST_EVAL") / "html").glob("*.html.gz"))
    assert len(pages) > 300
    for path in pages:
        html = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        assert is_shallow(html, MAX_DEPTH), path.name
        assert texts(bounded(html)) == texts(html), path.name


@pytest.mark.parametrize(
    "inside",
    [
        ICONS,
        ICONS.replace("/>", "></path>"),
        '<a href="/s"><svg><use href="#i"/></svg></a>' * 600,
        "<math><mfrac><mi>a</mi><mspace/></mfrac></math>" * 600,
        "<input><br/><img src='/1.jpg'/><hr><wbr>" * 600,
        "<div><b>a</div>" * 150 + "<p>x" * 900,
    ],
)
def test_pictures_and_void_elements_nest_nothing(inside: str) -> None:
    html = f"<body><header>{inside}</header><main><h1>A</h1><p>One.</p><p>Two.</p></main></body>"
    assert is_shallow(html, MAX_DEPTH)
    page = Page(html, "https://x.example/")
    main = page.first("main")
    assert main is not None
    assert lines(main) == ["A", "One.", "Two."]


def depth(html: str) -> int:
    """How deep the parser itself nests a page."""
    deepest = 0
    root = LexborHTMLParser(html).root
    stack: list[tuple[LexborNode, int]] = [(root, 0)] if root else []
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((child, level + 1) for child in node.iter(False))
    return deepest


def soup(random: Random) -> str:
    parts = []
    for _ in range(random.randrange(10, 200)):
        tag = random.choice(TAGS[: random.randrange(2, len(TAGS))])
        parts.append(random.choice((f"<{tag}>", f"<{tag} id=x{random.random()}>", f"</{tag}>")))
        parts.append(random.choice(("", "text", "", f"<{tag}/>")))
    return "".join(parts)


def test_what_is_called_shallow_is_no_deeper_for_the_parser() -> None:
    random = Random("nesting")
    called = 0
    for _ in range(3_000):
        html = soup(random)
        if is_shallow(html, 30):
            called += 1
            # html, body, tbody and tr are the parser's own.
            assert depth(html) <= 30 + 12, html
    assert called > 500


def test_a_page_made_flatter_keeps_its_text() -> None:
    html = "<div>" * 400 + "<p>One.</p><svg><path/><path/></svg><p>Two.</p>" + "</div>" * 400
    assert not is_shallow(html, MAX_DEPTH)
    assert texts(flattened(html, MAX_DEPTH)) == ["One.", "Two."]
