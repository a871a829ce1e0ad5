"""Whole pages of unknown layout: what their lines beside the text say, and what they do not."""

import json
from typing import Any

import pytest

from kazcrawl.crawl.records import read_page
from tests.pages.test_generic_kinds import PROSE, TITLE, URL
from tests.samples import FETCHED

TEXT = "".join(f"<p>{line}</p>" for line in PROSE)
KAZAKH = (
    "Вокзал артындағы ескі кірпіш зауытының орнында саябақ салынады, деп шешті қалалық кеңес.",
    "Саз алынған шұңқырға көктем сайын су толатындықтан, сәулетшілер оны тоғанға айналдырды.",
    "Қыста тоған коньки тебушілерге арналады, ал жанындағы қоймадан оларға коньки беріледі.",
)
CHINESE = (
    "车站后面的老砖厂将改建成公园，市议会星期一作出决定。取土的深坑每年春天都会积满雨水。",
    "建筑师因此把它设计成池塘，冬天供人们滑冰，旁边的旧棚屋将出租冰鞋，全年开放。",
    "两座烟囱会保留下来，因为白鹳三十年来一直在其中较高的那座上筑巢。",
)
PRINTED = "2026-08-18T21:38:00+05:00"
DAY = "2026-08-18T00:00:00+05:00"


def read(body: str, head: str = "", title: str = TITLE, language: str = "en") -> dict[str, Any]:
    page = (
        f"<html lang={language}><head><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1>{body}</body></html>"
    )
    return read_page(page.encode(), URL, None, FETCHED)


def script(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("line", "date", "authors"),
    [
        ("By Olga Lind | August 18, 2026 | 9:38 pm", PRINTED, ["Olga Lind"]),
        ("By Olga Lind, 18 August 2026, 21:38", PRINTED, ["Olga Lind"]),
        ("Town | 18.08.2026 | 21:38 | Views: 120", PRINTED, []),
        ("18 August 2026, 9.38 pm · 3 min read", PRINTED, []),
        ("Published: 18 August 2026, 21:38 (Astana time)", PRINTED, []),
        ("18 August 2026 16:38 GMT", DAY, []),
        ("Almaty. 18 August 2026", DAY, []),
        ("By Olga Lind Updated 5 minutes ago", None, ["Olga Lind"]),
        ("By Olga Lind @olgalind", None, ["Olga Lind"]),
        ("Words: Olga Lind. Photos: Jan Berg", None, ["Olga Lind"]),
        ("Текст: Ольга Линд, фото: Ян Берг", None, ["Ольга Линд"]),
        ("Текст Ольга Линд / Фото Ян Берг", None, ["Ольга Линд"]),
        ("Подготовила Ольга Линд", None, ["Ольга Линд"]),
        ("Беседовал Ян Берг", None, ["Ян Берг"]),
        ("Авторлар: Айгерім Талас және Ержан Оспан", None, ["Айгерім Талас", "Ержан Оспан"]),
        ("Дайындаған: Айгерім Талас", None, ["Айгерім Талас"]),
        ("Mualliflar: Oygul Karimova va Anvar Sobirov", None, ["Oygul Karimova", "Anvar Sobirov"]),
        ("اۆتور: ايگەرىم تالاس", None, ["ايگەرىم تالاس"]),
        ("记者：李明和王芳", None, ["李明", "王芳"]),
        ("By Olga Lind on August 18, 2026", DAY, ["Olga Lind"]),
        ("Posted by Olga Lind on August 18, 2026", DAY, ["Olga Lind"]),
        ("记者 李明", None, ["李明"]),
        ("文｜李明", None, ["李明"]),
        ("文/李明 图/王芳", None, ["李明"]),
    ],
)
def test_a_line_above_the_text_tells_date_and_author(
    line: str, date: str, authors: list[str]
) -> None:
    record = read(f"<p>{line}</p>{TEXT}")
    told = record["date_published_local"], record["author"], record["article_body"]
    assert told == (date, authors, "\n\n".join(PROSE))


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Olga Lind and Jan O’Berg", ["Olga Lind", "Jan O’Berg"]),
        ("Автор Ольга Линд и Ян Берг", ["Ольга Линд", "Ян Берг"]),
        ("Текст: Ольга Линд, фото: Ян Берг", ["Ольга Линд"]),
        ("Автор: Айгерім Талас пен Ержан Оспан", ["Айгерім Талас", "Ержан Оспан"]),
        ("来源：新华社 作者：李明", ["李明"]),
        ("（记者 李明）", ["李明"]),
        ("Reporting by Olga Lind; Editing by Jan Berg", ["Olga Lind"]),
        ("Материал подготовила Ольга Линд", ["Ольга Линд"]),
        ("Айгерім Талас дайындады", ["Айгерім Талас"]),
        ("Oygul Karimova tayyorladi", ["Oygul Karimova"]),
    ],
)
def test_a_line_below_the_text_tells_its_writers(line: str, authors: list[str]) -> None:
    record = read(f"{TEXT}<p>{line}</p>")
    assert (record["author"], record["article_body"]) == (authors, "\n\n".join(PROSE))


