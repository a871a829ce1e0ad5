"""Fields beside the text: the visible dateline, pictures, sections, tags and authors as the page shows them."""

import re

from lxml import etree
from lxml.html import HtmlElement

from kazcrawl.pages.generic.blocks import SPACES, Block
from kazcrawl.pages.generic.claims import ISO
from kazcrawl.pages.people import people

_MONTH = r"[^\W\d_][^\W\d_'’ʻ.]{1,14}"
YEAR = r"(?:19|20)\d\d"
CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?"
# Forms, not month names: any language's month passes, and dates.py decides what it means.
DATE = re.compile(
    "|".join(
        (
            rf"\d{{1,2}}(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?{_MONTH}\.?,?\s+{YEAR}(?:\s*(?:г|ж|й)\b\.?|\s*(?:года|йил|жыл\w*))?",
            rf"{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{YEAR}",
            rf"{YEAR}\s*[^\W\d_]{{2,8}}\s+\d{{1,2}}\s*[-‑]?\s*{_MONTH}",  # 2026 жылғы 23 қараша, 2026 yil 23-noyabr
            rf"{YEAR}\s*[年./-]\s*\d{{1,2}}\s*[月./-]\s*\d{{1,2}}\s*日?",
            rf"\d{{1,2}}\s+\d{{1,2}}\s*月\s+{YEAR}|\d{{1,2}}\s+[一二三四五六七八九十]{{1,3}}月份?\s+{YEAR}",
            rf"\d{{1,2}}[./-]\d{{1,2}}[./-](?:{YEAR}|\d\d\b)",
        )
    ),
    re.I,
)
RELATIVE = re.compile(
    r"(?:\d+|an?|one|vor)\s+(?:sec\w*|min\w*|hours?|hrs?|days?|weeks?|months?|years?)\s+ago|just now|yesterday|today"
    r"|(?:\d+\s+)?(?:секунд\w*|минут\w*|мин\.?|час\w*|дн\w*|день|недел\w*|месяц\w*|год\w*|лет)\s+назад|только что|(?:сегодня|вчера|позавчера)(?:\s*(?:,|в)\s*\d{1,2}:\d\d)?"
    r"|\d+\s+(?:секунд|минут|сағат|күн|апта|ай|жыл|saǵat|kún|apta|saat|soat|kun|hafta|oy|соат|кун|ҳафта|ой)\s+(?:бұрын|buryn|burın|oldin|олдин|аввал|avval)"
    r"|(?:бүгін|кеше|bügin|búgin|keshe|бугун|кеча|bugun|kecha|بۇگىن|كەشە)(?:\s*,?\s*\d{1,2}:\d\d)?"
    r"|\d+\s*(?:秒|分钟|小时|天|周|个月|年)前|(?:今天|昨天)(?:\s*\d{1,2}:\d\d)?",
    re.I,
)
UPDATED = re.compile(
    r"updat|modified|edited|обновл|изменен|correct|жаңарт|jańart|янгилан|yangilan|更新", re.I
)


def printed(text: str) -> str | None:
    """The date in a line that is little more than a date, with its clock time; or None."""
    if len(text) > 160:
        return None
    m = DATE.search(text)
    if m is None:
        r = RELATIVE.search(text)
        return r[0] if r and len(r[0]) >= 0.4 * len(text) and len(text) < 60 else None
    first, last = m.span()
    before = re.search(rf"({CLOCK})[\s,|/-]*$", text[:first])
    if before:
        first = before.start(1)
    after = re.match(rf"[\s,|/–-]*(?:(?:at|в|saat|соат|сағат)\s+)?{CLOCK}", text[last:])
    if after:
        last += after.end()
    zone = re.match(r"\s*\|?\s*(?:GMT|UTC|МСК|MSK)\s*[+-]?\d*", text[last:], re.I)
    if zone:
        last += zone.end()
    # A sentence that names a day is no dateline.
    if last - first < 0.3 * len(text) and len(text) > 70:
        return None
    return text[first:last].strip()


