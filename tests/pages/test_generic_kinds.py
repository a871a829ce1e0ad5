"""Pages of unknown layout by kind: what belongs to a text, and what only stands beside it.

Each page is the same four paragraphs with one thing among, before or behind them.
"""

import pytest

from kazcrawl.crawl.records import read_page
from tests.samples import FETCHED

URL = "https://vestnik.example/2026/11/park/"
TITLE = "The old brickyard becomes a park with a pond for skaters"
PROSE = (
    "The old brickyard behind the station becomes a park, the town council decided on Monday.",
    "Its clay pit fills with rain every spring, so the architects made a pond of it at once.",
    "In winter the pond is for skaters, and the drying shed beside it will lend them skates.",
    "The two chimneys stay, since storks have nested on the taller of them for thirty years.",
)
LONGER = (
    "Work begins in March, when the ice is gone, and should be done before the first snow.",
    "Until then the yard is open on Sundays, and the council asks everybody to bring a drawing.",
)
CLAIM = '<meta property="og:type" content="article">'
HEADING = "What the neighbours asked the architects to keep of the yard"
PAIRS = [
    pytest.param(f"<h2>{HEADING}</h2>", [HEADING], id="heading longer than a label"),
    pytest.param(
        "<blockquote><p>We learned to swim in that pit.</p>"
        "<footer>Olga Lind, a neighbour</footer></blockquote>",
        ["We learned to swim in that pit.", "Olga Lind, a neighbour"],
        id="who says a quotation",
    ),
    pytest.param(
        '<p>The council offers four plans to read:</p><p><a href="/a">The pond</a></p>'
        '<p><a href="/b">The shed</a></p><p><a href="/c">The paths</a></p>'
        '<p><a href="/d">The nests</a></p><p>Whoever has a better one may bring it in May.</p>',
        [
            "The council offers four plans to read:",
            *("The pond", "The shed", "The paths", "The nests"),
            "Whoever has a better one may bring it in May.",
        ],
        id="links that the text announces",
    ),
    pytest.param(
        "<div>Who may skate?</div><div>Whoever lives in the district, and guests of the inn.</div>",
        ["Who may skate?", "Whoever lives in the district, and guests of the inn."],
        id="short question and its answer in elements unlike the paragraphs",
    ),
    pytest.param(
        '<p><a href="https://brick.example/plan">https://brick.example/plan</a></p>',
        ["https://brick.example/plan"],
        id="address written out",
    ),
    pytest.param(
        '<h2>Skates to lend <a href="#skates">#</a><button>🔗</button></h2><p>All sizes.</p>',
        ["Skates to lend", "All sizes."],
        id="signs by which a heading leads to itself",
    ),
    pytest.param(
        '<p>Related: <a href="/old">How the brickyard burned in the spring of 1931</a></p>',
        [],
        id="link to another article inside the text",
    ),
    pytest.param(
        '<div><b>Related stories</b><ul><li><a href="/1">How the brickyard burned</a></li>'
        '<li><a href="/2">Who owns the clay</a></li></ul></div>',
        [],
        id="box of links inside the text",
    ),
    pytest.param(
        '<p><b>Related stories</b></p><p><a href="/1">How the brickyard burned</a></p>'
        '<p><a href="/2">Who owns the clay of the pit</a></p>',
        [],
        id="box of links inside the text, in paragraphs of it",
    ),
    pytest.param(
        '<p>Read also:<br><a href="/1">Who burned the brickyard?</a><br>'
        '<a href="/2">Does anybody own the clay?</a></p>',
        [],
        id="titles that ask, on the lines below the name of their box",
    ),
    pytest.param(
        "<p>The shed lends:</p><p>Skates</p><p>Sledges</p><p>Brooms</p>",
        ["The shed lends:", "Skates", "Sledges", "Brooms"],
        id="words that the text announces",
    ),
    pytest.param(
        '<div><img src="/p.jpg" alt="Storks above the taller of the two chimneys in June">'
        "<span>Storks above the taller of the two chimneys in June / Vestnik</span></div>",
        [],
        id="caption that says what the picture says",
    ),
    pytest.param(
        '<div><img src="/p.jpg"><div class="storyCaption"></div></div>'
        '<div class="photo__caption">Storks have come back to the chimney in June, too.</div>',
        [],
        id="caption by its class",
    ),
    pytest.param(
        '<p><a href="/p"><img src="/p.jpg"></a><br><em>Storks in June. Photo: Olga Lind</em></p>',
        [],
        id="caption in italics on the line below its picture",
    ),
    pytest.param(
        '<p><img src="/p.jpg" alt=""><em>Nobody knows who built the taller chimney.</em></p>',
        ["Nobody knows who built the taller chimney."],
        id="italics beside a picture",
    ),
    pytest.param(
        '<div><h4>In this article</h4><ul><li><a href="#a">Where the pond will be</a></li>'
        '<li><a href="#b">Who will lend the skates</a></li>'
        '<li><a href="#c">What the storks need</a></li></ul></div>',
        [],
        id="contents of the text",
    ),
    pytest.param(
        '<ul><li><a href="/a">Ponds that were pits once</a></li>'
        '<li><a href="/b">Where storks nest in the district</a></li></ul>',
        ["Ponds that were pits once", "Where storks nest in the district"],
        id="list of links side by side with the paragraphs around it",
    ),
    pytest.param(
        '<p>The plan is by <span><a href="/lind">Olga Lind</a><span class="x">'
        '<a href="/1">Olga Lind builds a bridge of brick over the mill race</a> '
        '<a href="/2">Who will build the new school of the district?</a></span></span>, '
        "who grew up beside the yard.</p>",
        ["The plan is by Olga Lind, who grew up beside the yard."],
        id="titles that pop up inside a sentence",
    ),
    pytest.param(
        '<div class="x2"><a href="/1"><b>Another brickyard of the district</b></a>'
        "<p>This one still burns bricks, and its kiln is older than the railway.</p></div>",
        [],
        id="teaser in a box of its own",
    ),
    pytest.param(
        "<p>Skaters may write to <a href=/cdn-cgi/l/email-protection class=__cf_email__"
        " data-cfemail='2a5a4b58416a534b584e044150'>[email&#160;protected]</a> until Friday.</p>",
        ["Skaters may write to park@yard.kz until Friday."],
        id="an address of mail in Cloudflare's cipher",
    ),
    pytest.param(
        "<p>The <span class=tooltip>storks</span> are counted each June by the school.</p>",
        ["The storks are counted each June by the school."],
        id="a word of a sentence whose class looks like chrome",
    ),
    pytest.param(
        "<div class=quote-box><div class=words>We could hear them at noon, all summer long.</div>"
        "<div class=who>Olga Lind, keeper</div></div>",
        ["We could hear them at noon, all summer long.", "Olga Lind, keeper"],
        id="a quotation by its class, and who says it",
    ),
    pytest.param(
        "</body></html><p>The storks have not been asked.</p>",
        ["The storks have not been asked."],
        id="a stray end of the page",
    ),
    pytest.param(
        "<div><div>Elsewhere in the district</div>"
        "<div><h3><a href=/1>Another brickyard of the district</a></h3><i>20.11.2026</i></div>"
        "<div><h3><a href=/2>A third brickyard of the district</a></h3><i>19.11.2026</i></div>"
        "</div>",
        [],
        id="box of cards headed by linked headings",
    ),
    pytest.param(
        "<div class=text-subtitle>What the clay was for</div>",
        ["What the clay was for"],
        id="a heading by its class between two paragraphs",
    ),
    pytest.param(
        "<p>[big_button link=”/park” color=”red”]See the plan of it[/big_button]</p>",
        [],
        id="code that a plugin left unfilled",
    ),
]