def test_microdata_tell_a_writers_name_from_the_office() -> None:
    marked = "<b itemprop=name>Olga Lind</b><i itemprop=jobTitle>reporter</i>"
    record = read(f"<p itemprop=author itemscope>{marked}</p>{TEXT}")
    assert record["author"] == ["Olga Lind"]


@pytest.mark.parametrize(
    ("markup", "authors"),
    [
        ("<span class=author>Olga Lind</span>", ["Olga Lind"]),
        (
            "<div class=post-author><img src=/o.jpg><b class=author-name>Olga Lind</b>"
            "<i class=author-post>reporter</i></div>",
            ["Olga Lind"],
        ),
        ("<p class=byline><a>Olga Lind</a>, <a>Jan Berg</a></p>", ["Olga Lind", "Jan Berg"]),
        ("<span class=author>Herald of the valley</span>", []),
        ("<div class=byline>Olga Lind<br><i>Monday, 17 August 2026</i></div>", ["Olga Lind"]),
        (
            "<p class=byline-name>Olga Lind</p><p class=byline-office>Associated Press</p>",
            ["Olga Lind"],
        ),
    ],
)
def test_an_element_named_so_above_the_text_names_its_authors(
    markup: str, authors: list[str]
) -> None:
    assert read(f"<div>18 August 2026 {markup}</div>{TEXT}")["author"] == authors
    # Behind the text it may as well be the card of another article.
    assert read(f"{TEXT}<div>{markup}</div>")["author"] == []


UNSEEN = '<noscript><img src="/park.jpg"></noscript>'


@pytest.mark.parametrize(
    "picture",
    [
        '<picture><source data-srcset="/s.jpg 1x, /park.jpg 2x"><img src="data:,"></picture>',
        '<picture><source srcset="/park.jpg"><img src="/img/placeholder.png"></picture>',
        '<a href="/park.jpg"><picture><source srcset="/park.jpg"><img></picture></a>',
        f"<figure>{UNSEEN}<figcaption>The park at noon</figcaption></figure>",
        '<amp-img src="/park.jpg" width="600" height="400"></amp-img>',
    ],
)
def test_a_picture_is_found_wherever_its_template_keeps_it(picture: str) -> None:
    record = read(f"<div>{TEXT}{picture}{TEXT.replace('.', ' indeed.')}</div>")
    assert [image["url"] for image in record["image"]] == ["https://vestnik.example/park.jpg"]


@pytest.mark.parametrize(
    "box",
    [
        "<div>{}</div>",
        "<p>On the yard</p>{}",
        "<figure>{}</figure>",
        "<a href='/z'><figure>{}<figcaption>Zebra painted</figcaption></figure></a>",
        "<figure>{}<figcaption><a href='/z'>Zebra painted</a></figcaption></figure>",
    ],
)
def test_what_only_browsers_without_scripts_show_is_no_picture_without_a_caption(box: str) -> None:
    beside = box.format(UNSEEN)
    assert read(f"<div>{TEXT}{beside}{TEXT.replace('.', ' indeed.')}</div>")["image"] == []


def test_the_card_of_another_article_lends_no_picture() -> None:
    card = '<a href="/z/"><picture><source data-srcset="/z.jpg 2x"><img src="data:,"></picture></a>'
    assert read(f"<div>{TEXT}{card}{TEXT.replace('.', ' indeed.')}</div>")["image"] == []


def test_words_that_may_name_a_writer_name_none_in_a_sentence() -> None:
    lines = ("By noon the shed had lent all its skates", "Текст на старой табличке уже не прочесть")
    for line in lines:
        assert line in read(f"{TEXT}<p>{line}</p>")["article_body"]


