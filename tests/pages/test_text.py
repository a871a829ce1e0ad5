"""HTML to lines: what a reader sees, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from kazcrawl.pages.text import lines
from kazcrawl.text import tidy, tidy_or_none


def read(html: str) -> list[str]:
    body = LexborHTMLParser(html).body
    assert body is not None
    return lines(body)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>One <b>bold</b> word.</p><p>Two.</p>", ["One bold word.", "Two."]),
        ("straight<p>then a paragraph</p>tail", ["straight", "then a paragraph", "tail"]),
        ("<p>first<br>second<br/><br/>third</p>", ["first", "second", "third"]),
        ("<ul><li>one</li><li>two <i>x</i></li></ul>", ["one", "two x"]),
        (
            "<table><tr><th>Currency</th><th>Rate</th></tr><tr><td>USD</td><td>540</td></tr></table>",
            ["Currency | Rate", "USD | 540"],
        ),
        ("<blockquote><p>He said.</p><cite>He</cite></blockquote>", ["He said.", "He"]),
        (
            "<blockquote class='twitter-tweet'><p>Snow.</p>&mdash; A (@a) <a href='https://twitter"
            ".com/a/status/17?ref_src=twsrc'>May 1</a></blockquote><p>b</p>",
            ["Snow.", "— A (@a) May 1", "https://twitter.com/a/status/17", "b"],
        ),
        (
            "<blockquote data-instgrm-permalink='https://www.instagram.com/p/Ab_1/?utm_source=ig'>"
            "<p>Lake.</p></blockquote>",
            ["Lake.", "https://www.instagram.com/p/Ab_1/"],
        ),
        (
            "<blockquote cite='https://www.tiktok.com/@a.b/video/73'><p>See https://www.tiktok.com/"
            "@a.b/video/73</p></blockquote>",
            ["See https://www.tiktok.com/@a.b/video/73"],
        ),
        (
            "<blockquote><p>He said.</p><a href='https://gov.kz/law'>law</a></blockquote>",
            ["He said.", "law"],
        ),
        ("<p>a</p><script>x()</script><style>p{}</style><!-- no --><p>b</p>", ["a", "b"]),
        ("<p>не\u00a0разрывный\u2009пробел</p>", ["не разрывный пробел"]),
        ("<p>сло\u00adво с\u200bшвом\ufeff</p>", ["слово сшвом"]),
        ("<p>и\u0306</p>", ["й"]),
        ("<p>&laquo;Quoted&raquo; &amp; more</p>", ["«Quoted» & more"]),
    ],
)
def test_lines_are_what_a_reader_sees(html: str, wanted: list[str]) -> None:
    assert read(html) == wanted


def test_no_nesting_is_too_deep() -> None:
    assert read("<div>" * 5_000 + "<p>deep</p>" + "</div>" * 5_000) == ["deep"]


def test_zero_width_joiners_of_arabic_script_stay() -> None:
    assert tidy("no\ufffe \uffffcharacters") == "no characters"  # an XML file may not hold them
    assert tidy("مى\u200cخواهم") == "مى\u200cخواهم"


@given(st.text())
def test_tidy_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    once = tidy(text)
    assert once == tidy(once)
    assert "\n" not in once
    assert "  " not in once


def test_the_word_none_of_a_template_is_nothing() -> None:
    assert tidy_or_none(" None ") is None
    assert tidy_or_none("None of them") == "None of them"
