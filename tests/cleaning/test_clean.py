"""Chrome goes, the article's own sentences stay; tested as hard one way as the other."""

import re

import pytest

from kazcrawl.cleaning import Removed, clean, is_end, is_reference, is_reply
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
    assert [removed.line for removed in cleaned.removed] == chrome


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
    texts = [re.sub("{[^}]*}", "57", text) for text in prose(language).sentences()]
    assert len(texts) > 200
    assert clean(texts).lines == texts


def test_a_reply_form_in_the_middle_of_an_article_does_not_cut_it() -> None:
    story = ["Leave a Reply", "It is the name of a play that opened in Almaty this Saturday night."]
    assert clean([SENTENCE, *story]).lines == [SENTENCE, *story]


def test_a_credit_glued_behind_the_last_sentence_is_cut_and_told() -> None:
    cleaned = clean(["Мост открыт. Фото: Иван Иванов / gov.kz", "Движение началось."])
    assert cleaned.lines == ["Мост открыт.", "Движение началось."]
    assert cleaned.credits == ["Иван Иванов / gov.kz"]


def test_the_sources_of_all_credits_are_told() -> None:
    cleaned = clean([SENTENCE, "Фото: Иван Иванов / gov.kz", "Photo credit: akorda.kz."])
    assert cleaned.lines == [SENTENCE]
    assert cleaned.credits == ["Иван Иванов / gov.kz", "akorda.kz"]


def test_a_credit_is_no_chrome_that_takes_ordinary_words_along() -> None:
    assert clean(["Print", "Мост", "Save", "Фото: gov.kz", SENTENCE]).lines == [
        *("Мост", "Save"),
        SENTENCE,
    ]


def test_the_headline_repeated_above_the_text_is_removed() -> None:
    assert clean(["Мост открыт", SENTENCE], "Мост открыт").lines == [SENTENCE]
    assert clean([SENTENCE, "Мост открыт"], "Мост открыт").lines == [SENTENCE, "Мост открыт"]


@pytest.mark.parametrize(
    ("question", "is_prose"),
    [
        ("Who " + "o" * 35 + "?", True),
        ("Who " + "o" * 34 + "?", False),
        ("Кто " + "о" * 35 + "?", True),
        ("Кто " + "о" * 34 + "?", False),
        # A Chinese sign says as much as three letters.
        ("谁" * 13 + "？", True),
        ("谁" * 12 + "？", False),
    ],
)
def test_forty_signs_that_end_as_a_sentence_are_prose_and_no_headline_of_a_box(
    question: str, is_prose: bool
) -> None:
    cleaned = clean([SENTENCE, "Новости по теме", question])
    assert cleaned.lines == [SENTENCE, *[question] * is_prose]


def test_a_box_ends_at_what_is_too_long_for_a_headline() -> None:
    headline = "Астана " * 22 + "Алматы"
    assert len(headline) == 160
    assert clean([SENTENCE, "Новости по теме", headline]).lines == [SENTENCE]
    kept = [SENTENCE, f"{headline}ы", headline]
    assert clean([SENTENCE, "Новости по теме", *kept[1:]]).lines == kept


@pytest.mark.parametrize(
    ("line", "ends", "is_form"),
    [
        ("Leave a Reply", True, True),
        ("Related news", True, False),
        ("Share this:", False, False),
        ("Мост", False, False),
        (SENTENCE, False, False),
    ],
)
def test_what_ends_an_article_and_what_is_the_form_for_replies(
    line: str, ends: bool, is_form: bool
) -> None:
    assert (is_end(line), is_reply(line)) == (ends, is_form)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Read also: A bridge was opened", True),
        ("Related news: A bridge was opened", True),
        ("[Related news]", True),
        ("A bridge: Read also", False),
        ("Share: A bridge was opened", False),
        (SENTENCE, False),
    ],
)
def test_what_leads_to_other_articles_says_so_first(line: str, wanted: bool) -> None:
    assert is_reference(line) is wanted