def page(story: str, *, title: str = TITLE, heading: str = TITLE, head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f'</head><body><nav><a href="/">Vestnik</a></nav><main><h1>{heading}</h1>'
        f'<div>23 November 2026, 09:15</div><div class="x1">{story}</div></main></body></html>'
    ).encode()


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def body_of(html: bytes) -> list[str]:
    return read_page(html, URL, None, FETCHED)["article_body"].split("\n\n")


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("<ul><li>Ice: grey</li><li>Clay: red</li></ul>", ["Ice: grey", "Clay: red"]),
        ("<table><tr><td>Ice<td>9<tr><td>Clay<td>7</table>", ["Ice | 9", "Clay | 7"]),
        ("<ul><li>Town</li><li><a href=/1>Clay</a></li></ul>", []),
        ("<p><a href=/plan.pdf>The plan of the yard</a></p>", ["The plan of the yard"]),
        ("<p><a href=/plan/>The plan of the yard</a></p>", []),
    ],
)
def test_a_list_table_or_document_behind_the_last_paragraph_is_the_texts_without_links(
    behind: str, expected: list[str]
) -> None:
    assert body_of(page(paragraphs(*PROSE) + behind)) == [*PROSE, *expected]


@pytest.mark.parametrize(("between", "expected"), PAIRS)
def test_what_stands_inside_a_text_is_its_own_or_not(between: str, expected: list[str]) -> None:
    story = paragraphs(*PROSE[:2]) + between + paragraphs(*PROSE[2:])
    assert body_of(page(story)) == [*PROSE[:2], *expected, *PROSE[2:]]


