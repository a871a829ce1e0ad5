"""Pages of unknown layout: the article, flagged as such, or nothing; never a wrong one."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from kazcrawl import clock
from kazcrawl.crawl import records
from kazcrawl.crawl.finding import Finding, fetched_of
from kazcrawl.crawl.records import UnreadableError, read_page
from kazcrawl.health import RunReport
from kazcrawl.items import Found
from kazcrawl.pages import Page
from kazcrawl.pipelines.clean import Clean
from kazcrawl.sample_site.site import renamed_page
from kazcrawl.sites import wordpress
from tests.samples import FETCHED, LISTINGS, Sample, made, read_article, sample

URL = "https://news.example/2026/11/story/"
PROSE = (
    "<p>The council approved the plan for the new bridge, and work begins in spring.</p>"
    "<p>Engineers will test the ground beside the river before the first pillars are set.</p>"
    "<p>Residents asked for a separate path for cyclists, which the city now promises.</p>"
    "<p>The old crossing, built seventy years ago, stays open until the new one carries cars.</p>"
)
SHORT_PROSE = (
    "Мост через реку открыли вечером, и первые автобусы прошли по нему ещё до темноты.",
    "Жители соседних улиц попросили сделать отдельную дорожку для велосипедов и сквер.",
)


def words(text: str) -> Counter[str]:
    # Chinese has no spaces; a character is a word there.
    return Counter(re.findall(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+", text))


def f1(found: str, wanted: str) -> float:
    a, b = words(found), words(wanted)
    common = sum((a & b).values())
    return 2 * common / (sum(a.values()) + sum(b.values()))


def test_samples_with_every_class_and_id_renamed_are_still_read() -> None:
    scores, headlines, dates = [], [], []
    for page_sample in made():
        wanted, page = page_sample.wanted, renamed_page(page_sample.html)
        found = read_page(page.encode(), wanted["url"], fetched_at=FETCHED)
        assert found["layout"] == "generic", page_sample.name
        scores.append(f1(found["article_body"], wanted["article_body"]))
        headlines.append(found["headline"] == wanted["headline"])
        dates.append(found["date_published"] == wanted["date_published"])
    # Of a weather report of four short lines one line is a quarter.
    assert sum(scores) / len(scores) >= 0.96
    assert sum(headlines) / len(headlines) >= 0.95
    assert sum(dates) / len(dates) >= 0.90


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<title>Only a title</title>",
        "<html><title>Just a moment...</title><body><h1>qazinform.com</h1><p>Verifying you are "
        "human. This may take a few seconds before you can go on to the site.</p></body></html>",
        "<html><title>Log in</title><h1>Log in</h1><form><p>Please log in to read on.</p></form>",
        "<html><h1>404</h1><p>Nothing here.</p></html>",
        "\x00\x00\x00",
        "<" * 10_000,
    ],
)
def test_a_page_without_an_article_gives_nothing(html: str) -> None:
    assert read_article(Page(html, URL)) is None


def test_a_page_that_says_that_nothing_is_there_gives_nothing_of_its_site() -> None:
    html = f"<div class='error__wrapper'><h1>404</h1>{PROSE}</div>"
    assert read_article(Page(html, "https://www.inform.kz/ru/story_a1b2c3")) is None


@pytest.mark.parametrize("listing", LISTINGS, ids=str)
def test_a_listing_is_no_article(listing: Sample) -> None:
    assert read_article(listing.page) is None
    assert read_article(Page(listing.html, "https://www.inform.kz/lenta/?page=2")) is None


CHINESE = (
    "（哈萨克国际通讯社讯）一支中学生团队将自制探测器送上三万米高空，并将其安全带回地面。",
    "该设备在整个飞行过程中测量了气压和湿度，两台摄像机拍摄了地平线的画面。",
    "物理老师表示，准备工作历时半年，并得到了当地航空俱乐部的大力帮助。",
    "有关数据将移交州气象部门，由其与自己观测站的读数进行比较分析。",
    "明年春天，学生们打算再次进行发射，并邀请农村学校一同参加活动。",
    "校长谢里克·阿别诺夫向本社介绍了此次飞行的具体情况。",
)


@pytest.mark.parametrize(
    ("whole", "entry"),
    [
        ("<table>{}</table>", "<tr><td>{0}<td><a href=/{0}>气象部门预报北部将降雪 {0}</a> {1}"),
        # Two excerpts come twice: those are left out as copies, and but one is chosen.
        (
            "{}",
            "<div class=i><a href=/{0}><img src=/i.jpg></a><h3><a href=/{0}>气象部门预报北部将降雪"
            " {0}</a></h3><p>{1}</p><span>1{0}.08.2026</span></div>",
        ),
    ],
)
def test_a_list_of_excerpts_is_no_article(whole: str, entry: str) -> None:
    excerpts = [f"{CHINESE[n % 6]} {CHINESE[(n + 1) % 6]}" for n in range(8)]
    entries = "".join(entry.format(n, text) for n, text in enumerate(excerpts))
    html = f"<title>科技新闻 - Vestnik</title><body><h1>科技新闻</h1>{whole.format(entries)}</body>"
    assert read_article(Page(f"<html lang=zh>{html}", "https://vestnik.example/science/")) is None


def test_a_notice_of_rights_is_no_article_however_long_it_is() -> None:
    prose = [f"<p>{line}</p>" for line in SHORT_PROSE]
    notice = (
        "Все права на материалы, находящиеся на сайте, охраняются в соответствии с "
        "законодательством, в том числе об авторском праве и смежных правах. При любом "
        "использовании материалов сайта ссылка обязательна. Редакция не отвечает за содержание "
        "объявлений. Мнение авторов может не совпадать с мнением редакции."
    )
    blocks = [
        notice,
        "© Вестник края, 2004. Свидетельство о регистрации выдано министерством культуры и "
        "информации республики в мае того же года, учредитель издания живёт в Астане.",
    ]
    html = (
        "<title>Мост открыт :: Вестник края :: Новый взгляд</title><table><tr><td>"
        + "</td></tr><tr><td>".join(["".join(prose), "<center>Статистика</center>", *blocks])
        + "</td></tr></table>"
    )
    body = read_page(html.encode(), URL)["article_body"]
    assert body.split("\n\n")[:2] == list(SHORT_PROSE)
    assert notice not in body


def test_the_sites_name_is_cut_from_titles_and_metadata_are_used() -> None:
    html = (
        "<html lang='en'><head><title>Bridge plan approved | News Example</title>"
        "<meta property='og:site_name' content='News Example'>"
        "<meta property='article:published_time' content='2026-11-20T10:00:00+05:00'>"
        "<meta name='author' content='By Aigerim Talas'></head>"
        f"<body><div><h1>Bridge plan approved</h1>{PROSE}</div></body></html>"
    )
    found = read_page(html.encode(), URL)
    assert found["headline"] == "Bridge plan approved"
    assert found["date_published"] == "2026-11-20T05:00:00Z"
    assert found["author"] == ["Aigerim Talas"]
    assert found["in_language"] == "en"
    assert found["edition"] == "news.example"


def test_a_foreign_page_keeps_the_moment_that_its_metadata_tell() -> None:
    html = (
        "<html lang='en'><meta property='article:published_time' "
        "content='2026-11-20T16:20:00-05:00'><h1>Bridge plan approved</h1>"
        f"<time>November 20, 2026 4:20 pm</time>{PROSE}</html>"
    )
    found = read_page(html.encode(), URL, fetched_at=datetime(2026, 11, 22, tzinfo=UTC))
    assert found["date_published"] == "2026-11-20T21:20:00Z"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + PROSE,
        "<p>" + "word " * 2_000_000,
        "<html><h1>A headline of some length</h1>" + PROSE + "\ud800\udfff" + "<p>" * 50_000,
        "<table>" * 3_000 + PROSE,
        "<a href='" + "x" * 1_000_000,
    ],
    ids=["deep", "long line", "surrogates", "tables", "torn link"],
)
def test_hostile_pages_do_no_harm(html: str) -> None:
    try:
        found = read_page(html.encode("utf-8", "surrogatepass"), URL)
    except UnreadableError:
        return
    assert found["layout"] == "generic"


@pytest.mark.parametrize(
    "name",
    [
        "kazinform/g1/sample-site-ru",
        "kazinform/g2/sample-site-kk",
        "kazinform/g3/sample-site-cn",
        "wordpress/jannah/sample-site-en",
    ],
)
def test_a_torn_page_gives_the_article_so_far_or_a_flagged_one_or_nothing(name: str) -> None:
    content, wanted = sample(name).content, sample(name).wanted
    chrome = [line for line, _, _ in records.read_article(content, wanted["url"]).removed]
    for cut in range(0, len(content), max(1, len(content) // 60)):
        try:
            found = read_page(content[:cut], wanted["url"], fetched_at=FETCHED)
        except UnreadableError:
            continue
        assert found["url"] == wanted["url"]
        if found["layout"] == "generic":
            continue  # flagged: too little of the page was there to know it
        *whole, last = found["article_body"].split("\n\n")
        lines = wanted["article_body"].split("\n\n")
        assert whole == lines[: len(whole)]
        # The tear may be inside a tag or a character, and in a line that is chrome when whole.
        could_be = (*lines[len(whole) : len(whole) + 1], *chrome)
        assert any(line.startswith(last[:-3]) for line in could_be) or len(whole) == len(lines)


def test_what_is_cleaned_from_a_generic_page_is_counted() -> None:
    html = (
        "<html lang='en'><head><title>Bridge plan approved</title></head><body><div>"
        f"<h1>Bridge plan approved</h1>{PROSE}</div></body>"
    ).replace("carries cars.", "carries cars. Photo: Press office")
    reading = read_article(Page(html, URL))
    assert reading is not None
    assert reading.layout == "generic"
    report = RunReport("republisher", clock.now())
    finding = Finding(Found("hash", URL, "news.example"), URL)
    cleaned = Clean(report, wordpress.SITE).process_item(
        fetched_of(reading, wordpress.SITE, finding)
    )
    assert (report.cleaned, report.cleaned_articles) == ({"photo-credit": 1}, 1)
    assert "Press office" not in (cleaned.article.article_body or "")
