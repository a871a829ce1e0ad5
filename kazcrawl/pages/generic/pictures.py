"""The pictures of a page of unknown layout, with their captions and credits."""

import re
from urllib.parse import urljoin

from lxml.html import HtmlElement

from kazcrawl.pages.generic.blocks import SPACES, Block
from kazcrawl.pages.generic.values import text_of
from kazcrawl.pages.people import split_credit

NO_PICTURE = re.compile(
    r"^data:|pixel|spacer|blank\.|avatar|gravatar|logo|icon|sprite|emoji|/ads?/|1x1|counter|\.svg(?:\?|$)",
    re.I,
)


def pictures(
    body: HtmlElement,
    blocks: list[Block],
    chosen: list[int],
    start: int,
    claimed: list[str],
    url: str,
) -> list[dict[str, str | None]]:
    """The metadata's picture first, then those between the headline and the end of the text."""
    out: dict[str, dict[str, str | None]] = {}

    def add(src: str | None, caption: str | None) -> None:
        if not src or NO_PICTURE.search(src):
            return
        try:
            full = urljoin(url, src.strip())
        except ValueError:
            return
        text, credit = split_credit(text_of(caption))
        name = re.sub(r"[?#].*|-\d+x\d+(?=\.\w+$)", "", full).rsplit("/", 1)[-1]
        old = out.get(name)
        if old:
            old["caption"], old["credit"] = old["caption"] or text, old["credit"] or credit
        elif len(out) < 30:
            out[name] = {"url": full, "caption": text, "credit": credit}

    for src in claimed[:3]:
        add(src, None)
    if chosen:
        place = {el: n for n, el in enumerate(body.iter())}
        lo = place.get(blocks[start].el if start >= 0 else blocks[chosen[0]].el, 0)
        hi = place.get(blocks[chosen[-1]].el, 0)
        for img in body.iter("img"):
            if not lo <= place[img] <= hi:
                continue
            wide = img.get("width") or ""
            if wide.isdigit() and int(wide) < 120:
                continue
            figure = next((a for a in img.iterancestors() if a.tag == "figure"), None)
            caption = None
            if figure is not None:
                cap = figure.find(".//figcaption")
                caption = (
                    SPACES.sub(" ", "".join(cap.itertext())).strip() if cap is not None else None
                )
            srcset = (img.get("data-srcset") or img.get("srcset") or "").split(",")[0].split()
            add(
                img.get("data-src")
                or img.get("data-original")
                or img.get("data-lazy-src")
                or img.get("src")
                or (srcset[0] if srcset else None),
                caption,
            )
    return list(out.values())