CHANGED = "<time datetime='2026-08-20T10:00:00+05:00'>20 August 2026</time>"
PUBLISHED = f"<time datetime='{PRINTED}'>18 August 2026</time>"


@pytest.mark.parametrize(
    ("above", "date"),
    [
        (f"<div>Updated: {CHANGED}</div><div>Published: {PUBLISHED}</div>", PRINTED),
        (f"<div>Updated {CHANGED}</div>", None),
        (f"<div><span>Last updated</span> {CHANGED}</div>", None),
        ("<div>Updated</div><div>20 August 2026, 10:00</div>", None),
        (
            "<div>Published</div><div>18 August 2026, 21:38</div>"
            "<div>Updated</div><div>20 August 2026, 10:00</div>",
            PRINTED,
        ),
        ("<ul><li>Town</li><li>18 August 2026</li><li>21:38</li></ul>", PRINTED),
        ("<div>21:38</div><div>18 August 2026</div>", PRINTED),
        ("<div><span>18 August 2026</span><span>21:38</span></div>", PRINTED),
        ("<div><span>18.08.2026</span><span>21:38</span></div>", PRINTED),
        ("<div><div>18</div><div>Aug</div><div>2026</div></div>", DAY),
        ("<div>18.08.2026 <i></i> 1523 <i></i> 4</div>", DAY),
        ("<div>18.08.2026 21:38 <i></i> 1523</div>", PRINTED),
        (f"<div>{PRINTED}</div>", PRINTED),
        ("<div>18.08.2026 20.08.2026</div>", None),
    ],
)
def test_a_moment_is_read_from_its_lines_and_not_from_a_changes(
    above: str, date: str | None
) -> None:
    assert read(f"{above}{TEXT}")["date_published_local"] == date


@pytest.mark.parametrize("line", ["<span>{}</span>", "<h2>{}</h2>", "<div>{}</div>"])
def test_a_moment_right_above_the_headline_comes_before_that_of_a_card(line: str) -> None:
    card = "<div><a href='/1'>Another yard</a> <span>17.08.2026 10:00</span></div>"
    html = (
        f"<div><div>{line.format('18 August 2026, 21:38')}<h1>{TITLE}</h1>{TEXT}</div>{card}</div>"
    )
    html = f"<html lang=en><title>{TITLE}</title><body>{html}</body></html>"
    assert read_page(html.encode(), URL, None, FETCHED)["date_published_local"] == PRINTED


def test_a_chinese_page_laid_out_by_a_table_is_no_table_of_facts() -> None:
    title, menu = (
        "老砖厂将改建成公园和池塘",
        "".join(f"<a href=/{n}>新闻</a><br>" for n in range(6)),
    )
    cell = f"<b>{title}</b><br>2026年8月18日 21:38<br>" + "<br>".join(CHINESE)
    table = f"<table><tr><td colspan=2>报<tr><td>{menu}<td>{cell}</table>"
    html = f"<html lang=zh><meta charset=utf-8><title>{title}</title><body>{table}</body></html>"
    record = read_page(html.encode(), URL, None, FETCHED)
    assert record["article_body"] == "\n\n".join(CHINESE)


def test_a_chinese_month_and_day_are_completed_by_the_fetch() -> None:
    text = "".join(f"<p>{line}</p>" for line in CHINESE)
    story = f"<div><p>08-18 21:38</p>{text}</div>"
    record = read(story, title="老砖厂改建成公园", language="zh-CN")
    told = record["date_published_local"], record["article_body"]
    assert told == (PRINTED, "\n\n".join(CHINESE))


def test_of_two_lines_the_one_about_a_change_tells_no_publication() -> None:
    lines = "<p>Updated 10:00 AM, August 20, 2026</p><p>Published 9:38 PM, August 18, 2026</p>"
    record = read(lines + TEXT)
    assert (record["date_published_local"], record["article_body"]) == (PRINTED, "\n\n".join(PROSE))


def test_a_day_in_a_sentence_of_the_text_is_not_the_articles() -> None:
    record = read(f"{TEXT}<p>The pond opens on 5 February 2026.</p>")
    assert record["date_published_local"] is None
    assert record["article_body"].endswith("5 February 2026.")