def test_a_paragraph_that_comes_again_under_another_heading_of_a_plan_stays() -> None:
    common = "Bring two drawings of the pond, one of the shed, and a list of what you would keep."
    parts = zip(("Plan for March", "Plan for June"), (PROSE, LONGER), strict=True)
    story = "".join(
        f"<h2>{name}</h2><p>Every Sunday</p>{paragraphs(common, *own)}" for name, own in parts
    )
    lines = body_of(page(story))
    assert lines.count(common) == 2
    assert lines.count("Every Sunday") == 2


def test_a_question_asked_again_stands_before_each_answer() -> None:
    question = "What should the council keep of the yard, and what would you not miss at all?"
    story = paragraphs(PROSE[0], question, PROSE[1], question, PROSE[2], question, PROSE[3])
    assert body_of(page(story)).count(question) == 3


def test_short_links_that_name_each_paragraph_belong_to_the_text() -> None:
    lines = [*PROSE, *LONGER]
    named = "".join(f'<p>{line}</p><p><a href="/p">{line[4:24]}</a></p>' for line in lines)
    assert body_of(page(named, head=CLAIM)) == [
        text for line in lines for text in (line, line[4:24].strip())
    ]


def test_a_line_of_labels_before_the_text_is_no_text() -> None:
    labels = "23/11/2026 - Written: Olga Lind - Section: Town - Words: brickyard, pond and skaters"
    assert body_of(page(paragraphs(labels, *PROSE))) == [*PROSE]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Best brickyards to see this year: ten picks", TITLE),
        ("Vestnik in your town: " + TITLE, TITLE),
        ("News of the district - Vestnik", TITLE),
        (f"{TITLE}: Vestnik", TITLE),
    ],
)
def test_the_only_heading_is_the_headline_where_the_title_says_something_else(
    title: str, heading: str
) -> None:
    record = read_page(page(paragraphs(*PROSE), title=title, heading=heading), URL, None, FETCHED)
    assert record["headline"] == heading


def test_a_title_of_a_section_a_site_and_a_slogan_begins_with_the_headline() -> None:
    html = page(paragraphs(*PROSE), title=f"{TITLE} :: Vestnik :: Every day", heading="Vestnik")
    assert read_page(html, URL, None, FETCHED)["headline"] == TITLE


