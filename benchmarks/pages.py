"""The pages that the benchmarks of reading run on."""

import gzip
import os
import re
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from kazcrawl.sample_site.site import renamed_page
from tests.samples import made


def sample_pages() -> dict[str, str]:
    """The sample pages by name: a layout and an edition each."""
    return {page.name: page.html for page in made()}


def unknown_pages(number: int) -> Iterator[str]:
    """So many pages of unknown layout, no two alike: the eval pages over and over.

    Without KAZTEST_EVAL they are the samples with every class and id renamed.
    """
    folder = os.environ.get("KAZTEST_EVAL")
    if folder:
        files = sorted((Path(folder) / "html").glob("*.html.gz"))
        pages = [gzip.decompress(file.read_bytes()).decode("utf-8", "replace") for file in files]
    else:
        pages = [renamed_page(page) for page in sample_pages().values()]
    return (_another(pages[n % len(pages)], n) for n in islice(count(), number))


def _another(page: str, n: int) -> str:
    """The page with a sign of its own in every sentence: what a cache holds never fits."""
    return re.sub(r"(?<=[a-zа-я])\. ", f" {n}. ", page)


def of_real_size(html: str, characters: int = 57_000) -> str:
    """A sample page with what surrounds an article on a real site: styles, scripts, menus, cards.

    The agency's own page of 2020 has 107,000 characters, of these a fifth scripts and a
    twelfth styles, and a tag every 49 characters; this has the same proportions.
    """
    lacking = characters - len(html)
    style = "".join(
        f".c{n}{{margin:0 {n}px;color:#{n:06x}}}\n" for n in count_of(lacking // 12, 38)
    )
    script = "".join(
        f"window.dataLayer.push({{event:'e{n}',v:{n}}});\n" for n in count_of(lacking // 5, 45)
    )
    cards = [_CARD.format(n=n) for n in count_of(lacking - len(style) - len(script), len(_CARD))]
    half = len(cards) // 3
    html = html.replace("</head>", f"<style>{style}</style></head>", 1)
    html = re.sub(
        r"(<body[^>]*>)", lambda body: f"{body[0]}{_box('menu', cards[:half])}", html, count=1
    )
    tail = f"{_box('more-news', cards[half:])}<script>{script}</script></body>"
    return tail.join(html.rsplit("</body>", 1))


_CARD = (
    '<li class="nav__item nav__item--{n} nav__item--with-picture"><a class="nav__link" '
    'href="/ru/category/part-{n}/?utm_source=menu&amp;utm_medium=header&amp;utm_campaign=menu-{n}" '
    'data-track="menu" data-position="{n}" aria-label="Section number {n} of the menu">'
    '<span class="nav__icon nav__icon--part nav__icon--{n}"></span>'
    '<span class="nav__name nav__name--short">Section {n}</span></a></li>\n'
)


def _box(name: str, cards: list[str]) -> str:
    return (
        f'<nav class="{name}"><div class="wrap"><ul class="nav">{"".join(cards)}</ul></div></nav>'
    )


def count_of(characters: int, each: int) -> range:
    """Numbers for as many pieces as fill so many characters."""
    return range(max(characters // each, 1))