@pytest.mark.parametrize(
    "call",
    [
        "Telegram арнамызға жазылыңыз!",
        "Жаңалықтарды оқу үшін Telegram арнамызға жазылыңыз",
        "Соңғы жаңалықтарды Telegram арнамыздан оқыңыз",
    ],
)
def test_a_call_to_a_channel_behind_a_short_text_is_no_wall(call: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in KAZAKH)
    record = read(f"{text}<p>{call}</p>", title="Ескі зауыт саябаққа айналады", language="kk")
    assert record["article_body"] == "\n\n".join(KAZAKH)


def test_a_dialogue_over_the_page_refuses_no_article() -> None:
    dialogue = (
        '<div class="modal"><h2>Log in</h2><p>Your address and your password, please.</p></div>'
    )
    assert read(f"{dialogue}<article>{TEXT}</article>")["article_body"] == "\n\n".join(PROSE)


@pytest.mark.parametrize(
    "box",
    [
        "<div><h3>Get our daily newsletter</h3><p>The town in your inbox each morning.</p>"
        "<input type=email><button>Sign up</button></div>",
        "<div><h4>Subscribe to our newsletter</h4><p>News without noise, every day.</p></div>",
        "<div><small>Advertisement</small><p>Warm windows for less this month.</p></div>",
        '<div><p>Contents</p><ul><li><a href="#a">The pond</a></li>'
        '<li><a href="#b">The shed</a></li></ul></div>',
        "<div><h4>Download our app</h4><p>It knows when the ice is thick enough.</p></div>",
    ],
)
def test_a_small_box_headed_by_a_call_is_not_the_texts(box: str) -> None:
    assert read(f"<div>{TEXT}{box}</div>")["article_body"] == "\n\n".join(PROSE)


def test_a_section_printed_inside_the_heading_is_not_the_headlines() -> None:
    page = f"<html><head><title>{TITLE} - Vestnik</title></head><body>"
    page += f"<h1><span>Town life</span> {TITLE}</h1><div>{TEXT}</div></body></html>"
    assert read_page(page.encode(), URL, None, FETCHED)["headline"] == TITLE


@pytest.mark.parametrize("mark", [" ‹ ", " ~ ", " ⋆ ", "★", "｜", " ▷ ", " ● ", " → "])
@pytest.mark.parametrize("title", ["{headline}{mark}Vestnik", "{headline}{mark}Town{mark}Vestnik"])
def test_a_sites_name_is_cut_off_at_whatever_mark(mark: str, title: str) -> None:
    head = f"<title>{title.format(headline=TITLE, mark=mark)}</title>"
    page = f"<html><head>{head}</head><body><h2>{TITLE}</h2><div>{TEXT}</div></body></html>"
    assert read_page(page.encode(), URL, None, FETCHED)["headline"] == TITLE


def test_a_section_headed_by_an_ordinary_heading_is_the_texts() -> None:
    section = "<div><h3>Skates for all</h3><p>The shed lends them on Sundays.</p></div>"
    assert read(f"<div>{TEXT}{section}</div>")["article_body"].endswith("on Sundays.")


def test_json_ld_that_was_escaped_for_html_is_read() -> None:
    head = script({"@type": "NewsArticle", "datePublished": PRINTED}).replace('"', "&quot;")
    head = head.replace("type=&quot;application/ld+json&quot;", "type='application/ld+json'")
    assert read(TEXT, head)["date_published_local"] == PRINTED


@pytest.mark.parametrize(
    "json_ld",
    [
        '\ufeff{"@type": "NewsArticle", "datePublished": "%s"}',
        '{"@type": "NewsArticle", "datePublished": "%s"}{"@type": "WebPage"}',
        '{"@type": "NewsArticle", "description": "a "pond" for all", "datePublished": "%s"}',
        '{"@type": "NewsArticle", "description": "a \\d pond", "datePublished": "%s"}',
    ],
)
def test_json_ld_that_no_parser_takes_is_mended(json_ld: str) -> None:
    head = f'<script type="application/ld+json">{json_ld % PRINTED}</script>'
    assert read(TEXT, head)["date_published_local"] == PRINTED


@pytest.mark.parametrize("style", ["position:absolute; left:-9999px", "text-indent: -99999px"])
def test_words_off_the_screen_are_not_read(style: str) -> None:
    added = f'<p style="{style}">Copied from the site of the town, where all of it stands.</p>'
    assert "Copied" not in read(f"<div>{TEXT}{added}</div>")["article_body"]
