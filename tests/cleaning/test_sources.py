"""What stands behind "Photo:" is a source by its own words, or it is a sentence."""

import pytest

from kazcrawl.cleaning.sources import is_source


@pytest.mark.parametrize(
    "text",
    [
        "gov.kz",
        "t.me/kazinform",
        "Kazinform / Мухтор Холдорбеков",
        "Максим Морозов/Kazinform",
        "президенттің баспасөз қызметі",
        "Астана ПД баспасөз қызметі",
        "Ички ишлар вазирлиги",
        "пресс-служба МЧС",
        "из открытых источников",
        "Press service of the President",
        "新华社",
        "总统府新闻处",
        "李明",
        "欧阳明德",
        "Иван Иванов, Пётр Петров",
        "Астана Алматы Шымкент Актау Атырау Тараз Актобе Костанай Павлодар Семей",
    ],
)
def test_names_addresses_and_offices_are_sources(text: str) -> None:
    assert is_source(text)


@pytest.mark.parametrize(
    "text",
    [
        "так называется первая глава нового романа",
        "рентген показал перелом двух рёбер",
        "40 процентов опрошенных за новую линию",
        "what they tell us about the war",
        "the minister's page was fake",
        "как это было",
        "一个家庭的百年记忆",
        "百年记忆的",
        # Names enough, but in sentences; or more words than a source has.
        "Астана. Алматы",
        "Астана встретила гостей песней",
        "из",
        "— и —",
        "Иван Иванов! Пётр Петров",
        "Астана Алматы Шымкент Актау Атырау Тараз Актобе Костанай Павлодар Семей Уральск",
        "",
    ],
)
def test_what_a_picture_shows_is_no_source(text: str) -> None:
    assert not is_source(text)
