"""The article of a page whose layout is not known, or nothing: never a wrong article.

The page is parsed once. What is no text for a reader is pruned, the rest becomes a list of
blocks in reading order, of which the article's are chosen. Metadata are claims; what stands on
the page decides where they differ. Nothing here needs class or id names: they only help.
"""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from kazcrawl.cleaning import clean
from kazcrawl.dates import has_time
from kazcrawl.pages.article import Reading
from kazcrawl.pages.badges import lines_of_heading
from kazcrawl.pages.generic.answers import open_answers
from kazcrawl.pages.generic.blocks import Block, linearize, size_of
from kazcrawl.pages.generic.captions import mark_captions
from kazcrawl.pages.generic.choose import choose
from kazcrawl.pages.generic.claimed import claimed
from kazcrawl.pages.generic.contents import drop_contents
from kazcrawl.pages.generic.edges import trimmed
from kazcrawl.pages.generic.fields import TRAIL, breadcrumbs, shown_authors, tags, visible_date
from kazcrawl.pages.generic.headline import headline_of
from kazcrawl.pages.generic.listed import is_list
from kazcrawl.pages.generic.marks import write_out
from kazcrawl.pages.generic.opinions import Opinions, opinions
from kazcrawl.pages.generic.pictures import pictures
from kazcrawl.pages.generic.prune import prune
from kazcrawl.pages.generic.told import told
from kazcrawl.pages.generic.tree import parse
from kazcrawl.pages.metadata import Metadata
from kazcrawl.pages.page import Page

_MAX_BLOCKS = 4_000
# Latin letters' worth; less is a label or an error message.
_MIN_TEXT = 60
# Without metadata that say so, so little text is no article.
_MIN_UNCLAIMED = 140
_MAX_HEADINGS = 12
# Behind such a line the rest of the text is for those who pay or log in.
_WALL = re.compile(
    r".{0,60}(?:subscribe|sign in|log in|register|become a (?:member|subscriber))\b.{0,40}\b"
    r"(?:to (?:continue|keep|read)|for full access|to unlock)\b.{0,80}"
    r"|(?:this (?:article|content|story) is )?(?:for|available (?:only )?to) (?:paid )?"
    r"subscribers(?: only)?.{0,60}"
    r"|(?:полн\w+ (?:текст|верси\w+|доступ)|продолжение|материал|статья).{0,50}"
    r"(?:подписчик|по подписке|авторизован|зарегистрирован).{0,60}"
    r"|.{0,30}(?:оформите подписку|подпишитесь|войдите|авторизуйтесь|зарегистрируйтесь).{0,40}"
    r"(?:чтобы|для).{0,20}(?:чита|продолж|доступ|увидеть).{0,60}"
    r"|.{0,60}(?:оқу|жалғас|қолжет|толық)\w*.{0,40}(?:жазылыңыз|кіріңіз|тіркеліңіз).{0,40}|.{0,20}толық нұсқасы.{0,60}жазылушы.{0,30}"
    r"|.{0,20}(?:订阅|登录|注册)后.{0,6}(?:阅读|继续|查看).{0,20}",
    re.I,
)
# What calls to a channel elsewhere walls off nothing here.
_ELSEWHERE = re.compile(
    r"telegram|телеграм|whatsapp|ватсап|instagram|инстаграм|facebook|youtube|google|канал|арна"
    r"|соцсет|желі|рассылк|newsletter|комментари|comment|пікір|评论|频道",
    re.I,
)
# A teaser is short and the wall stands behind all of it.
_TEASER_SIZE = 1500


def read(page: Page, *, is_listing: bool) -> Reading | None:
    """``read_generic``'s article: as the page shows it, else as it is told."""
    return _shown(page, is_listing=is_listing) or told(page)


