"""Chrome goes, the article's own sentences stay; tested as hard one way as the other."""

import tomllib
from importlib.resources import files

import pytest

from kazcrawl.cleaning import clean, is_end
from kazcrawl.sample_site.prose import prose

SENTENCE = "Об этом сообщили в пресс-службе министерства, передает агентство."


@pytest.mark.parametrize(
    "chrome",
    [
        ["Related news"],
        ["Related news", "A headline of something else", "Another headline"],
        ["Leave a Reply", "Your email address will not be published."],
        ["Leave a Reply", "Your email address will not be published. Required fields are marked *"],
        ["Back to top button"],
        ["Currently reading"],
        ["More news in our Telegram channel!"],
        ["Tags: economy, Astana"],
        ["Trends: #Astana"],
        ["None"],
        ["Новости по теме", "День Первого Президента отмечают в ВКО"],
        ["Читайте также: В Астане открыли мост"],
        ["Поделиться:"],
        ["Теги: экономика"],
        ["Просмотров 12 Комментариев: 0"],
        ["Подписывайтесь на наш канал:"],
        ["Тақырып бойынша жаңалықтар", "Алматыда көпір ашылды"],
        ["Taqyryp boıynsha jańalyqtar"],
        ["تاقىرىپ بويىنشا جاڭالىقتار"],
        ["Мавзуга оид янгиликлар"],
        ["相关新闻", "阿斯塔纳新桥通车"],
        ["返回顶部"],
        ["Фото: gov.kz"],
        ["Photo credit: Press service"],
        ["Кадр из видео"],
    ],
)
def test_chrome_behind_the_text_is_removed_and_counted(chrome: list[str]) -> None:
    cleaned = clean([SENTENCE, *chrome])
    assert cleaned.lines == [SENTENCE]
    assert sum(cleaned.removed.values()) == len(chrome)


@pytest.mark.parametrize("chrome", ["Back to top button", "None", "Фото: gov.kz", "Share"])
def test_chrome_inside_the_text_is_removed_too(chrome: str) -> None:
    assert clean([SENTENCE, chrome, "Второй абзац."]).lines == [SENTENCE, "Второй абзац."]


@pytest.mark.parametrize(
    "line",
    [
        "Under the heading “Related news” the ministry lists its reports.",
        "The button says “Leave a Reply”, and nobody pressed it.",
        "Читайте также новые законы внимательно, советуют юристы.",
        "Под рубрикой «Новости по теме» музей собрал старые газеты.",
        "Напомним, мост открыли в прошлом году.",
        "Ранее сообщалось о закрытии дороги.",
        "Buǵan deıin kópir jabylǵan bolatyn.",
        "Earlier it was reported that the road was closed.",
        "Фото: так называется новая выставка, которая открылась в Астане в субботу вечером.",
        "Теги: зачем они нужны? Об этом спорят редакторы.",
    ],
)
def test_a_sentence_that_contains_such_words_stays(line: str) -> None:
    assert clean([SENTENCE, line, "Последний абзац."]).lines == [SENTENCE, line, "Последний абзац."]


@pytest.mark.parametrize(
    "language", ["ru", "kk-Cyrl", "kk-Latn", "kk-Arab", "en", "zh-Hans", "uz-Cyrl"]
)
def test_no_sentence_of_ordinary_articles_is_removed(language: str) -> None:
    words = prose(language)
    for kind in ("sentences", "quotes", "traps", "attributions", "leads", "speech"):
        texts = [text.format(n=57, m=12) for text in getattr(words, kind)]
        assert clean(texts).lines == texts


def test_a_reply_form_in_the_middle_of_an_article_does_not_cut_it() -> None:
    story = ["Leave a Reply", "It is the name of a play that opened in Almaty this Saturday night."]
    assert clean([SENTENCE, *story]).lines == [SENTENCE, *story]


def test_a_credit_glued_behind_the_last_sentence_is_cut_and_told() -> None:
    cleaned = clean(["Мост открыт. Фото: Иван Иванов / gov.kz", "Движение началось."])
    assert cleaned.lines == ["Мост открыт.", "Движение началось."]
    assert cleaned.credits == ["Иван Иванов / gov.kz"]


def test_the_headline_repeated_above_the_text_is_removed() -> None:
    assert clean(["Мост открыт", SENTENCE], "Мост открыт").lines == [SENTENCE]
    assert clean([SENTENCE, "Мост открыт"], "Мост открыт").lines == [SENTENCE, "Мост открыт"]


