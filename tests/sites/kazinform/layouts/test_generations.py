"""Each generation's own turns, where its samples do not show them."""

from datetime import date

import pytest

from kazcrawl.pages import Listing, Page, Reading
from kazcrawl.sites.kazinform.layouts import LAYOUTS
from kazcrawl.sites.kazinform.layouts.g1 import G1Article, G1Listing
from kazcrawl.sites.kazinform.layouts.g2 import G2Article, G2Listing
from kazcrawl.sites.kazinform.layouts.g3 import G3Article, G3Listing
from kazcrawl.sites.kazinform.layouts.g15 import G15Article, G15Listing

URL = "https://www.inform.kz/ru/x-0a1b2c"


def listing(layout: type, html: str) -> Listing:
    read = layout(Page(html, "https://www.inform.kz/lenta/?page=2")).read()
    assert isinstance(read, Listing)
    return read


def article(layout: type, html: str) -> Reading:
    read = layout(Page(html, URL)).read()
    assert isinstance(read, Reading)
    return read


def test_what_each_generation_says_of_itself() -> None:
    said = {
        page.layout: (page.since, page.has_lead, page.has_captions, page.has_modified)
        for page in LAYOUTS.articles
    }
    known = {
        "g3": (date(2026, 5, 4), True, True, True),
        "g2": (date(2023, 9, 1), True, True, True),
        "g15": (date(2021, 1, 1), False, False, False),
        "g1": (date(2012, 1, 1), False, False, True),
    }
    assert said | known == said


def test_g1_text_may_stand_straight_in_the_body_and_its_related_frame_is_none() -> None:
    reading = article(
        G1Article,
        "<div class=article_title><h1>Т</h1></div><div class=date_public_art>1 Мая 2020 10:00</div>"
        "<div class=article_news_body>Первая строка.<div class=frame_news_article><a href='/x'>Ещё"
        "</a></div><p>Вторая.</p></div><p class=name_p>Айгерим Талас</p>"
        "<div class=keyword_art><a>#Хлеб</a></div><img class=main_foto_art src='/a.jpg'>",
    )
    assert reading.body == ["Первая строка.", "Вторая."]
    assert (reading.date_raw, reading.authors) == ("1 Мая 2020 10:00", ["Айгерим Талас"])
    assert (reading.keywords, len(reading.images)) == (["Хлеб"], 1)


@pytest.mark.parametrize("layout", [G1Listing, G15Listing])
@pytest.mark.parametrize(
    "pager", ["<a>1</a><span>3</span>", "<a>1</a><a class=active>3</a>", "<b class=active>3</b>"]
)
def test_the_pagers_active_item_before_2023_is_a_span_or_is_marked(
    layout: type, pager: str
) -> None:
    cards = (
        "<div class=lenta_news_block><a class=lenta_news_title href='/ru/a_a1'>А</a></div>"
        "<article class=anounce-news><a class=anounce-news__link href='/ru/a_a1'><h3>А</h3></a>"
        "</article>"
    )
    assert listing(layout, f"{cards}<p class=pagination>{pager}</p>").current == 3


def test_g1_cards_have_no_date_and_the_page_tells_the_oldests() -> None:
    read = listing(
        G1Listing,
        "<div class=lenta_news_block><span>10:00</span><a href='/ad'>x</a>"
        "<a class=lenta_news_title href='/ru/a_a1'>А</a></div>"
        "<span class=last_id data-id='2020-12-01 10:00:00'></span>",
    )
    assert [(card.headline, card.date_raw) for card in read.cards] == [("А", None)]
    assert read.oldest_raw == "2020-12-01 10:00:00"


def test_g15_cards_have_whatever_stands_in_their_first_span() -> None:
    card = (
        "<article class=anounce-news>{}<a class=anounce-news__link href='/ru/a_a1'>{}</a></article>"
    )
    inside = card.format("", "<h3>А</h3><span>1 Мая 2022, 10:00</span>")
    clock = card.format("<div class=label-date><span>10:00</span></div>", "<h3>Б</h3>")
    dates = [card.date_raw for card in listing(G15Listing, inside + clock).cards]
    assert dates == ["1 Мая 2022, 10:00", "10:00"]


