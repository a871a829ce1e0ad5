"""Fields as pages print them, where the sample site does not show every turn."""

import pytest

from kazcrawl.pages import Page
from kazcrawl.pages.people import people, split_credit
from tests.samples import read_article

URL = "https://www.inform.kz/ru/astana-0a1b2c"


def g2(body: str, head: str = "", extra: str = "") -> str:
    return (
        f"<html><head>{head}</head><body><div class='article__head'><h1 class='article__title'>T"
        f"</h1><div class='article__time'>13:51, 15 Август 2025 | GMT +5</div></div>{extra}"
        f"<div class='article__body-text'>{body}</div></body></html>"
    )


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Вид на порт. Фото: gov.kz", ("Вид на порт.", "gov.kz")),
        ("Фото: Иван Иванов / gov.kz", (None, "Иван Иванов / gov.kz")),
        ("Photo credit: Press service", (None, "Press service")),
        ("Вид на порт", ("Вид на порт", None)),
        ("Вид на порт / Фото: Иван Иванов", ("Вид на порт", "Иван Иванов")),
        ("Порт (Photo by Anna Smith)", ("Порт", "Anna Smith")),
        ("Столица утром © Reuters", ("Столица утром", "Reuters")),
        ("海港 图片来源：新华社", ("海港", "新华社")),
        ("Айлақ. Сурет: baq.kz", ("Айлақ.", "baq.kz")),
        ("The photo: a history", ("The photo: a history", None)),
        ("Выставка «Фото и время» открылась", ("Выставка «Фото и время» открылась", None)),
        (None, (None, None)),
    ],
)
def test_a_caption_and_its_credit_are_told_apart(
    said: str | None, wanted: tuple[str | None, str | None]
) -> None:
    assert split_credit(said) == wanted


