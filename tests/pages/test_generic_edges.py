"""Pages of unknown layout: where a text ends, and what stands twice."""

import pytest

from kazcrawl.crawl.records import read_page
from tests.pages.test_generic_kinds import (
    CLAIM,
    LONGER,
    PROSE,
    TITLE,
    URL,
    body_of,
    page,
    paragraphs,
)
from tests.samples import FETCHED

BEHIND = [
    pytest.param(
        '<p><em>Write to Olga Lind at <a href="mailto:olga@vestnik.example">her desk</a>, or bring '
        "her a drawing of the yard on any Sunday.</em></p>",
        id="note of the desk in italics",
    ),
    pytest.param("<p>And here is what others say about it:</p>", id="head of nothing"),
    pytest.param(
        '<div class="writer__bio"><p>Olga Lind writes about brick, clay and whatever else the '
        "district is built of. She lives in the old station.</p></div>",
        id="biography of the author",
    ),
    pytest.param(
        '<div>Good reading of this week</div><ul><li><a href="/1">Why brick outlives its kiln</a> '
        "and what the masters of the old yard knew of it long before. They told us.</li>"
        '<li><a href="/2">Who feeds the storks of the tall chimney</a>? Plus: how to build a nest '
        "of your own.</li></ul>",
        id="list of links with a few words each",
    ),
]


@pytest.mark.parametrize("behind", BEHIND)
def test_what_stands_behind_a_text_is_not_its_own(behind: str) -> None:
    assert body_of(page(paragraphs(*PROSE, *LONGER) + behind)) == [*PROSE, *LONGER]


@pytest.mark.parametrize("copy", ["<div>{}</div>", "<div style='display:none'>{}</div>"])
def test_a_copy_of_a_text_whose_last_line_is_short_is_left_out_with_that(copy: str) -> None:
    own = [*PROSE, *LONGER, "The keeper of the yard is called Olga Lind by everybody."]
    text = paragraphs(*own)
    assert body_of(page(f"<div>{text}</div>{copy.format(text)}")) == own


@pytest.mark.parametrize(
    "entry",
    [
        "<div class=q>{}</div><div class=a>{}</div>",
        "<details><summary>{}</summary>{}</details>",
        "<div><h3><button>{}</button></h3><div><div><div>{}</div></div></div></div>",
    ],
)
@pytest.mark.parametrize("heading", ["", "What you ask us"])
def test_questions_and_answers_behind_a_text_belong_to_it(heading: str, entry: str) -> None:
    said = (
        *("Will the pond be deep?", "No, a tall man can stand in it anywhere."),
        *("Who lends the skates?", "The keeper does, in the old shed on weekdays."),
    )
    head = f"<h2>{heading}</h2>" if heading else ""
    entries = entry.format(*said[:2]) + entry.format(*said[2:])
    wanted = [*PROSE, *filter(None, [heading]), *said]
    assert body_of(page(paragraphs(*PROSE) + head + f"<div>{entries}</div>")) == wanted


def test_what_stands_in_one_list_with_the_date_is_not_the_texts() -> None:
    labels = "<ul><li>23 November 2026</li><li>532</li><li><a href=/c>Town</a></li></ul>"
    assert body_of(page(labels + paragraphs(*PROSE))) == [*PROSE]


ANNOUNCED = [
    pytest.param("<ul>{0}{1}{2}</ul>", "<li>{}</li>", id="list"),
    pytest.param("{0}{1}{2}", "<p>{}</p>", id="paragraphs"),
    pytest.param("<p>{0}{1}{2}</p>", "{}<br>", id="lines of a paragraph"),
]


@pytest.mark.parametrize(("whole", "entry"), ANNOUNCED)
@pytest.mark.parametrize(
    "announcing", ["The shed lends:", "Whoever wants to know more about the pond may call:"]
)
def test_a_list_that_the_last_line_announces_belongs_to_the_text(
    announcing: str, whole: str, entry: str
) -> None:
    entries = ("Skates", "8 (7212) 41-23-45", "Brooms")
    told = whole.format(*map(entry.format, entries))
    if whole.startswith("<p>"):
        told = f"<p>{announcing}<br>{told.removeprefix('<p>')}"
    else:
        told = f"<p>{announcing}</p>{told}"
    assert body_of(page(paragraphs(*PROSE) + told)) == [*PROSE, announcing, *entries]


@pytest.mark.parametrize(
    "box",
    [
        "<p>Tags:</p><p>brick</p><p>pond</p>",
        "<p>Share:</p><ul><li>Facebook</li><li>Telegram</li></ul>",
        "<p>More of it:</p><ul><li><a href='/1'>Kilns</a></li><li><a href='/2'>Nests</a></ul>",
        "</div><div><p>Our desks:</p><ul><li>Town</li><li>Sports</li></ul>",
    ],
)
def test_a_list_that_any_page_has_behind_its_text_is_not_the_texts(box: str) -> None:
    assert body_of(page(paragraphs(*PROSE, *LONGER) + box)) == [*PROSE, *LONGER]


def test_a_short_last_sentence_that_is_a_link_belongs_to_the_text() -> None:
    last = '<p><a href="/x">The council tells more.</a></p>'
    assert body_of(page(paragraphs(*PROSE) + last)) == [*PROSE, "The council tells more."]


