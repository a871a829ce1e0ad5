"""Fields beside the text, as the page shows them: the dateline, sections, tags and authors."""

import re
from collections.abc import Iterable
from itertools import islice

from lxml.html import HtmlElement

from kazcrawl.dates import find_date, has_time
from kazcrawl.pages.generic.blocks import Block
from kazcrawl.pages.generic.tree import carrying, line_of_element, named, text_of_element
from kazcrawl.pages.moments import ISO, says_change
from kazcrawl.pages.people import names_alone, people
from kazcrawl.text import pattern, tidy

# Blocks beside the headline and behind the text in which a date is looked for.
_BEFORE, _BEHIND_HEADLINE, _BEHIND_TEXT = 6, 12, 4
# Those that are believed first: to the text's first lines.
_IN_TEXT = 3
_DATE_SHARE = 0.6
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")
# A time that stands in an element of its own, right behind the year.
_GLUED_TIME = re.compile(r"(?<=[\s.]20\d\d)(?=\d\d:\d\d(?!\d))")
# Lines of a badge, and their characters.
_BADGE, _BADGE_LINE = 3, 10
# A line that names the publication, and what stands before an event's day.
_LABEL_LINE = 120
_PUBLICATION = re.compile(
    r"опубликован|дата публикации|размещ[её]н|published|posted|жариялан|jarıalan|эълон қилин"
    r"|e.lon qilin|发布|发表|جاريالان",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?:мероприяти|концерт|выставк|спектакл|премьер|начал|состоит|дедлайн|событи|event|starts?\b"
    r"|deadline|concert|exhibition|іс-шара|концерті|тадбир|көрме|活动|演出)\w*\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
TRAIL = "readcrumb"
"""What a trail of sections has in one of its attributes."""
_TRAIL_ATTRIBUTES = ("class", "id", "aria-label", "itemtype")
_TRAILS = ("nav", "ol", "ul", "div", "p")
_BYLINE = re.compile(
    r"(?:автор(?:ы|лар)?|текст|мәтін|муаллиф(?:лар)?|muallif(?:lar)?|authors?|words(?: by)?"
    r"|(?:(?:written|posted|published|submitted|reporting|story|text) )?by|haber|yazan"
    r"|(?:материал )?подготовил[аи]?|беседовал[аи]?|записал[аи]?|дайындаған|اۆتور|作者|记者|编译)\s*[:：]?\s+"
    r"(?P<name>[^\d.!?:]{3,60})"
    r"|(?:автор(?:ы)?|author|作者|编译|记者)\s*[:：]\s*(?P<told>[^\d!?:]{2,60})"
    r"|(?P<signed>[^\d.!?:]{3,60})\s(?:дайындады|daıyndady|тайёрлади|tayyorladi)"
    r"|记者[\s:：]+(?P<reporter>[\u4e00-\u9fff]{2,4}(?:[ 、，][\u4e00-\u9fff]{2,4}){0,3})"
    r"|文\s?[/／|｜]\s?(?P<sole>[^\d!?:/／|｜]{2,12})",
    re.I,
)
# What parts a name from the date and the section in one line.
_PARTS = re.compile(r"[|•·]|,\s*(?=\d)|\s[-–—]\s|\s(?=[\u4e00-\u9fff]{2,4}[:：])")
_MOST_NAMES = 5
_AUTHORS = pattern("[aA]uthor|byline")
_MOST_NAMED = 12
# Characters of an author's line, and what in it is a name: words with capitals, or as many signs
# as Chinese names have.
_NAME = 80
_IS_NAME = re.compile(
    r"(?:[^\W\d_a-zа-яёәғқңөұүһі][\w.'’ʼʻ-]*)(?: (?:[^\W\d_a-zа-яёәғқңөұүһі][\w.'’ʼʻ-]*|de|van|von|der|ибн|бин)){1,3}"
    r"|[\u4e00-\u9fff]{2,4}"
)


def visible_date(
    blocks: list[Block], start: int, chosen: list[int], language: str | None
) -> str | None:
    """The date printed by the headline, else by the end of the text; never a change's."""
    first, last = (chosen[0], chosen[-1]) if chosen else (start, start)
    own = set(chosen)
    begin = max(0, (start if start >= 0 else first) - _BEFORE)
    top = max(begin, start)
    behind = min(len(blocks), last + 1 + _BEHIND_TEXT)
    near = [
        *range(top, min(behind, first + _IN_TEXT)),
        *(place for place in range(max(begin, start - 1), start) if _is_above(blocks, place)),
        *range(min(behind, first + _IN_TEXT), min(behind, max(top, start + _BEHIND_HEADLINE))),
        *range(begin, max(start, begin)),
        *range(last + 1, behind),
    ]
    labelled = [place for place in near if _is_label(blocks[place].text)]
    # What a label names as the publication comes before any other day: of an event, of a law.
    named = [place for label in labelled for place in (label, label + 1) if place in near]
    for place in dict.fromkeys([*named, *near]):
        block = blocks[place]
        if block.link_share > 0.8 and len(block.text) > 30:
            continue
        # A heading with a date in it may be the headline of an older story.
        is_own = start >= 0 and block.element is blocks[start].element
        is_all = place in (start - 1, start + 1) and find_date(block.text, language) == block.text
        if "head" in block.flags and not (is_own or is_all):
            continue
        if place and says_change(blocks[place - 1].text):
            continue
        date = _moment_of_lines(blocks, place, language)
        if date and not (place in own and _is_said(block, date)) and not _is_event(block, date):
            return date
    return None


def _is_above(blocks: list[Block], place: int) -> bool:
    """Whether a line stands in one box with the headline right below it."""
    holder = blocks[place + 1].element.getparent()
    return holder is not None and holder in (
        blocks[place].element,
        blocks[place].element.getparent(),
    )


def _is_label(text: str) -> bool:
    """Whether a short line says when something was published."""
    return len(text) <= _LABEL_LINE and _PUBLICATION.search(text) is not None


def _is_event(block: Block, date: str) -> bool:
    """Whether what stands before a date in its line says that it is an event's."""
    return _EVENT.search(block.text.partition(date)[0]) is not None


def _moment_of_lines(blocks: list[Block], place: int, language: str | None) -> str | None:
    """The date of a line, with the time that stands in the line beside it; or that of a badge,
    whose day, month and year are a line each."""
    text = _GLUED_TIME.sub(" ", blocks[place].text)
    if ISO.fullmatch(text):
        return text
    date = find_date(text, language)
    if date is None:
        badge = [block.text for block in blocks[place : place + _BADGE]] if text.isdigit() else []
        is_badge = bool(badge) and max(map(len, badge)) <= _BADGE_LINE
        return find_date(" ".join(badge), language) if is_badge else None
    if not has_time(date):
        for beside in blocks[place + 1 : place + 2] + blocks[max(0, place - 1) : place]:
            if _CLOCK.fullmatch(beside.text):
                return find_date(f"{date}, {beside.text}", language) or date
    return date


def _is_said(block: Block, date: str) -> bool:
    """Whether a sentence of the text tells a day: of what it is about."""
    return block.is_sentence and len(date) < _DATE_SHARE * len(block.text)


def breadcrumbs(tree: HtmlElement) -> list[str]:
    """The sections above the article, by its trail of links; the first is the site itself."""
    for trail in islice(filter(_is_trail, tree.iter(*_TRAILS)), 2):
        names = [line_of_element(link) for link in trail.iter("a")]
        names = [name for name in names if 1 < len(name) < 50]
        if len(names) > 1:
            return names[1:4]
    return []


def _is_trail(element: HtmlElement) -> bool:
    return any(TRAIL in element.get(name, "") for name in _TRAIL_ATTRIBUTES)


def tags(tree: HtmlElement) -> list[str]:
    """The words of links that are marked as tags."""
    links = [link for link in tree.iter("a") if "tag" in (link.get("rel") or "").split()]
    words = (line_of_element(link).strip(" #,") for link in links)
    return list(dict.fromkeys(word for word in words if 1 < len(word) < 60))[:30]


def shown_authors(
    tree: HtmlElement, blocks: list[Block], chosen: list[int], start: int
) -> list[str]:
    """The authors in marked links, else in a byline beside the text."""
    marked = [
        element
        for element in carrying(tree, "rel", "itemprop")
        if element.get("itemprop") == "author"
        or (element.tag == "a" and element.get("rel") == "author")
    ]
    names = people([line for element in marked[:4] if len(line := _marked_name(element)) < _NAME])
    if names or not chosen:
        return names[:_MOST_NAMES]
    if start >= 0 and (names := _named_authors(tree, blocks[start], blocks[chosen[0]])):
        return names[:_MOST_NAMES]
    beside = [
        *range(max(0, start), min(chosen[0] + 1, start + _BEHIND_HEADLINE)),
        *range(chosen[-1], min(len(blocks), chosen[-1] + _BEHIND_TEXT)),
    ]
    return next((names for place in beside if (names := byline_names(blocks[place].text))), [])


def _marked_name(element: HtmlElement) -> str:
    """The name in an element marked as the author's: microdata tell it apart from the office."""
    if (element.get("itemtype") or "").endswith("Organization"):
        return ""
    name = element.find(".//*[@itemprop='name']")
    return line_of_element(element if name is None else name)


def _named_authors(tree: HtmlElement, headline: Block, text: Block) -> list[str]:
    """The names in elements between the headline and the text whose class says author: the
    innermost, for others hold an office and links, too."""
    boxes = named(tree, _AUTHORS)[:_MOST_NAMED]
    if not boxes:
        return []
    places = {element: place for place, element in enumerate(tree.iter())}
    between = range(places[headline.element], places[text.element])
    lines = [
        tidy(line)
        for element in boxes
        if places[element] in between and not named(element, _AUTHORS)
        for line in _lines(element)
    ]
    names = people([line for line in lines if len(line) < _NAME])
    return [name for name in names if _IS_NAME.fullmatch(name)]


def _lines(element: HtmlElement) -> Iterable[str]:
    """The text of an element; what stands between its line breaks, in pieces."""
    return [text_of_element(element)] if element.find(".//br") is None else element.itertext()


def byline_names(line: str) -> list[str]:
    """The names in a line that says whose the text is; none of any other."""
    for part in _PARTS.split(names_alone(line)):
        if match := _BYLINE.fullmatch(part.strip(" ,.()（）")):
            return people([next(filter(None, match.groups()))])
    return []