@pytest.mark.parametrize(
    ("byline", "wanted"),
    [
        ("Айгерим Талас", ["Айгерим Талас"]),
        ("корреспондент Айгерим Талас", ["Айгерим Талас"]),
        ("Автор: корреспондент Айгерим Талас", ["Айгерим Талас"]),
        ("Политический обозреватель Айгерим Талас", ["Айгерим Талас"]),
        ("Корреспондент МИА «Казинформ» Айгерим Талас", ["Айгерим Талас"]),
        ("Айгерим Талас, корреспондент", ["Айгерим Талас"]),
        ("Авторы: Айгерим Талас и Ержан Оспан", ["Айгерим Талас", "Ержан Оспан"]),
        ("Айгерим Талас, Ержан Оспан и Анна Ким", ["Айгерим Талас", "Ержан Оспан", "Анна Ким"]),
        ("тілші Айгерім Талас", ["Айгерім Талас"]),
        ("Айгерім Талас және Ержан Оспан", ["Айгерім Талас", "Ержан Оспан"]),
        ("Avtor: Aıgerim Talas jáne Erjan Ospan", ["Aıgerim Talas", "Erjan Ospan"]),
        ("Муаллиф: Ойгул Каримова ва Анвар Собиров", ["Ойгул Каримова", "Анвар Собиров"]),
        ("By Anna Smith, staff writer", ["Anna Smith"]),
        ("By Anna Smith and John O'Neil-Brown", ["Anna Smith", "John O'Neil-Brown"]),
        ("Anna Smith, senior political correspondent", ["Anna Smith"]),
        ("Martin King, Jr.", ["Martin King, Jr."]),
        ("作者：李明、王芳", ["李明", "王芳"]),
        ("编译：Ayan Nur", ["Ayan Nur"]),
        ("اۆتور: ايگەرىم تالاس", ["ايگەرىم تالاس"]),
        # What looks like a word for author inside a name stays.
        ("Byron Lee", ["Byron Lee"]),
        ("Автандил Текстов", ["Автандил Текстов"]),
        ("Идрис Иманов", ["Идрис Иманов"]),
        ("Ванда Андреева", ["Ванда Андреева"]),
        ("Kazinform", []),
        ("Автор: admin", []),
        ("anna@example.com", []),
        ("Айгерим Талас, фото: Ержан Оспан", ["Айгерим Талас"]),
        ("Aigerim Talas | Photos by Erjan Ospan", ["Aigerim Talas"]),
        ("文/李明 图/王芳", ["李明"]),
        ("Anna Smith Updated 3 May", ["Anna Smith"]),
        ("Anna Smith @annasmith", ["Anna Smith"]),
        ("Жаршы — ауылдың барлық жаңалықтары", []),
        ("Herald – news from the valley", []),
        ("Фото Икс", ["Фото Икс"]),
        ("Айгерим Талас, собкор", ["Айгерим Талас"]),
        ("Айгерим Талас (Астана)", ["Айгерим Талас"]),
        ("Айгерим Талас 18.08.2026", ["Айгерим Талас"]),
        ("Айгерим Талас © Kazinform", ["Айгерим Талас"]),
        ("Айгерим Талас специально для Kazinform", ["Айгерим Талас"]),
        ("Айгерим Талас и др.", ["Айгерим Талас"]),
        ("Айгерим Талас, «Степной вестник»", ["Айгерим Талас"]),
        ("Талас А.Б.", ["Талас А.Б."]),
        ("Martin King Jr.", ["Martin King Jr."]),
        ("Von der Heide", ["Von der Heide"]),
        ("Von Karl Weber", ["Karl Weber"]),
        ("作者:李明 编辑:王伟", ["李明"]),
        ("责任编辑：王伟", []),
        ("Пресс-служба акимата", []),
        ("WordPress", []),
        ("site_admin", []),
        ("«Степной вестник»", []),
        ("Kazinform News Agency", []),
        ("Valley Broadcasting Corporation", []),
        ("哈通社", []),
        ("Редактор сайта", []),
        ("web-editor", []),
        ("Guest author", []),
        ("本报记者王明", ["王明"]),
        ("اۆتورى: ايگەرىم تالاس", ["ايگەرىم تالاس"]),
        ("Reporting by Anna Smith; Editing by John Lee", ["Anna Smith"]),
        ("Anna Smith and John Lee, Associated Press", ["Anna Smith", "John Lee"]),
        ("Reuters", ["Reuters"]),
        ("Anna Smith with John Lee", ["Anna Smith", "John Lee"]),
        ("Anna Smith + John Lee", ["Anna Smith", "John Lee"]),
        ("Anna Smith, MPH, RD", ["Anna Smith, MPH, RD"]),
        ("anna@example.com (Anna Smith)", ["Anna Smith"]),
        ("By Anna Smith in New York", ["Anna Smith"]),
        ("Posted by Anna Smith on August 18, 2026", ["Anna Smith"]),
        ("Айгерим Талас, фото автора", ["Айгерим Талас"]),
        ("（记者 李明）", ["李明"]),
        ("View all posts", []),
        ("More by Anna Smith", []),
        ("Все статьи автора", []),
        ("{{author.name}}", []),
        ("[object Object]", []),
        ("%author%", []),
    ],
)
def test_a_byline_gives_its_names_and_nothing_else(byline: str, wanted: list[str]) -> None:
    assert people([byline]) == wanted


def test_a_name_in_capitals_again_is_no_second_author() -> None:
    assert people(["Anna Smith", "ANNA SMITH"]) == ["Anna Smith"]


def test_the_agency_itself_is_no_author() -> None:
    bylines = ["Автор: Айжан Сейтова", "Kazinform", "INFORM.KZ", "Айжан Сейтова", "  "]
    assert people(bylines) == ["Айжан Сейтова"]


def test_the_publishing_time_is_found_under_name_and_under_property() -> None:
    for attribute in ("name", "property"):
        head = f'<meta {attribute}="article:published_time" content="2025-08-15T13:51:00+05:00">'
        reading = read_article(Page(g2("<p>Text.</p>", head), URL))
        assert reading is not None
        assert reading.published_machine == "2025-08-15T13:51:00+05:00"