def _shown(page: Page, *, is_listing: bool) -> Reading | None:
    metadata = page.metadata
    seen = survey(page) if metadata.is_article or not is_listing else None
    if seen is None:
        return None
    blocks, start, headline = seen.blocks, seen.said.start, seen.headline
    chosen = trimmed(blocks, choose(blocks, seen.said), seen.said, metadata.descriptions)
    if not _is_article(blocks, chosen, headline, metadata):
        return None
    text = [blocks[place].text for place in chosen]
    published, printed = _dates(blocks, start, chosen, metadata)
    reading = claimed(metadata, headline, text)
    reading.date_raw, reading.published_machine = printed, published
    reading.authors = reading.authors or shown_authors(seen.tree, blocks, chosen, start)
    reading.images = pictures(seen.body, blocks, chosen, start, metadata)
    reading.sections = reading.sections or seen.crumbs
    reading.keywords = reading.keywords or seen.tags
    return reading


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a page before its text is chosen: its tree without chrome, the blocks of
    that, the headline, and who takes which blocks."""

    tree: HtmlElement
    body: HtmlElement
    blocks: list[Block]
    headline: str
    said: Opinions
    crumbs: list[str]
    tags: list[str]


def survey(page: Page) -> Survey | None:
    """The survey of a page, or None of one that is empty or has no headline."""
    metadata = page.metadata
    tree = parse(page.html)
    body = _body_of(tree)
    if tree is None or body is None:
        return None
    # lxml makes an element's Python object anew for whoever asks, unless somebody holds it.
    held = list(tree.iter())
    # Few pages have a trail, and each element is asked for it.
    crumbs = breadcrumbs(tree) if TRAIL in page.html else []
    marked_tags = tags(tree)
    blocks = _blocks(tree, body)
    titles = metadata.titles
    headings = [lines_of_heading(heading, titles) for heading in page.all("h1")[:_MAX_HEADINGS]]
    headline = headline_of(blocks, [lines for lines in headings if lines], metadata)
    if headline is None:
        return None
    said = opinions(blocks, body, tree, metadata.body, headline)
    held.clear()
    return Survey(tree, body, blocks, headline, said, crumbs, marked_tags)


def _body_of(tree: HtmlElement | None) -> HtmlElement | None:
    return tree.find("body") if tree is not None and tree.tag == "html" else tree


def _blocks(tree: HtmlElement, body: HtmlElement) -> list[Block]:
    """The page's blocks, once its tree is rid of what is no text for a reader."""
    head = tree.find("head") if body is not tree else None
    if head is not None:
        tree.remove(head)  # read elsewhere; trafilatura would copy it thrice
    write_out(body)
    open_answers(body)
    mark_captions(body)
    prune(body)
    drop_contents(body)
    return linearize(body, _MAX_BLOCKS)


def _is_article(blocks: list[Block], chosen: list[int], headline: str, metadata: Metadata) -> bool:
    """Whether what was chosen is an article: enough of it, no list, not cut off by a wall."""
    # Whether anything is left of it decides; the text itself is cleaned, and what that removes
    # is told, where all texts are.
    own = clean([blocks[place].text for place in chosen], headline).lines
    size = sum(map(size_of, own))
    if size < (_MIN_TEXT if metadata.is_article else _MIN_UNCLAIMED):
        return False
    if not any(blocks[place].worth for place in chosen):
        return False
    if size < _TEASER_SIZE and _is_walled(blocks, chosen):
        return False
    return metadata.is_article or not is_list(blocks, chosen)


def _is_walled(blocks: list[Block], chosen: list[int]) -> bool:
    """Whether a line for those who pay or log in stands behind the text."""
    last = max(place for place in chosen if blocks[place].worth)
    return any(
        len(block.text) < 200 and _WALL.fullmatch(block.text) and not _ELSEWHERE.search(block.text)
        for block in blocks[last:]
    )


def _dates(
    blocks: list[Block], start: int, chosen: list[int], metadata: Metadata
) -> tuple[str | None, str | None]:
    """(for machines, as printed). A day and time on the page beat a day alone in metadata."""
    stamp, stamped = metadata.stamp
    published = metadata.published or stamp
    shown = visible_date(blocks, start, chosen, metadata.language)
    printed = shown or stamped or published or metadata.printed
    if published and "T" not in published and printed and has_time(printed):
        published = None
    return published, printed
