"""Elements in each other as no author means them: everything that some reader of pages looks for.

    python -m tests.pages.soup --pages 20000 --seed 1

Reads so many articles with such elements in their midst. It ends with 1 at the first that raises.
"""

import argparse
import sys
import traceback
from contextlib import suppress
from random import Random

from kazcrawl.crawl.records import UnreadableError, read_page
from tests.samples import FETCHED, sample

_TAGS = """
    div p span a b i em figure figcaption blockquote table tr td th ul ol li dl dt dd h2 h3 h4 img
    picture source noscript amp-img button details summary sup sub q pre br time form input label
    aside section article main header footer nav svg math iframe video ruby rt rp del ins s style
    script template font center abbr cite small strong code hr select option textarea address
    caption o:p x-word annotation
""".split()
_CLASSES = """
    caption wp-caption quote title subtitle related share author byline photo-credit gallery swiper
    comments hidden sr-only d-none breadcrumbs tags news-card ad advertisement social read-more date
    content toc poll newsletter emoji button highlight
""".split()
_ATTRIBUTES = (
    "hidden", 'style="display:none"', 'style="display:block"', 'aria-hidden="true"', 'id="x"',
    'aria-controls="x"', 'href="#x"', 'href="/ru/story_a4012345"', 'href="https://t.me/channel"',
    'src="/p.jpg"', 'alt="Storks have come back to the chimney in June"', 'rel="tag"',
    'rel="author"', 'datetime="2026-08-18T10:00:00+05:00"', 'itemprop="author"', 'width="1"',
    'itemprop="articleBody"', 'role="navigation"', 'data-src="/q.jpg"', 'type="password"',
    "{{ shown }}", "{% if x %}", 'x:y="1"', "{a}b=1", 'cite="https://x.com/a/status/1"', 'class=""',
    'data-cfemail="7b12"',
)  # fmt: skip
_TEXTS = (
    "The old brickyard behind the station becomes a park, the town council decided on Monday.",
    "Читайте также:", "Label", "12:40, 18 августа 2026", "By Anna Seitova", "&amp;quot;x&amp;quot;",
    "Фото: gov.kz", "What is it?", "2 + 2", "| a |", "\n", " ",
)  # fmt: skip
# A page of a layout of the agency, and one of nobody's.
_PAGES = ("kazinform/g3/sample-site-ru", "https://news.example/2026/11/story/")


def soup(random: Random) -> str:
    """Up to sixty tags and texts; most elements are closed, some of them by another's end."""
    parts: list[str] = []
    opened: list[str] = []
    for _ in range(random.randint(5, 60)):
        chance = random.random()
        if chance < 0.5:
            classes = " ".join(random.sample(_CLASSES, 2))
            named = f' class="{classes}"' if random.random() < 0.4 else ""
            own = f" {random.choice(_ATTRIBUTES)}" if random.random() < 0.4 else ""
            opened.append(random.choice(_TAGS))
            parts.append(f"<{opened[-1]}{named}{own}>")
        elif chance < 0.75 and opened:
            last = random.randint(max(0, len(opened) - 3), len(opened) - 1)
            parts.append(f"</{opened.pop(last)}>")
        else:
            parts.append(random.choice(_TEXTS))
    return "".join(parts)


def read_with_soup(number: int, seed: str) -> None:
    """Reads an article with a soup behind its first paragraph: the article, or nothing."""
    html = sample(_PAGES[0]).html.replace("</p>", f"</p>{soup(Random(f'{seed}.{number}'))}", 1)
    url = sample(_PAGES[0]).page.url if number % 2 else _PAGES[1]
    with suppress(UnreadableError):
        assert read_page(html.encode(), url, fetched_at=FETCHED)["article_body"]


def main() -> None:
    """Reads as many as were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--seed", default="1")
    arguments = parser.parse_args()
    for number in range(arguments.pages):
        try:
            read_with_soup(number, arguments.seed)
        except Exception:
            traceback.print_exc()
            sys.exit(f"soup {number} of seed {arguments.seed}")
    print(f"{arguments.pages} read")


if __name__ == "__main__":
    main()