def test_related_links_set_as_plain_paragraphs_are_not_text_but_linked_sentences_are() -> None:
    body = (
        "<p>First.</p><p><a href='/ru/other-story-1a2b3c'>Another story</a></p>"
        "<p><strong><a href='/ru/third-story-1a2b3e'>A third story</a></strong></p>"
        "<p><a href='https://gov.kz/law'>The law is here</a></p>"
        "<p><a href='/ru/other-story-1a2b3d'>This sentence links to an earlier report.</a></p>"
    )
    reading = read_article(Page(g2(body), URL))
    assert reading is not None
    assert reading.body == [
        "First.",
        "The law is here",
        "This sentence links to an earlier report.",
    ]


def test_an_open_graph_description_that_repeats_the_text_is_no_lead() -> None:
    html = (
        '<meta property="og:description" content="The first words of…">'
        "<h1 class='article__title'>T</h1><div class='article__content'>"
        "<p>The first words of the text.</p></div>"
    )
    reading = read_article(Page(html, URL))
    assert reading is not None
    assert reading.description is None
    reading = read_article(Page(html.replace("first words of…", "whole in a sentence."), URL))
    assert reading is not None
    assert reading.description == "The whole in a sentence."


def test_relative_picture_addresses_become_absolute() -> None:
    reading = read_article(Page(g2("<p>Text.</p><img src='/img/a.jpg' alt='None'>"), URL))
    assert reading is not None
    assert reading.images == [
        {"url": "https://www.inform.kz/img/a.jpg", "caption": None, "credit": None}
    ]


@pytest.mark.parametrize(
    ("box", "is_own"),
    [
        ("<figure class=ads><a href='/img/a.jpg'>{}</a></figure>", True),
        ("<div class=share-row><p><a href='/ru/story-1a2b3c'>{}</a></p></div>", False),
        ("<a class=banner href='https://shop.example/'>{}</a>", False),
        ("<a href='https://shop.example/'>{}</a>", True),
        ("<div class=promo>{}</div>", True),
    ],
)
def test_a_picture_that_is_a_link_of_chrome_is_none_of_the_article(box: str, is_own: bool) -> None:
    reading = read_article(Page(g2("<p>Text.</p>" + box.format("<img src='/img/a.jpg'>")), URL))
    assert reading is not None
    assert bool(reading.images) == is_own


def test_a_picture_that_only_metadata_tell_is_taken_wherever_they_do() -> None:
    for head in (
        "<meta name='twitter:image' content='/img/a.jpg'>",
        "<meta property='og:image:secure_url' content='/img/a.jpg'>",
        "<meta property='og:image' content='/img/plug.png'>"
        "<meta name='twitter:image:src' content='/img/a.jpg'>",
    ):
        reading = read_article(Page(g2("<p>Text.</p>", head), URL))
        assert reading is not None
        assert [image["url"] for image in reading.images] == ["https://www.inform.kz/img/a.jpg"]


def test_labels_in_a_layouts_title_are_none_of_the_headline() -> None:
    title = "The ferry opens before winter"
    head = f"<meta property='og:title' content='{title} | Kazinform'>"
    for label in (
        "<i>Video</i> {}",
        "{} <span class=label>Exclusive</span>",
        "{}<a href=/e>Edit</a>",
    ):
        html = g2("<p>Text.</p>", head).replace(">T<", f">{label.format(title)}<")
        reading = read_article(Page(html, URL))
        assert reading is not None
        assert reading.headline == title


def test_metadata_that_is_not_json_does_no_harm() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    assert read_article(Page(g2("<p>Text.</p>", head), URL)) is not None


def test_a_smiley_of_letters_is_no_picture() -> None:
    smiley = "<p>Да <img class='wp-smiley' alt=':)' src='/smile.png'></p>"
    reading = read_article(Page(g2(f"<p>Порт открыт для всех.</p>{smiley}"), URL))
    assert reading is not None
    assert reading.images == []
