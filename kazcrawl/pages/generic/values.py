"""Values of a page's metadata as clean text, and the objects of its JSON-LD."""

import html as htmllib
import json
import re
from typing import Any

from lxml.html import HtmlElement

from kazcrawl.pages.page import LONGEST_FIELD

ARTICLE_TYPES = frozenset(
    """
    Article NewsArticle BlogPosting ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle
    BackgroundNewsArticle AdvertiserContentArticle LiveBlogPosting TechArticle Report
    ScholarlyArticle Posting SocialMediaPosting Review
    """.split()
)
SPACES = re.compile(r"\s+")
NOTHING = frozenset(
    ("", "none", "null", "undefined", "nan", "-")
)  # templates print these for an empty field


def text_of(value: Any) -> str | None:
    """A metadata value as one clean line, or None."""
    if isinstance(value, (list, tuple)):
        value = next((v for v in value if text_of(v)), None)
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
        return text_of(value) if not isinstance(value, dict) else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    value = SPACES.sub(" ", htmllib.unescape(value[:LONGEST_FIELD])).strip()
    if "<" in value:
        value = SPACES.sub(" ", re.sub(r"<[^<>]{1,300}>", " ", value)).strip()
    return value if value.casefold() not in NOTHING else None


def list_of(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    out: list[str] = []
    for item in items:
        t = text_of(item)
        if t and t not in out:
            out.append(t)
    return out


def json_ld(tree: HtmlElement) -> list[dict[str, Any]]:
    """All objects of all JSON-LD blocks, @graph opened, at most a few hundred. Broken blocks are passed over."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        raw = (script.text or "").strip()
        if not raw or len(raw) > 2_000_000:
            continue
        raw = (
            re.sub(
                r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$",
                "",
                raw,
            )
            .strip()
            .rstrip(";")
        )
        try:
            data = json.loads(raw, strict=False)
        except (ValueError, RecursionError):
            try:  # trailing commas are the usual fault
                data = json.loads(re.sub(r",\s*([}\]])", r"\1", raw), strict=False)
            except (ValueError, RecursionError):
                continue
        queue = [data]
        while queue and len(found) < 300:
            item = queue.pop(0)
            if isinstance(item, list):
                queue.extend(item[:200])
            elif isinstance(item, dict):
                found.append(item)
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
                    if isinstance(item.get(key), (list, dict)):
                        queue.append(item[key])
    return found


def types_of(item: dict[str, Any]) -> set[str]:
    t = item.get("@type")
    return {str(x).rsplit("/", 1)[-1] for x in (t if isinstance(t, list) else [t])}


def same_words(a: str, b: str) -> float:
    """Share of the shorter one's words found in the other."""
    wa, wb = set(re.findall(r"\w+", a.casefold())), set(re.findall(r"\w+", b.casefold()))
    return len(wa & wb) / max(1, min(len(wa), len(wb)))
