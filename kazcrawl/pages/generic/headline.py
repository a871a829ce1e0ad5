"""The headline of a page of unknown layout: what its titles and its lines agree on."""

import re
from collections.abc import Callable

from kazcrawl.pages.badges import without_badges
from kazcrawl.pages.generic.blocks import Block, flat, size_of
from kazcrawl.pages.generic.title_parts import (
    COLON,
    MOST_OF_TITLE,
    SEPARATORS,
    before_colon,
    before_site,
    beginnings,
    behind_colon,
    ends,
)
from kazcrawl.pages.likeness import same_words
from kazcrawl.pages.metadata import Metadata

# Marks that stand in no headline.
_STRONG = ("::", "|", "｜", "»")
# Those that need no space behind them.
_TIGHT = "|｜»_："
_CUT = ("…", "...")
# Letters from which a title that breaks off is told from others.
_LEAST_CUT, _LONGEST_LINE = 20, 250
# Letters of a part of a title that may stand on the page by chance.
_LEAST_PART = 8
# How much an h1 must share with the metadata's titles to be believed.
_ALIKE = 0.6
_FIRST_HEADINGS = 6
_LEAST_HEADING = 5
_LONG_HEADING = 15
# Letters of a section's name before a headline.
_KICKER = 25
# Words of a section behind a headline, which is so much longer, and at least so long.
_SECTION_WORDS, _SECTION_SHARE, _SHORTEST_HEAD = 3, 2, 20
# A site's slogan is shorter than most headlines.
_LONE_HEADING = 30
# Words of its name.
_SITE_WORDS = 3


def headline_of(blocks: list[Block], headings: list[list[str]], metadata: Metadata) -> str | None:
    """The longest part of a title that stands on the page as a line of its own; else the h1 that
    the titles agree with; else the title without the site's name; else a lone h1.

    ``headings`` are the page's h1, each as its lines.
    """
    titles = metadata.titles
    if found := _printed_title(titles, blocks, headings):
        return found
    whole = [" ".join(lines) for lines in headings]
    if found := _behind_kicker(titles, whole):
        return found
    best, how = None, 0.0
    for heading in [*whole, *(lines[0] for lines in headings)][: 2 * _FIRST_HEADINGS]:
        for title in titles:
            alike = _likeness(heading, title)
            if alike > how and len(heading) > _LEAST_HEADING:
                best, how = heading, alike
    if best and how >= _ALIKE:
        return best
    if lone := _lone_heading(whole, blocks, metadata.site):
        return lone
    for title in titles:
        if cut := without_site(title, metadata.site, titles, _host(metadata.url)):
            return _first_of_several(_without_section(cut, title))
    return next(iter([text for text in whole if len(text) > _LONG_HEADING] or whole), None)


def _printed_title(titles: list[str], blocks: list[Block], headings: list[list[str]]) -> str | None:
    """The longest beginning or end of a title that is a heading's line, or a line of the page."""
    in_headings = {flat(text): text for lines in headings for text in _readings(lines)}
    on_page = {block.flat: block.text for block in reversed(blocks) if _may_head(block)}

    if whole := _whole_of_cut(titles, [in_headings, on_page]):
        return whole

    def printed(parts: Callable[[str], list[str]]) -> tuple[str | None, str]:
        for lines in (in_headings, on_page):
            for title in titles:
                for part in parts(title):
                    own = flat(part)
                    if own in lines and (part == title or len(own) >= _LEAST_PART):
                        return lines[own], title
        return None, ""

    begin, title = printed(beginnings)
    if begin and len(begin) > MOST_OF_TITLE * len(title):
        return begin
    # A site that names itself in front also prints its name.
    parts = (behind_colon, before_colon, before_site)
    found = printed(ends)[0] or begin
    return found or next((line for part in parts if (line := printed(part)[0])), None)


def _whole_of_cut(titles: list[str], pages_lines: list[dict[str, str]]) -> str | None:
    """The line of the page that begins as a title does which a template broke off."""
    parts = [part for title in titles for part in beginnings(title) if part.endswith(_CUT)]
    for own in filter(lambda own: len(own) >= _LEAST_CUT, map(flat, parts)):
        for lines in pages_lines:
            for line, text in lines.items():
                is_longer = len(own) < len(line) and len(text) <= _LONGEST_LINE
                if is_longer and line.startswith(own) and not text.endswith((*_CUT, ".", "。")):
                    return text
    return None