def test_a_short_heading_that_names_the_site_is_no_headline() -> None:
    html = page(paragraphs(*PROSE), title=f"{TITLE} for all", heading="Vestnik")
    assert read_page(html, URL, None, FETCHED)["headline"] == f"{TITLE} for all"


@pytest.mark.parametrize("mark", [": ", " - ", " – ", " / ", " | ", "_", " > "])
@pytest.mark.parametrize("title", [TITLE, f"Olga Lind: {TITLE[:1].lower()}{TITLE[1:]}"])
def test_a_section_before_the_sites_name_is_cut_off_with_it(title: str, mark: str) -> None:
    claim = CLAIM + '<meta property="og:site_name" content="Vestnik">'
    whole = mark.join([title, "Town", "Vestnik"])
    html = page(paragraphs(*PROSE), title=whole, heading="", head=claim)
    assert read_page(html, URL, None, FETCHED)["headline"] == title


@pytest.mark.parametrize(
    "title",
    [
        "The brickyard – new pride of the district",
        "Olga Lind: The brickyard becomes a park",
        "冬季花园——卡拉干达的新骄傲",
    ],
)
@pytest.mark.parametrize("mark", [": ", " - ", " – "])
def test_what_a_headline_says_behind_its_own_mark_is_no_section(title: str, mark: str) -> None:
    claim = CLAIM + '<meta property="og:site_name" content="Vestnik">'
    html = page(paragraphs(*PROSE), title=f"{title}{mark}Vestnik", heading="", head=claim)
    assert read_page(html, URL, None, FETCHED)["headline"] == title


@pytest.mark.parametrize("end", [" // Town // Vestnik", " [Vestnik]", " (Vestnik)", ", Vestnik"])
def test_a_line_of_the_page_is_the_headline_without_what_a_title_has_behind_it(end: str) -> None:
    story = f"<div>{TITLE}</div>{paragraphs(*PROSE)}"
    html = page(story, title=TITLE + end, heading="")
    assert read_page(html, URL, None, FETCHED)["headline"] == TITLE


@pytest.mark.parametrize("end", ["…", "...", "... | Vestnik"])
def test_a_title_that_breaks_off_goes_on_as_a_line_of_the_page_does(end: str) -> None:
    story = f"<h2>{TITLE}</h2>{paragraphs(*PROSE)}"
    html = page(story, title=TITLE[:30] + end, heading="")
    assert read_page(html, URL, None, FETCHED)["headline"] == TITLE


def test_a_title_with_colons_begins_with_the_line_of_the_page_that_heads_it() -> None:
    story = f"<h2>{TITLE}</h2>{paragraphs(*PROSE)}"
    html = page(story, title=f"{TITLE}: Town: The Courier", heading="")
    assert read_page(html, URL, None, FETCHED)["headline"] == TITLE


@pytest.mark.parametrize("title", [f"Vestnik: {TITLE}", f"{TITLE}: Vestnik"])
def test_the_name_that_a_site_gives_itself_is_cut_off_at_a_colon(title: str) -> None:
    claim = CLAIM + '<meta property="og:site_name" content="Vestnik">'
    html = page(paragraphs(*PROSE), title=title, heading="", head=claim)
    assert read_page(html, URL, None, FETCHED)["headline"] == TITLE


@pytest.mark.parametrize(
    "heading",
    [
        f"<sup>18+</sup> {TITLE}",
        f"{TITLE} <span class=age>16+</span>",
        f"<i class=icon>\ue901</i> {TITLE}",
        f"{TITLE} <small>23.11.2026</small>",
        f"<span>Video</span> {TITLE}",
        f"{TITLE} <small class=views>1 234</small>",
        f"{TITLE}<a href=/edit>Edit</a>",
    ],
)
def test_a_badge_inside_the_heading_is_none_of_the_headline(heading: str) -> None:
    html = page(paragraphs(*PROSE), title=f"{TITLE} | Herald", heading=heading)
    assert read_page(html, URL, None, FETCHED)["headline"] == TITLE