def test_every_rule_file_is_well_formed() -> None:
    for file in files("kazcrawl.cleaning").joinpath("rules").iterdir():
        for rule in tomllib.loads(file.read_text("utf-8"))["rule"]:
            assert rule.keys() <= {"name", "where", "text", "pattern"}, file.name
            assert rule["where"] in ("line", "tail", "end", "heading", "credit"), file.name
            assert rule.get("text") or rule.get("pattern"), file.name


def test_the_headline_is_the_same_in_capitals_and_with_a_full_stop() -> None:
    cleaned = clean(["• МОСТ ОТКРЫТ.", "Мост открыт", SENTENCE, "Мост открыт"], "Мост открыт")
    assert cleaned.lines == [SENTENCE, "Мост открыт"]
    assert cleaned.removed == {"headline-repeated": 2}


def test_what_goes_is_counted_by_its_rule_and_stays_in_order() -> None:
    cleaned = clean([SENTENCE, "None", "Второй.", "Leave a Reply", "Name *", "Back to top button"])
    assert cleaned.lines == [SENTENCE, "Второй."]
    assert sorted(cleaned.removed.values()) == [1, 3]


def test_a_tail_is_taken_unless_a_sentence_of_more_than_60_letters_follows() -> None:
    short, long = "a" * 59 + ".", "a" * 60 + "."
    assert clean([SENTENCE, "Leave a Reply", short]).lines == [SENTENCE]
    assert clean([SENTENCE, "Leave a Reply", long]).lines == [SENTENCE, "Leave a Reply", long]
    no_sentence = "a" * 90
    assert clean([SENTENCE, "Leave a Reply", no_sentence]).lines == [SENTENCE]


def test_long_chrome_behind_a_tail_is_no_sentence() -> None:
    chrome = "Your email address will not be published. Required fields are marked *."
    assert clean([SENTENCE, "Leave a Reply", "Tags: " + "oil, " * 20 + "gas."]).lines == [SENTENCE]
    assert clean([SENTENCE, "Leave a Reply", chrome]).lines == [SENTENCE]


def test_a_box_of_headlines_ends_at_a_full_stop_or_a_long_question() -> None:
    box = [SENTENCE, "Новости по теме", "Кто получит премию?"]
    long = "К" * 119 + "?", "К" * 120 + "?"
    assert clean([*box, long[0]]).lines == [SENTENCE]
    assert clean([*box, long[1]]).lines == [SENTENCE, long[1]]
    assert clean([*box, "К" * 200]).lines == [SENTENCE]
    cleaned = clean([*box, "Конец.", "Ещё заголовок"])
    assert cleaned.lines == [SENTENCE, "Конец.", "Ещё заголовок"]
    assert sum(cleaned.removed.values()) == 2


def test_a_line_of_more_than_300_letters_is_the_articles() -> None:
    tags = "Tags: " + "t" * 294, "Tags: " + "t" * 295
    assert clean([SENTENCE, tags[0]]).lines == [SENTENCE]
    assert clean([SENTENCE, tags[1]]).lines == [SENTENCE, tags[1]]


@pytest.mark.parametrize(
    ("line", "left", "who"),
    [
        ("Фото: gov.kz.", None, "gov.kz"),
        ("• Photo by Anna Smith", None, "Photo by Anna Smith"),
        ("Мост открыт! Кадр из видео", "Мост открыт!", "Кадр из видео"),
        ("«Мост открыт» Фото: gov.kz.", "«Мост открыт»", "gov.kz"),
        ("桥通车了。图片来源：新华社", "桥通车了。", "新华社"),
        ("Слово. " * 40 + "Фото: Иван", ("Слово. " * 40).rstrip(), "Иван"),
    ],
)
def test_a_credit_is_told_as_it_is_printed(line: str, left: str | None, who: str) -> None:
    cleaned = clean([SENTENCE, line])
    assert cleaned.lines == [SENTENCE, *([left] if left else [])]
    assert cleaned.credits == [who]
    assert cleaned.removed == {"photo-credit": 1}


@pytest.mark.parametrize("line", ["Мост открыт, Фото: gov.kz", "Мост. Фото: на нём. Всё хорошо."])
def test_words_of_a_credit_inside_a_sentence_are_none(line: str) -> None:
    cleaned = clean([line])
    assert (cleaned.lines, cleaned.credits, cleaned.removed) == ([line], [], {})


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Leave a Reply", True),
        ("Related news", True),
        ("None", False),
        ("Фото: gov.kz", False),
        (SENTENCE, False),
    ],
)
def test_an_article_ends_at_a_form_or_a_box_not_at_other_chrome(line: str, wanted: bool) -> None:
    assert is_end(line) is wanted


def test_no_other_chrome_is_cut_from_behind_a_sentence() -> None:
    line = "Мост открыт. Читайте также: В Астане открыли мост"
    assert clean([line]).lines == [line]