def test_g15_related_links_are_framed_and_the_author_is_a_link() -> None:
    reading = article(
        G15Article,
        "<div class=title_article_bl><h1>Т</h1></div><div class=time_article_bl>1 Мая 2022, 10:00"
        "</div><div class=body_article_bl><p>Раз.</p><div class=frame_news_article_adapt><p>Ещё</p>"
        "</div></div><div class=data_author_bl>Автор: <a>Айгерим Талас</a></div>"
        "<div class=keywords_bl><a>Хлеб</a></div>",
    )
    assert (reading.body, reading.authors) == (["Раз."], ["Айгерим Талас"])
    assert (reading.date_raw, reading.keywords) == ("1 Мая 2022, 10:00", ["Хлеб"])


@pytest.mark.parametrize("name", ["allNewsCard", "catpageCard", "tagpageCard", "searchCard"])
def test_g2_cards_are_named_by_the_listing_that_they_stand_in(name: str) -> None:
    read = listing(
        G2Listing,
        f"<div class={name}><a href='/ru/a-0a1b2c'><b class={name}_title>А</b>"
        f"<i class={name}_time>10:00, 01 Мая 2025</i></a></div>"
        "<ul class=pagination><li class=page-item>1</li><li class='page-item active'>2</li></ul>",
    )
    assert [(card.headline, card.date_raw) for card in read.cards] == [("А", "10:00, 01 Мая 2025")]
    assert read.current == 2


@pytest.mark.parametrize("name", ["allNews__list", "catpage__news"])
def test_a_g2_list_without_cards_is_a_day_without_articles(name: str) -> None:
    assert G2Listing(Page(f"<div class={name}></div>", URL)).is_empty()


def test_g2_prints_none_for_what_is_empty() -> None:
    reading = article(
        G2Article,
        "<meta name=author content=None><div class=article__head><a href='/category/r_s5/'>Регионы"
        "</a><a href='/x'>x</a><h1 class=article__title>Т</h1><div class=article__time>10:00, "
        "01 Май 2025 | GMT +5</div></div><div class=article__description><p>None</p></div>"
        "<div class=article__image><img src='/a.jpg' alt=None></div>"
        "<div class=article__body-text><p>Раз.</p></div><div class=article__tags><a>Хлеб</a></div>",
    )
    assert (reading.description, reading.authors, reading.sections) == (None, [], ["Регионы"])
    assert [image["caption"] for image in reading.images] == [None]
    assert (reading.date_raw, reading.keywords) == ("10:00, 01 Май 2025 | GMT +5", ["Хлеб"])


@pytest.mark.parametrize("date", ["<time class=meta-date>10:00</time>", "<time>10:00</time>"])
def test_g3_takes_the_first_time_of_the_page(date: str) -> None:
    reading = article(
        G3Article,
        f"<meta name=author content='Айгерим Талас'><h1 class=article__title>Т</h1>{date}"
        "<time>11:00</time><div class=article__meta><a href='/category/r_s5/'>Регионы</a></div>"
        "<div class=article__image><img src='/a.jpg'></div><div class=article__content><p>Раз.</p>"
        "</div><div class=article__tags><a href='/tag/hleb_t11100'>Хлеб</a></div>",
    )
    assert (reading.date_raw, reading.authors) == ("10:00", ["Айгерим Талас"])
    assert (reading.sections, reading.keywords) == (["Регионы"], ["Хлеб"])
    assert len(reading.images) == 1


def test_g3_cards_stand_in_a_wrapper_or_bare_and_each_is_one() -> None:
    read = listing(
        G3Listing,
        "<div class=news-category><div class=news-category__item>"
        "<a class=news-card href='/ru/a-0a1b2c'><time class=meta-date>10:00</time>"
        "<h3 class=card-title>А</h3></a></div>"
        "<div class=news-category__item><a href='/ad'>Реклама</a></div>"
        "<div class=news-category__item><time class=meta-date>09:00</time><a class=news-card "
        "href='/ru/b-0a1b2d'><h3 class=card-title>Б</h3></a></div></div>"
        "<a class=news-card href='/ru/c-0a1b2e'><time class=meta-date>08:00</time>"
        "<h3 class='card-title big'>В</h3></a>",
    )
    assert [(card.headline, card.date_raw) for card in read.cards] == [
        ("А", "10:00"),
        ("Б", "09:00"),
        ("В", "08:00"),
    ]
    assert read.current is None


def test_a_g3_list_without_links_is_empty_and_one_of_strange_cards_is_not() -> None:
    assert G3Listing(Page("<div class=news-category> </div>", URL)).is_empty()
    strange = "<div class=news-category><div class=new><a href='/ru/a-0a1b2c'>А</a></div></div>"
    assert not G3Listing(Page(strange, URL)).is_empty()
    assert G3Listing(Page(strange, URL)).read() is None
