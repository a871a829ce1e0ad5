"""Lines that articles really hold and lines that never are theirs, by language."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kazcrawl.cleaning import clean

LINES = Path(__file__).with_name("lines")
PROSE = {
    "ru": "По словам инженеров, основание опор выдержит паводок, который бывает раз в сто лет.",
    "kk": "Инженерлердің айтуынша, тіректердің негізі жүз жылда бір болатын тасқынға төтеп береді.",
    "uz": "Муҳандисларнинг айтишича, таянчлар асоси юз йилда бир бўладиган тошқинга дош беради.",
    "en": "Engineers say that the foundations will withstand a flood that comes once in a century.",
    "zh": "工程师们表示，桥墩的基础能够抵御百年一遇的洪水，路面将在明年春天重新铺设。",
}


def lines(name: str) -> Iterator[tuple[str, str]]:
    language = ""
    for line in (LINES / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line:
            yield language, line


@pytest.mark.parametrize(("language", "line"), lines("keep"))
def test_a_line_of_an_article_stays_wherever_it_stands(language: str, line: str) -> None:
    prose = PROSE[language]
    for text in ([prose, line, prose], [prose, prose, line], [line, prose, prose], [line]):
        assert clean(text, "A headline").lines == text


def test_lines_of_an_article_stay_when_they_stand_together() -> None:
    together = [line for _, line in lines("keep")]
    assert clean(together, "A headline").lines == together


@pytest.mark.parametrize(("language", "line"), lines("go"))
def test_a_line_of_chrome_goes_at_the_end_of_an_article(language: str, line: str) -> None:
    prose = PROSE[language]
    cleaned = clean([prose, prose, line], "A headline")
    assert cleaned.lines == [prose, prose]
    assert [(removed.line, removed.place) for removed in cleaned.removed] == [(line, "behind")]


@pytest.mark.parametrize(
    "line",
    [
        "The post New bridge opens appeared first on The Herald.",
        "Запись Новый мост открыли впервые появилась Вестник.",
        "Сообщение Новый мост открыли появились сначала на Вестник.",
    ],
)
def test_wordpress_own_line_goes_wherever_it_stands(line: str) -> None:
    prose = PROSE["ru"]
    assert clean([prose, line, prose, line]).lines == [prose, prose]


@pytest.mark.parametrize("language", PROSE)
def test_an_article_with_all_the_chrome_of_its_language_behind_it_keeps_only_itself(
    language: str,
) -> None:
    chrome = [line for code, line in lines("go") if code == language]
    assert clean([PROSE[language], *chrome], "A headline").lines == [PROSE[language]]


@pytest.mark.parametrize(
    "code",
    [
        "[smartslider3 slider=2]",
        "[button link=”/plan” color=”red”]See the plan[/button]",
        "[vc_row][vc_column]",
        "[embed]https://video.example/a1[/embed]",
        "[ad_block]",
        "[/su-box]",
    ],
)
def test_a_plugins_code_goes_wherever_it_stands_alone(code: str) -> None:
    prose = PROSE["en"]
    assert clean([code, prose, code, prose, code]).lines == [prose, prose]