def test_without_any_prose_ordinary_words_go_at_the_end_alone() -> None:
    assert clean(["Мост", "Print"]).lines == ["Мост"]
    assert clean(["Print", "Мост"]).lines == ["Print", "Мост"]


SECOND = "Второй абзац рассказывает, что движение по мосту начнётся на этой неделе."


def test_the_networks_behind_a_call_to_share_are_the_calls_own() -> None:
    call = ["Share this:", "Telegram", "WhatsApp"]
    for behind in (SENTENCE, "Мост"):
        cleaned = clean([SENTENCE, *call, behind, "Telegram", SECOND])
        assert cleaned.lines == [SENTENCE, behind, "Telegram", SECOND]
        assert [removed.rule for removed in cleaned.removed] == ["share", "network", "network"]
    assert clean([SENTENCE, *call]).lines == [SENTENCE]


@pytest.mark.parametrize(
    "sentence",
    [
        "This website uses cookies to remember its readers.",
        "All rights reserved. The cover names the singer and her heirs.",
        "Если вы заметили ошибку в тексте, сообщите нам.",
    ],
)
def test_a_sentence_told_by_some_of_its_words_goes_behind_the_text_only(sentence: str) -> None:
    assert clean([SENTENCE, sentence, SECOND]).lines == [SENTENCE, sentence, SECOND]
    assert clean([SENTENCE, SECOND, sentence]).lines == [SENTENCE, SECOND]


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (["Print"], []),
        (["Print", "Мост"], ["Мост"]),
        (["Мост", "Print"], ["Мост", "Print"]),
        (["Print", "Save", "Мост", "Like"], ["Мост", "Like"]),
        (["Мост", "Print", "Share this:"], ["Мост"]),
        (["Share this:", "Print", "Мост"], ["Мост"]),
        (["Telegram", "Share this:"], []),
        (["1991"], ["1991"]),
        (["1991", "Share this:"], []),
        (["Мост", "Telegram", "Share this:"], ["Мост"]),
    ],
)
def test_ordinary_words_before_the_text_go_at_its_very_edge_or_beside_chrome(
    before: list[str], kept: list[str]
) -> None:
    assert clean([*before, SENTENCE, SECOND]).lines == [*kept, SENTENCE, SECOND]


@pytest.mark.parametrize(
    ("behind", "kept"),
    [
        (["Print"], []),
        (["Мост", "Print"], ["Мост"]),
        (["Print", "Мост"], ["Print", "Мост"]),
        (["Like", "Мост", "Save", "Print"], ["Like", "Мост"]),
        (["Share this:", "Print", "Мост"], ["Мост"]),
        (["Мост", "Telegram", "Share this:"], ["Мост"]),
        (["Фото: gov.kz", "Print", "Мост"], ["Print", "Мост"]),
        (["Share this:", "1991"], []),
        (["Мост", "1991"], ["Мост", "1991"]),
    ],
)
def test_ordinary_words_behind_the_text_go_at_its_very_edge_or_beside_chrome(
    behind: list[str], kept: list[str]
) -> None:
    assert clean([SENTENCE, SECOND, *behind]).lines == [SENTENCE, SECOND, *kept]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_what_a_line_ending_in_a_colon_announces_is_the_texts(number: int) -> None:
    entries = ["WhatsApp", "Telegram", "Instagram", "Facebook"][:number]
    announced = [SENTENCE, SECOND, "Школьники назвали такие сервисы:", *entries]
    assert clean(announced).lines == announced
    unannounced = [SENTENCE, SECOND, *entries]
    assert clean(unannounced).lines == [SENTENCE, SECOND]
    assert clean(["Сервисы:", *entries]).lines == ["Сервисы:", *entries]


def test_a_repeated_headline_goes_as_such_whatever_its_words() -> None:
    cleaned = clean(["Related news", SENTENCE], "Related news")
    assert cleaned.lines == [SENTENCE]
    assert cleaned.removed == [Removed("Related news", "headline-repeated", "before")]