def test_a_short_name_behind_a_bar_is_the_sites() -> None:
    html = page(paragraphs(*PROSE), title=f"{TITLE} | Evening Herald", heading="")
    assert read_page(html, URL, None, FETCHED)["headline"] == TITLE


@pytest.mark.parametrize(
    "box",
    [
        "<div class=saboxplugin-wrap><div>Olga Lind</div><p>She writes of brick.</p></div>",
        "<div class=wp-polls><p>Will you skate on the pond?</p><p>View Results</p></div>",
        "<div class=donate-block><p>Three tenge a day keep us writing of the district.</p></div>",
        "<div><p>Advertisement</p><p>Bricks for less than anywhere in the district.</p></div>",
        "<p class=d-none>Copied from the Vestnik, with all rights of its authors.</p>",
    ],
)
def test_boxes_of_plugins_and_what_is_hidden_by_class_are_no_text(box: str) -> None:
    story = paragraphs(*PROSE[:2]) + box + paragraphs(*PROSE[2:])
    assert body_of(page(story)) == [*PROSE]


def test_the_lines_of_a_caption_are_words_apart() -> None:
    figure = (
        "<figure><img src='/p.jpg'><figcaption><p>Storks<br>in</p><b>J</b>une</figcaption></figure>"
    )
    record = read_page(
        page(paragraphs(*PROSE[:2]) + figure + paragraphs(*PROSE[2:])), URL, None, FETCHED
    )
    assert [image["caption"] for image in record["image"]] == ["Storks in June"]


@pytest.mark.parametrize(
    "box",
    [
        "<div><div><img src='/p.jpg'></div><figcaption>{}</figcaption></div>",
        "<li><div class='wrap'><a href='/p.jpg'><img src='/p.jpg'></a></div>"
        "<div class='caption'><div>{0}</div><div>{0}</div></div></li>",
    ],
)
def test_the_box_around_a_picture_says_once_what_it_shows(box: str) -> None:
    words = "Storks have come back to the chimney of the old brickyard"
    pictures = [
        read_page(page(paragraphs(*PROSE) + box.format(words) + beside + paragraphs(*LONGER)), URL)
        for beside in ("", "<div><div><img src='/q.jpg'></div></div>")
    ]
    captions = [[image["caption"] for image in record["image"]] for record in pictures]
    assert captions == [[words], [words, None]]


@pytest.mark.parametrize(
    "odd",
    [
        "<p class='x' {{ shown }} {a}b='1'>The pond has 300 m² of ice in a cold winter.</p>",
        "<p>The pond has 300 m<sup><sup>2</sup></sup> of ice in a cold winter.</p>",
        "<p>The pond has 300 m²<q><sup><img alt='❄'></sup></q> of ice in a cold winter.</p>",
        "<figure><figcaption><blockquote>It froze.</blockquote>Olga Lind</figcaption></figure>"
        "<p>The pond has 300 m² of ice in a cold winter.</p>",
    ],
)
def test_elements_in_each_other_lose_no_article(odd: str) -> None:
    body = body_of(page(paragraphs(*PROSE) + odd + paragraphs(*LONGER)))
    assert [line for line in body if line.startswith("The pond has 300 m²")]
    assert body[: len(PROSE)] == [*PROSE]


@pytest.mark.parametrize("blanks", ["", "\n" + " " * 400])
def test_how_a_box_is_indented_is_not_its_size(blanks: str) -> None:
    box = f"<div>{blanks}<span>Advertisement</span>{blanks}<p>Tiles at half price.</p></div>"
    assert body_of(page(paragraphs(*PROSE) + box + paragraphs(*LONGER))) == [*PROSE, *LONGER]