def _behind_kicker(titles: list[str], headings: list[str]) -> str | None:
    """A title, or its beginning, before which an h1 prints a word or two: the section."""
    own = [flat(heading) for heading in headings]
    for title in titles:
        for part in beginnings(title):
            text = flat(part)
            if len(text) >= _LONG_HEADING and any(
                heading.endswith(text) and len(heading) - len(text) <= _KICKER for heading in own
            ):
                return part
    return None


def _lone_heading(headings: list[str], blocks: list[Block], site: str | None) -> str | None:
    """The page's only h1 where no title stands on the page: titles are written for searchers, or
    name the section. A short one, or one that leads elsewhere, names the site."""
    only = {flat(text): text for text in headings if flat(text)}
    if len(only) != 1:
        return None
    own, text = next(iter(only.items()))
    if len(text) < _LONE_HEADING or (site and own in flat(site)):
        return None
    places = [block for block in blocks if block.tag == "h1" and block.flat == own]
    return text if places and all(block.link_share < 0.5 for block in places) else None


def _readings(lines: list[str]) -> list[str]:
    """What a heading of several lines may be: all of it, its first line, either without a date or
    an age."""
    whole = " ".join(lines)
    return [whole, lines[0], without_badges(whole), without_badges(lines[0])]


def _may_head(block: Block) -> bool:
    return block.link_share < 0.5 or "head" in block.flags


def _likeness(heading: str, title: str) -> float:
    """Words in common; a short h1 (the section, the site) has all its words in a long title."""
    short, long = sorted((len(heading), len(title)))
    size = short / long if long and short < 0.5 * long else 1.0
    return same_words(heading, title) * size


def _host(url: str) -> str:
    match = re.match(r"https?://(?:www\.)?([^/:?#]+)", url)
    return match[1].casefold() if match else ""


def without_site(title: str, site: str | None, titles: list[str], host: str) -> str:
    """A title without the site's name at either end.

    A part is the site's name if it is (or is in) the name that the page claims, if it spells the
    host, or if another of the page's titles stops just before it.
    """
    others = [other.strip() for other in titles if other != title and len(other) > 12]
    for mark in SEPARATORS.finditer(title):
        head, tail = title[: mark.start()].strip(), title[mark.end() :].strip()
        if head in others and len(head) >= len(tail) / 2:
            return head
        if tail in others and len(tail) >= len(head) / 2:
            return tail
    title = _without_name(title, site)
    while separators := list(SEPARATORS.finditer(title)):
        first, last = separators[0], separators[-1]
        if last.start() > 0 and _is_site(title[last.end() :], site, host):
            title = title[: last.start()].strip()
        elif title[first.end() :].strip() and _is_site(title[: first.start()], site, host):
            title = title[first.end() :].strip()
        else:
            break
    return _without_name(title, site)


def _without_name(title: str, site: str | None) -> str:
    """A title without the very name of the site and a colon at either end."""
    for mark in COLON.finditer(title):
        head, tail = title[: mark.start()], title[mark.end() :]
        if site and flat(head) == flat(site):
            return tail
        if site and flat(tail) == flat(site):
            return head
    return title


def _without_section(cut: str, title: str) -> str:
    """A title whose site was cut from its end, without the section before that: a word or two
    with a capital, behind the same mark."""
    mark = title[len(cut) :].lstrip()[:1] if title.startswith(cut) else ""
    head, found, section = cut.rpartition(mark) if mark else ("", "", "")
    head, name = head.rstrip(f"{mark} "), section.strip()
    is_parted = section[:1].isspace() or mark in _TIGHT
    is_name = name[:1] == name[:1].upper() and len(name.split()) <= _SECTION_WORDS
    is_long = size_of(head) >= max(_SHORTEST_HEAD, _SECTION_SHARE * size_of(name))
    if found and is_parted and is_name and is_long and size_of(name) <= _KICKER:
        return head
    return cut


def _first_of_several(title: str) -> str:
    """The headline of a title that goes on with a section and a site, a site and its slogan, or a
    site alone, whose name is so much shorter."""
    for mark in _STRONG:
        first, *others = title.split(mark)
        is_site = len(others) == 1 and len(others[0].split()) <= _SITE_WORDS
        is_long = len(first) >= (_LONG_HEADING if len(others) > 1 else _LONE_HEADING)
        if is_long and (len(others) > 1 or is_site):
            return first.strip()
    return title


def _is_site(part: str, site: str | None, host: str) -> bool:
    own, label = flat(part), flat(host.rsplit(".", 1)[0])
    if not own:
        return True
    if site and (own == flat(site) or (len(own) > 3 and own in flat(site))):
        return True
    spelled = own in flat(host) or (len(label) > 3 and label in own and len(part) < 40)
    return len(own) > 3 and spelled
