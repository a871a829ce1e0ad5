"""Encodings that lie: the text is right whatever header and meta say."""

import pytest

from kazcrawl.crawl.records import read_page
from kazcrawl.pages.decoding import decode
from tests.samples import FETCHED, sample

EDITIONS = ("ru", "kk", "qz", "en", "cn", "oz", "ar")
LABELS = (None, "utf-8", "windows-1251", "koi8-r", "iso-8859-1", "gb2312", "utf-16", "nonsense")
# What the old tables can hold at all.
ACTUAL = {
    "ru": ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r"),
    "cn": ("utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"),
    "en": ("utf-8", "utf-8-sig", "utf-16", "cp1252"),
}
OTHERS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le")


def page(edition: str, meta: str | None) -> str:
    html = sample(f"kazinform/g2/sample-site-{edition}").html
    tag = f'<meta charset="{meta}">' if meta else ""
    assert '<meta charset="utf-8">' in html
    return html.replace('<meta charset="utf-8">', tag)


def known(html: str, encoding: str) -> str:
    # Old tables lack a few signs of typography; what they cannot hold is not the question.
    return html.encode(encoding, "ignore").decode(encoding)


@pytest.mark.parametrize(
    ("edition", "actual"),
    [(edition, one) for edition in EDITIONS for one in ACTUAL.get(edition, OTHERS)],
)
def test_a_page_is_decoded_by_what_it_is(edition: str, actual: str) -> None:
    wrong = []
    for meta in LABELS:
        html = known(page(edition, meta), actual)
        for header in LABELS:
            said = f"text/html; charset={header}" if header else "text/html"
            if decode(html.encode(actual), said) != html:
                wrong.append((header, meta))
    assert wrong == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_record_has_no_mojibake_when_the_header_is_wrong(edition: str) -> None:
    wanted = sample(f"kazinform/g2/sample-site-{edition}").wanted
    body = sample(f"kazinform/g2/sample-site-{edition}").content
    found = read_page(body, wanted["url"], "text/html; charset=windows-1251", FETCHED)
    assert found["headline"] == wanted["headline"]
    assert found["article_body"] == wanted["article_body"]


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        ("Ein schöner Tag für die Brücke über den Fluß, sagte der Bürger.", "cp1252", None),
        ("Ein schöner Tag für die Brücke über den Fluß.", "latin-1", "iso-8859-1"),
        ("Şehir köprüsü ağustosta açılıyor, dedi.", "cp1254", "windows-1254"),
        ("Қазақстан халқы жаңа көпірді қарсы алды.", "kz1048", None),
    ],
)
def test_other_old_encodings_are_taken_at_their_word(
    text: str, encoding: str, label: str | None
) -> None:
    if encoding == "kz1048":
        pytest.importorskip("encodings.kz1048")
        label = "kz1048"
    said = f"text/html; charset={label}" if label else None
    assert decode(text.encode(encoding), said) == text


@pytest.mark.parametrize("label", [None, "windows-1251"])
def test_kazakhstans_table_is_known_without_its_name(label: str | None) -> None:
    text = "Есіл үстіндегі жаңа көпір жыл соңына дейін ашылады, деп хабарлады әкімдік. " * 3
    said = f"text/html; charset={label}" if label else None
    assert decode(text.encode("kz1048"), said) == text


@pytest.mark.parametrize(
    "text", ["Мост откроют до конца года – «скоро»", "大桥将于年底通车", "çà très été"]
)
def test_a_page_encoded_twice_is_decoded_twice(text: str) -> None:
    western = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
    once = "".join(western.get(byte) or bytes([byte]).decode("cp1252") for byte in text.encode())
    assert decode(once.encode()) == text
    # One right sign among them, and nothing is certain.
    assert decode(f"{once} Ж".encode()) == f"{once} Ж"
    assert decode("Ça a été très agréable, señor – “ñandú”".encode()).startswith("Ça")


@pytest.mark.parametrize(
    "text",
    [
        "<p>Ива и Мост: откроют до конца года – «скоро»</p>",
        "<p>Есіл үстіндегі көпір жыл соңына дейін ашылады.</p>",
        "<p>大桥将于年底通车。</p>",
    ],
)
def test_a_page_that_was_taken_for_windows_cyrillic_is_decoded_twice(text: str) -> None:
    # Browsers, and what pastes from them, keep the one byte that the table has no letter for.
    once = "".join(
        "\x98" if byte == 0x98 else bytes([byte]).decode("cp1251") for byte in text.encode()
    )
    assert decode(once.encode()) == text
    # One right sign among them, and nothing is certain.
    for sign in "Жé":
        torn = once.replace("</p>", f" {sign}</p>")
        assert decode(torn.encode()) == torn


@pytest.mark.parametrize("table", ["cp1252", "cp1251"])
@pytest.mark.parametrize(
    "text",
    [
        "Новый мост через реку откроют до конца года, а старая переправа останется работать.",
        "Өзен үстіндегі жаңа көпір жыл соңына дейін ашылады, ал ескі өткел жұмыс істей береді.",
        "河上的新桥将于今年年底之前开放，而旧的渡口仍将继续运营，居民们对此十分满意。",
    ],
)
def test_a_text_encoded_twice_in_a_template_that_was_not_is_decoded_twice(
    text: str, table: str
) -> None:
    once = "".join(bytes([byte]).decode(table, "ignore") or chr(byte) for byte in text.encode())
    page = "<h1>Мост – «ура»</h1><p>{}</p><p>Ещё один абзац, и в нём é.</p>"
    assert decode(page.format(once).encode()) == page.format(text)


def test_a_torn_or_slightly_broken_page_stays_utf8() -> None:
    text = "Совет одобрил план нового моста через реку. " * 20
    assert decode(text.encode()[:-2]).startswith(text[:-3])
    broken = text.encode() + b"\xff" + text.encode()
    assert decode(broken) == f"{text}\ufffd{text}"


@pytest.mark.parametrize("label", ["header", "meta"])
def test_a_page_labelled_utf8_is_that_with_stray_bytes_in_it(label: str) -> None:
    meta = '<meta charset="utf-8">' if label == "meta" else ""
    page = f"{meta}<h1>“It’s so”</h1>".encode() + b"<footer>\xe9 \xff</footer>"
    said = "text/html; charset=UTF-8" if label == "header" else "text/html"
    assert decode(page, said).endswith("<h1>“It’s so”</h1><footer>\ufffd \ufffd</footer>")
    assert "“" not in decode(page.removeprefix(meta.encode()), "text/html")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("大桥将于年底通车，市政府新闻办公室当地时间18日发布消息，连接左右两岸。", "gb18030"),
        ("Совет одобрил план №5 нового моста – «ещё» через реку. Ёлка.", "cp1251"),
        ("Le café – “très été” © 2026", "cp1252"),
    ],
)
def test_what_is_falsely_labelled_utf8_is_not_made_that(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding) * 5, "text/html; charset=utf-8") == text * 5


@pytest.mark.parametrize("body", [b"", b"\x00", b"\xff\xfe", b"\x00" * 500, bytes(range(256)) * 9])
def test_no_bytes_raise(body: bytes) -> None:
    assert isinstance(decode(body, "text/html; charset=\xff"), str)
