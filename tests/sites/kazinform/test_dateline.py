"""Datelines in every script and the looseness that editors allow themselves."""

import pytest

from kazcrawl.sites.kazinform.dateline import read_dateline


@pytest.mark.parametrize(
    ("text", "place", "agency", "raw"),
    [
        (
            "АСТАНА. 1 января. КАЗИНФОРМ - Т.",
            "АСТАНА",
            "КАЗИНФОРМ",
            "АСТАНА. 1 января. КАЗИНФОРМ -",
        ),
        ("НУР-СУЛТАН. КАЗИНФОРМ – Т.", "НУР-СУЛТАН", "КАЗИНФОРМ", "НУР-СУЛТАН. КАЗИНФОРМ –"),
        ("АСТАНА.КАЗИНФОРМ - Т.", "АСТАНА", "КАЗИНФОРМ", "АСТАНА.КАЗИНФОРМ -"),
        ("ТАСС - КАЗИНФОРМ - Т.", None, "ТАСС - КАЗИНФОРМ", "ТАСС - КАЗИНФОРМ -"),
        ("MOSCOW. KAZINFORM – T.", "MOSCOW", "KAZINFORM", "MOSCOW. KAZINFORM –"),
        ("ASTANA. KAZІNFORM – Q.", "ASTANA", "KAZІNFORM", "ASTANA. KAZІNFORM –"),
        ("ASTANA. Kazinform - Ў.", "ASTANA", "Kazinform", "ASTANA. Kazinform -"),
        ("استانا. KAZINFORM - ق.", "استانا", "KAZINFORM", "استانا. KAZINFORM -"),
        ("（阿斯塔纳，哈通社讯）据报道", "阿斯塔纳", "哈通社", "（阿斯塔纳，哈通社讯）"),
        (
            "АЛМАТЫ. ТАСС - КАЗИНФОРМ - Т.",
            "АЛМАТЫ",
            "ТАСС - КАЗИНФОРМ",
            "АЛМАТЫ. ТАСС - КАЗИНФОРМ -",
        ),
        ("АСТАНА. КАЗИНФОРМ -\nТекст.", "АСТАНА", "КАЗИНФОРМ", "АСТАНА. КАЗИНФОРМ -"),
        ("（哈萨克国际通讯社讯）据报道", None, "哈萨克国际通讯社", "（哈萨克国际通讯社讯）"),
    ],
)
def test_a_dateline_is_read(text: str, place: str | None, agency: str, raw: str) -> None:
    assert read_dateline(text) == {"place": place, "agency": agency, "raw": raw}


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "Сегодня, сообщает Казинформ - это важно",
        "По данным источника. МИА Казинформ - х",
        "Text without one. It goes on – yes",
        "Первый абзац.\n\nАСТАНА. КАЗИНФОРМ – второй.",
    ],
)
def test_a_text_without_a_dateline_has_none(text: str | None) -> None:
    assert read_dateline(text) is None
