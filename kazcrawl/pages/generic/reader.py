"""The article of a page whose layout is not known, or nothing: never a wrong article.

The page is parsed once. What is no text for a reader is pruned, the rest becomes a list of
blocks in reading order, of which the article's are chosen. Metadata are claims; what stands on
the page decides where they differ. Nothing here needs class or id names: they only help.
"""

import re

from kazcrawl.cleaning import clean
from kazcrawl.pages.article import Reading, repeats
from kazcrawl.pages.generic.blocks import linearize
from kazcrawl.pages.generic.choose import choose, is_list, opinions
from kazcrawl.pages.generic.claims import read_claims
from kazcrawl.pages.generic.fields import (
    breadcrumb,
    shown_authors,
    tags,
    time_claim,
    visible_date,
)
from kazcrawl.pages.generic.headline import headline_of
from kazcrawl.pages.generic.parse import parse
from kazcrawl.pages.generic.pictures import pictures
from kazcrawl.pages.generic.prune import prune
from kazcrawl.record import Image

LAYOUT = "generic"
_MAX_BLOCKS = 4_000
# Characters; less is a label or an error message.
_MIN_TEXT = 60
# Without metadata that say so, so little text is no article.
_MIN_UNCLAIMED = 140
# Behind such a line the rest of the text is for those who pay or log in.
_WALL = re.compile(
    r".{0,60}(?:subscribe|sign in|log in|register|become a (?:member|subscriber))\b.{0,40}\b"
    r"(?:to (?:continue|keep|read)|for full access|to unlock)\b.{0,80}"
    r"|(?:this (?:article|content|story) is )?(?:for|available (?:only )?to) (?:paid )?subscribers(?: only)?.{0,60}"
    r"|(?:полн\w+ (?:текст|верси\w+|доступ)|продолжение|материал|статья).{0,50}(?:подписчик|по подписке|авторизован|зарегистрирован).{0,60}"
    r"|.{0,30}(?:оформите подписку|подпишитесь|войдите|авторизуйтесь|зарегистрируйтесь).{0,40}(?:чтобы|для).{0,20}(?:чита|продолж|доступ|увидеть).{0,60}"
    r"|.{0,60}(?:жазылыңыз|кіріңіз|тіркеліңіз).{0,40}|.{0,20}толық нұсқасы.{0,60}жазылушы.{0,30}"
    r"|.{0,20}(?:订阅|登录|注册)后.{0,6}(?:阅读|继续|查看).{0,20}",
    re.I,
)
# A teaser is short; an article may mention subscriptions at its end.
_TEASER_SIZE = 1500


def read_generic(html: str, url: str, *, is_listing: bool = False) -> Reading | None:
    """The article on a page, or None if it shows no text that could be one.

    ``is_listing``: the page has cards of a known listing; then only metadata that claim an
    article make it one. Never raises on a page.
    """
    tree = parse(html)
    if tree is None:
        return None
    claims = read_claims(tree, url)
    headline = headline_of(tree, claims)
    body = tree.find("body") if tree.tag == "html" else tree
    if body is None or headline is None or (is_listing and not claims.is_article):
        return None
    stamp, stamp_text = time_claim(tree)
    sections = claims.sections or breadcrumb(tree)
    keywords = claims.keywords or tags(tree)
    head = tree.find("head") if body is not tree else None
    if head is not None:
        tree.remove(head)  # read; trafilatura would copy it thrice
    prune(body)
    blocks = linearize(body)[:_MAX_BLOCKS]
    start, trusted, dense, told, ends = opinions(blocks, body, tree, claims, headline)
    chosen = choose(blocks, start, trusted, dense, told, ends)
    lines = [blocks[i].text for i in chosen]
    # Whether anything is left of it decides whether there is an article; the text itself is
    # cleaned, and what that removes is counted, where all texts are.
    size = sum(map(len, clean(lines, headline).lines))
    if size < (_MIN_TEXT if claims.is_article else _MIN_UNCLAIMED):
        return None
    if not any(blocks[i].worth for i in chosen):
        return None
    if size < _TEASER_SIZE and any(_WALL.fullmatch(b.text) for b in blocks if len(b.text) < 200):
        return None
    if not claims.is_article and is_list(blocks, chosen):
        return None
    description = claims.description
    published = claims.published or stamp
    return Reading(
        layout=LAYOUT,
        headline=headline,
        body=lines,
        description=None if description is None or repeats(description, lines) else description,
        date_raw=visible_date(body, blocks, start, chosen) or stamp_text or published,
        published_machine=published,
        modified_machine=claims.modified,
        authors=claims.authors or shown_authors(tree, blocks, chosen, start),
        images=[
            Image(url=one["url"] or "", caption=one["caption"], credit=one["credit"])
            for one in pictures(body, blocks, chosen, start, claims.images, url)
        ],
        sections=sections,
        keywords=keywords,
        canonical=claims.canonical,
        language=claims.language,
    )