def visible_date(
    body: HtmlElement, blocks: list[Block], start: int, chosen: list[int]
) -> str | None:
    """The date printed by the headline, else by the end of the text; one labelled as an update only if there is no other."""
    first, last = (chosen[0], chosen[-1]) if chosen else (start, start)
    near: list[int] = []
    lo = max(0, (start if start >= 0 else first) - 6)
    near += range(max(lo, start), min(len(blocks), max(start + 12, first + 3)))
    near += range(lo, max(start, lo))
    near += range(last + 1, min(len(blocks), last + 5))
    spare = None
    for i in dict.fromkeys(near):
        b = blocks[i]
        if (b.link_share > 0.8 and len(b.text) > 30) or "head" in b.flags:
            continue
        found = printed(b.text)
        if not found:
            continue
        if UPDATED.search(b.text) and not re.search(
            r"publish|posted|опубликован|original", b.text, re.I
        ):
            spare = spare or found
            continue
        return found
    return spare


STAMPED = etree.XPath("//*[@itemprop='datePublished' or @pubdate]")


def time_claim(tree: HtmlElement) -> tuple[str | None, str | None]:
    """(machine-readable, printed) of microdata datePublished or the first <time> that is no list's or update's."""
    for el in STAMPED(tree)[:3]:
        value = el.get("content") or el.get("datetime") or "".join(el.itertext())
        if value and (m := ISO.search(value)):
            return m[0], SPACES.sub(" ", "".join(el.itertext())).strip() or None
    times = list(tree.iter("time"))[:30]
    # A page with many is a list of other articles unless one stands in an article's head.
    for el in times:
        up = list(el.iterancestors())
        if any(a.tag in ("li", "aside", "footer", "nav") for a in up) or UPDATED.search(
            f"{el.get('class')} {el.get('itemprop')}"
        ):
            continue
        if len(times) > 4 and not any(a.tag in ("article", "header", "main") for a in up):
            continue
        value = el.get("datetime") or ""
        text = SPACES.sub(" ", "".join(el.itertext())).strip()
        if m := ISO.search(value):
            return m[0], text or None
        if printed(text):
            return None, text
    return None, None


BREADCRUMB = etree.XPath(
    "//*[self::nav or self::ol or self::ul or self::div or self::p][contains(@class,'readcrumb') or contains(@id,'readcrumb') or contains(@aria-label,'readcrumb') or contains(@itemtype,'readcrumb')]"
)


def breadcrumb(tree: HtmlElement) -> list[str]:
    for el in BREADCRUMB(tree)[:2]:
        names = [SPACES.sub(" ", "".join(a.itertext())).strip() for a in el.iter("a")]
        names = [n for n in names if 1 < len(n) < 50]
        if len(names) > 1:
            return names[1:4]
    return []


def tags(tree: HtmlElement) -> list[str]:
    return list(
        dict.fromkeys(
            t
            for a in tree.xpath('//a[contains(concat(" ",@rel," ")," tag ")]')
            if 1 < len(t := SPACES.sub(" ", "".join(a.itertext())).strip(" #,")) < 60
        )
    )[:30]


BYLINE = re.compile(
    r"(?:автор(?:ы)?|текст|мәтін|муаллиф|muallif|written by|author|by|作者|记者|编译)\s*[:：]?\s+(?P<n>[^\d.!?:]{3,60})|(?:автор(?:ы)?|author|作者|编译)\s*[:：]\s*(?P<m>[^\d!?:]{2,60})",
    re.I,
)


def shown_authors(
    tree: HtmlElement, blocks: list[Block], chosen: list[int], start: int
) -> list[str]:
    found = [
        SPACES.sub(" ", "".join(el.itertext())).strip()
        for el in tree.xpath('//a[@rel="author"]|//*[@itemprop="author"]')[:4]
    ]
    names = people([f for f in found if len(f) < 80])
    if names or not chosen:
        return names[:5]
    for i in [
        *range(max(0, start), min(chosen[0] + 1, start + 12)),
        *range(chosen[-1], min(len(blocks), chosen[-1] + 4)),
    ]:
        m = BYLINE.fullmatch(blocks[i].text)
        if m:
            return people([m["n"] or m["m"]])
    return []
