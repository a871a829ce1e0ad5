"""Pages that stand where an article should: a challenge, a login wall, a notice.

They answer 200 now and then. What makes one is its title or heading as a whole, or a guard's
own form, on a page of little text that does not say of itself that it is an article: news
about captchas has all the same words.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from selectolax.lexbor import LexborNode

from kazcrawl.pages.page import Page
from kazcrawl.pages.text import lines, text_of
from kazcrawl.text import tidy

# Characters; a guard explains itself briefly, a login page says what an account is good for.
_MOST_TEXT = 3_000
_PASSED_OVER = "header, nav, footer"

_DIALOGUE = re.compile(r"(?:^|[\s_-])(?:modal|popup|dialog|offcanvas)(?:$|[\s_-])", re.IGNORECASE)
_SITE_BEHIND = re.compile(r"\s*[|·•»]\s*|\s+[-–—]\s+")
# A guard's own form or message. Its script alone says nothing: it stands on ordinary pages, too.
_GUARD = (
    "#challenge-form, #challenge-running, #challenge-stage, #challenge-error-text, "
    "#cf-challenge-running, .cf-browser-verification, #cf-wrapper, #ddg-captcha, "
    "form[action*='__cf_chl'], form[action*='/captcha'], form[action*='checkcaptcha']"
)
_CAPTCHA = ".g-recaptcha, .h-captcha, .cf-turnstile, .smart-captcha, iframe[src*='captcha']"


def is_refusal(page: Page) -> bool:
    """Whether a challenge, captcha or login wall stands where the page should be."""
    if _claims_article(page):
        return False
    if page.first(_GUARD) is not None:
        return _is_shorter(page, _MOST_TEXT)
    headings = _headings(page)
    if any(_is_whole("refusal", heading) for heading in headings):
        return _is_shorter(page, _MOST_TEXT)
    # A captcha and hardly anything else, or a password asked for and no headline at all.
    if page.first(_CAPTCHA) is not None or page.first("input[type='password']") is not None:
        return _is_shorter(page, _MOST_TEXT // 10)
    return False


def is_notice(page: Page) -> bool:
    """Whether the page is one of consent, upkeep, search or error instead of an article."""
    return (
        not _claims_article(page)
        and any(_is_whole("notice", heading) for heading in _headings(page))
        and _is_shorter(page, _MOST_TEXT)
    )


def _claims_article(page: Page) -> bool:
    kind = (page.meta("og:type") or "").lower()
    return kind == "article" or bool(page.news_article) or "article:published_time" in page.metas


def _headings(page: Page) -> list[str]:
    """The page's title and first headings."""
    title = [*page.texts("head > title")[:1], *page.metas.get("og:title", [])[:1]]
    second = [text_of(node) for node in page.all("h2")[:1] if not _is_in_dialogue(node)]
    return [*title, *page.texts("h1")[:2], *second]


def _is_in_dialogue(node: LexborNode) -> bool:
    """Whether an element stands in a dialogue that a script opens over the page."""
    above = node.parent
    while above is not None:
        if _DIALOGUE.search(above.attributes.get("class") or ""):
            return True
        above = above.parent
    return False


def _is_whole(kind: str, heading: str) -> bool:
    """Whether a heading, or its part before or behind the site's name, is all of a phrase."""
    parts = _SITE_BEHIND.split(tidy(heading))
    said = {one.strip(" .!…:") for one in (heading, parts[0], parts[-1])}
    return any(_phrases(kind).fullmatch(one) for one in said)


@cache
def _phrases(kind: str) -> re.Pattern[str]:
    text = files("kazcrawl.pages").joinpath("refusal.toml").read_text("utf-8")
    return re.compile("|".join(f"(?:{one})" for one in tomllib.loads(text)[kind]), re.IGNORECASE)


def _is_shorter(page: Page, most: int) -> bool:
    """Whether a page has fewer characters of text, its navigation left aside."""
    body = page.tree.body
    if body is None:
        return True
    skipped = {node.mem_id for node in body.css(_PASSED_OVER)}
    return sum(map(len, lines(body, skipped, most))) < most
