"""The rules take whole lines of chrome and leave every sentence that merely holds their words."""

import pytest

from kazcrawl.cleaning import Removed, clean, is_end

P = "The ministry said on Monday that the new railway line would open next spring along the river."
KEEP = [
    "Under the heading “Related news” the ministry lists its own statements.",
    "He wrote “Leave a reply” on the wall and left the room.",
    "Leave a reply to the minister, they told us, and we did.",
    "«Читайте также» — так называется новая рубрика газеты.",
    "Напомним, ранее сообщалось о визите делегации в Астану.",
    "Ранее сообщалось, что движение по мосту закрыто.",
    "Earlier it was reported that the bridge had been closed.",
    "Еске салайық, кеше Астанада жиын өтті.",
    "Buǵan deıin Astanada jıyn ótkenin jazǵanbyz.",
    "Eske salaıyq, keshe Astanada jıyn ótti.",
    "Фото и видео с места происшествия передали следователям.",
    "Copyright law in the country has not changed since 1996.",
    "Комментарии министра опубликовала пресс-служба ведомства.",
    "Теги и метки на товарах станут обязательными с июля.",
    "Просмотров стало вдвое больше, говорит автор канала.",
    "Поделиться опытом приехали врачи из трёх стран.",
    "Share prices fell by 3 percent on Tuesday.",
    "Top officials of both countries met in the capital.",
    "Recommended by doctors, the drug is sold in every pharmacy.",
    "【编译：木合塔尔·木拉提】",
    "（哈萨克国际通讯社讯）总统今天会见了代表团。",
    "АСТАНА. KAZINFORM – Президент жиын өткізді.",
    "Соңғы жаңалықтар бойынша жол ашық.",
    "Мавзуга оид қарор қабул қилинди.",
    "Все новости агентства теперь выходят и на казахском языке.",
    "Share this information, please?",
]
CHROME = [
    "Leave a Reply",
    "LEAVE A REPLY:",
    "Leave a Reply Cancel reply",
    "Leave a Reply Your email address will not be published.",
    "Leave a Comment Cancel reply Your email address will not be published. Required fields *",
    "Добавить комментарий Ваш адрес email не будет опубликован. Обязательные поля помечены *",
    "Сіздің e-mail-ыңыз жарияланбайды.",
    "Пікір қалдыру Сіздің e-mail-ыңыз жарияланбайды.",
    "您的邮箱地址不会被公开。 必填项已用 * 标注",
    "发表回复 您的电子邮箱地址不会被公开。",
    "Your email address will not be published.",
    "Related news",
    "Related Posts:",
    "Back to top button",
    "Share this:",
    "Like this:",
    "Currently reading",
    "More news in our Telegram channel!",
    "Tags: economy, oil",
    "None",
    "ALSO READ: President meets the delegation in the capital",
    "Читайте также: Президент принял делегацию",
    "Новости по теме",
    "Просмотров 12 Комментариев: 0",
    "Комментариев: 5",
    "версия для печати",
    "Теги: экономика, нефть",
    "Поделиться:",
    "Поделиться в соцсетях",
    "© 2024 Все права защищены",
    "Copyright © 2011, ИА «Имя»",
    "Все права защищены.",
    "Тағы оқыңыз: Президент делегацияны қабылдады",
    "Ұқсас жаңалықтар",
    "Бөлісу",
    "Пікір қалдыру",
    "Барлық құқықтар қорғалған",
    "Taǵy oqyńyz",
    "Bólisý",
    "پىكىر قالدىرۋ",
    "ۇقساس جاڭالىقتار",
    "Мавзуга оид",
    "O‘xshash yangiliklar",
    "Ulashish",
    "相关新闻",
    "分享到：",
    "发表评论",
    "责任编辑：王伟",
    "版权所有",
    "Фото: gov.kz",
    "Photo credit: akorda.kz",
    "Сурет: primeminister.kz",
    "Facebook Twitter Telegram WhatsApp",
]


@pytest.mark.parametrize("line", KEEP)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_sentence_with_the_words_of_a_rule_stays(line: str, at: int) -> None:
    text = [P, P]
    text.insert(at, line)
    assert clean(text, "A headline").lines == text


@pytest.mark.parametrize("line", CHROME)
def test_a_line_of_chrome_goes_and_is_counted(line: str) -> None:
    cleaned = clean([P, P, line], "A headline")
    assert cleaned.lines == [P, P]
    assert [removed.line for removed in cleaned.removed] == [line]


def test_a_related_box_behind_the_text_goes_with_its_headlines() -> None:
    box = ["Новости по теме", "В столице открыли мост", "Кто получит премию?"]
    assert clean([P, P, *box]).lines == [P, P]


def test_a_related_box_ends_at_the_first_line_that_is_not_its_own() -> None:
    verses = ["Над степью медленно плывёт рассвет,", "И ветер гонит облака на север"]
    question = "– Когда по мосту пойдут автобусы?"
    for own in (verses, [question]):
        assert clean([P, "Читайте также", *own, P]).lines == [P, *own, P]
        assert clean([P, P, "Читайте также", *own]).lines == [P, P, *own]


@pytest.mark.parametrize("heading", ["Popular", "Комментарии", "评论", "Главное", "Машҳур"])
def test_a_sub_heading_of_ordinary_words_takes_nothing_of_the_article(heading: str) -> None:
    text = [P, heading, "Charyn Canyon", "Lake Kolsai", P]
    assert clean(text).lines == text


def test_networks_numbers_and_years_are_chrome_only_beside_chrome() -> None:
    listed = ["Школьники назвали пять сервисов:", "TikTok", "Instagram", "Telegram", "WhatsApp"]
    assert clean([P, *listed]).lines == [P, *listed]
    assert clean([P, "1991", P, "2 : 1", P, "1414"]).lines == [P, "1991", P, "2 : 1", P, "1414"]
    assert clean([P, P, "Telegram", "WhatsApp", "Share this:", "532"]).lines == [P, P]


def test_what_was_removed_is_told_with_its_rule_and_place() -> None:
    cleaned = clean(["Tags: a, b", P, "Share", "Мост открыт. Фото: gov.kz", P, "Related news"])
    assert cleaned.removed == [
        Removed("Tags: a, b", "tags", "before"),
        Removed("Share", "share", "inside"),
        Removed("Фото: gov.kz", "photo-credit", "glued"),
        Removed("Related news", "related", "behind"),
    ]


def test_a_tail_is_not_taken_where_prose_follows() -> None:
    assert clean([P, "Leave a Reply", P, P], None).lines[-2:] == [P, P]


def test_the_sample_chrome_of_a_republisher_goes_as_a_whole() -> None:
    tail = [
        "Related news",
        "A first linked headline of the site",
        "Second linked headline",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Comment *",
        "Name *",
        "Back to top button",
    ]
    assert clean([P, P, *tail], None).lines == [P, P]


def test_nothing_in_nothing_out() -> None:
    assert clean([], None).lines == []


def test_a_list_item_of_an_article_is_not_mistaken_for_an_end() -> None:
    assert not is_end(P)
