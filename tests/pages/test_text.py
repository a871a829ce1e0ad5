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
        (
            "<pre>Over the <b>clay</b> pit,\nstorks <i>are</i> flying,\n\nall day.</pre>",
            ["Over the clay pit,", "storks are flying,", "all day."],
        ),
        ("<p>не\u00a0разрывный\u2009пробел</p>", ["не разрывный пробел"]),
        ("<p>сло\u00adво с\u200bшвом\ufeff</p>", ["слово сшвом"]),
        ("<p>и\u0306</p>", ["й"]),
        (
            "<p>a</p><form><label>Town</label><select><option>Semei</select></form><p>A longer"
            " line.</p>",
            ["a", "A longer line."],
        ),
        ("<p>&laquo;Quoted&raquo; &amp; more</p>", ["«Quoted» & more"]),
    ],
)
def test_lines_are_what_a_reader_sees(html: str, wanted: list[str]) -> None:
    assert read(html) == wanted


@pytest.mark.parametrize(
    ("style", "is_seen"),
    [
        ("opacity:0", False),
        ("color: red; opacity: 0.0 !important", False),
        ("font-size:0", False),
        ("font-size: 0px; line-height: 0", False),
        ("position:absolute; clip: rect(0, 0, 0, 0)", False),
        ("position:absolute;clip:rect(1px 1px 1px 1px)", False),
        ("clip-path: inset(50%)", False),
        ("position:absolute;width:1px;height:1px;overflow:hidden", False),
        ("opacity:0.6", True),
        ("opacity: .05", True),
        # What fades in, slides in or is uncovered when it is scrolled to.
        ("opacity:0; transform: translateY(20px)", True),
        ("opacity:0;transition:opacity .4s", True),
        ("opacity:0;animation-name:fadeIn", True),
        ("font-size:0.9em", True),
        ("clip-path: inset(0 100% 0 0)", True),
        ("clip: rect(0, 600px, 400px, 0)", True),
        ("border-width:1px;line-height:1px", True),
    ],
)
def test_text_is_hidden_by_a_style_that_leaves_no_doubt(style: str, is_seen: bool) -> None:
    prose = ["The ferry goes at noon.", "It comes back before it is dark.", "No bicycles."]
    html = f'<p>{prose[0]} <span style="{style}">Copied from us.</span></p>'
    seen = f"{prose[0]} Copied from us." if is_seen else prose[0]
    assert read(html + "".join(f"<p>{line}</p>" for line in prose[1:])) == [seen, *prose[1:]]


@pytest.mark.parametrize(
    ("classes", "is_seen"),
    [
        ("d-none", False),
        ("note uk-hidden", False),
        ("hidden", False),
        ("visually-hidden", False),
        ("d-none d-md-block", True),
        ("hidden md:block", True),
        ("uk-hidden uk-visible@m", True),
        ("not-hidden", True),
    ],
)
def test_text_is_hidden_by_a_class_that_no_other_undoes(classes: str, is_seen: bool) -> None:
    prose = ["The ferry goes at noon.", "It comes back before it is dark."]
    html = f'<p>{prose[0]}</p><p class="{classes}">Copied.</p><p>{prose[1]}</p>'
    assert ("Copied." in read(html)) == is_seen


def test_a_sign_that_only_a_font_of_icons_can_draw_is_none() -> None:
    assert tidy("\ue901 Bridge opens \uf03d") == "Bridge opens"


def test_a_box_without_a_size_of_letters_may_hold_what_has_one() -> None:
    box = '<div style="font-size:0"><span style="font-size:16px">A cell of a grid.</span></div>'
    assert read(f"{box}<p>And a paragraph, longer.</p>")[0] == "A cell of a grid."


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