def test_a_text_that_stands_on_the_page_twice_is_read_once() -> None:
    assert body_of(page(paragraphs(*PROSE) + f"<div>{paragraphs(*PROSE)}</div>")) == [*PROSE]


@pytest.mark.parametrize("count", [2, 4])
def test_a_hidden_copy_with_its_headline_is_read_once_however_few_signs_it_has(count: int) -> None:
    chinese = (
        "市议会批准了砖厂改建公园的方案，明年三月动工。",
        "建筑师将把黏土坑改成池塘，冬天可以滑冰。",
    )
    for lines in (PROSE[:count], chinese):
        copy = f"<div style='display:none'><h1>{TITLE}</h1>{paragraphs(*lines)}</div>"
        html = page(paragraphs(*lines) + f"<div>{copy}</div>", head=CLAIM)
        assert body_of(html) == [*lines]


def test_a_text_written_out_once_more_for_machines_ends_the_text() -> None:
    copy = f'<div itemprop="articleBody">{" ".join([*PROSE, *LONGER])}</div>'
    labels = "<div>brickyard, park, pond, storks and everything about them</div>"
    story = f"{paragraphs(*PROSE, *LONGER)}{labels}<div>{copy}</div>"
    assert body_of(page(story)) == [*PROSE, *LONGER]


@pytest.mark.parametrize("last", ["{}", "<div>{}</div>"])
def test_a_last_paragraph_without_an_element_of_its_own_belongs_to_the_text(last: str) -> None:
    assert body_of(page(paragraphs(*PROSE) + last.format(LONGER[0]))) == [*PROSE, LONGER[0]]


@pytest.mark.parametrize(
    "last", ["No.", '<a href="/plan">The whole plan hangs in the old station now.</a>']
)
def test_a_last_line_that_goes_on_side_by_side_with_the_text_is_its_own(last: str) -> None:
    plain = last.removeprefix('<a href="/plan">').removesuffix("</a>")
    assert body_of(page(paragraphs(*PROSE, last))) == [*PROSE, plain]


def test_a_box_of_titles_behind_the_last_sentence_is_no_text() -> None:
    titles = ("Bricks of the old station", "A bench for each street", "Skates wanted")
    box = "".join(f'<p><a href="/{place}">{text}</a></p>' for place, text in enumerate(titles))
    assert body_of(page(paragraphs(*PROSE) + box)) == [*PROSE]


def test_teasers_behind_the_text_do_not_become_it_for_standing_side_by_side_with_it() -> None:
    teasers = "".join(
        f'<h4><a href="/{place}">Another brickyard of the district</a></h4>'
        "<p>This one still burns bricks, and its kiln is older than the railway itself.</p>"
        for place in range(3)
    )
    story = f"{paragraphs(*PROSE)}<h3>Related stories</h3>{teasers}"
    assert body_of(page(story)) == [*PROSE]


def test_readers_comments_end_a_chinese_text_of_few_signs() -> None:
    story = "市议会批准了砖厂改建公园的方案。", "建筑师将把黏土坑改成池塘。", "冬天这里可以滑冰。"
    words = "我小时候在那个坑里学会了游泳，真舍不得它变样。", "希望鹳鸟明年还会回来筑巢。"
    story_html = paragraphs(*story, *(f"{line}大家都很期待，市民纷纷表示支持。" for line in story))
    html = page(f"{story_html}<h3>评论（3）</h3>{paragraphs(*words)}")
    assert body_of(html)[-1] == "冬天这里可以滑冰。大家都很期待，市民纷纷表示支持。"


@pytest.mark.parametrize(
    "dated",
    [
        "<div>20 September 2026, 19:00</div><div>Published 18 August 2026, 21:38</div>",
        "<div>20 September 2026, 19:00</div><div>Published:</div><div>18 August 2026, 21:38</div>",
        "<div>Date of the concert: 20 September 2026</div><div>18 August 2026, 21:38</div>",
        "<div>Exhibition: 20 September 2026, 19:00</div><div>18 August 2026, 21:38</div>",
    ],
)
def test_the_day_of_an_event_is_not_the_publications(dated: str) -> None:
    html = page(paragraphs(*PROSE)).decode().replace("<div>23 November 2026, 09:15</div>", dated)
    assert read_page(html.encode(), URL, None, FETCHED)["date_published_raw"] == (
        "18 August 2026, 21:38"
    )


def test_an_interview_that_ends_with_short_answers_is_the_texts() -> None:
    short = ("Who may skate?", "Whoever likes.", "And at night?", "By lantern only.")
    assert body_of(page(paragraphs(*PROSE, *short))) == [*PROSE, *short]


def test_teasers_of_other_articles_behind_a_short_text_are_not_its_own() -> None:
    name = "Bus number {} will run along the river until midnight"
    cards = "".join(
        f"<div><a href='/{route}'><img src='/{route}.jpg'><h3>{name.format(route)}</h3></a>"
        f"<p>{name.format(route)} in summer.</p></div>"
        for route in range(4, 8)
    )
    html = (
        f"<html lang=en><head><title>{TITLE}</title></head><body><div><div><h1>{TITLE}</h1>"
        f"<div>18 August 2026, 21:38</div><div>{paragraphs(*PROSE)}</div><div>{cards}</div>"
        "</div></div></body></html>"
    )
    assert body_of(html.encode()) == [*PROSE]
