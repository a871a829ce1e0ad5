"""Sample pages damaged in many ways, and what a reading of them must never give.

    python -m tests.pages.damage --pages 100000 --seed 1

Reads so many damaged pages and prints how many were read by which layout. It ends with 1 at the
first one that raises, or gives a stranger's words though that stranger's own box is whole, naming
the damage by which it is made again. Where the box is damaged as well, nothing may tell it from
the article: such pages are counted, and one in 5,000 is too many.
"""

import argparse
import re
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from random import Random

from kazcrawl.crawl.records import UnreadableError, read_page
from kazcrawl.pages import GENERIC
from tests.samples import FETCHED, made

PAGES = {sample.name: sample.html for sample in made()}
WANTED = {sample.name: sample.wanted for sample in made()}
REPLY = "Your email address will not be published"
STRANGERS = (
    "© Kazinform",
    "Trends: #Astana",
    "Leave a Reply",
    REPLY,
    "Zebra crossing painted twice by mistake",
)
# What is put beside every article, in the shapes in which sites have it.
BESIDE = (
    f"<div id='comments'><h3>Leave a Reply</h3><p>{REPLY}.</p>"
    "<form><textarea></textarea></form></div><aside><h4>Related news</h4><ul><li><a href='/z'>"
    "Zebra crossing painted twice by mistake</a></li></ul></aside>"
)
TAG = re.compile(r"<[^<>]+>")
PARTS = re.compile(r"<[^<>]+>|[^<>]+")


class TakenInError(AssertionError):
    """A known layout gave a stranger's words as the article's."""


def with_strangers(html: str) -> str:
    assert "<footer>" in html
    return html.replace("<footer>", f"{BESIDE}<footer>", 1)


def check(html: str | bytes, name: str) -> str | None:
    """The layout that read a damaged page, or None; what it gave is the article's own."""
    wanted = WANTED[name]
    body = html if isinstance(html, bytes) else html.encode("utf-8", "replace")
    try:
        found = read_page(body, wanted["url"], fetched_at=FETCHED)
    except UnreadableError:
        return None
    assert found["edition"] == wanted["edition"]
    # A sign in the midst of a form's words makes other words of them.
    is_form_whole = REPLY.encode() in body
    if found["layout"] != GENERIC and is_form_whole:
        for line in found["article_body"].split("\n\n"):
            if line.startswith(STRANGERS):
                raise TakenInError(f"{name}, {found['layout']}: {line}")
    return str(found["layout"])


def dropped(html: str, random: Random) -> str:
    return TAG.sub(lambda tag: "" if random.random() < 0.1 else tag[0], html)


def renamed(html: str, random: Random) -> str:
    classes = sorted(set(re.findall(r'(?:class|id)="([^"]+)"', html)))
    for one in random.sample(classes, max(1, len(classes) // 3)):
        html = html.replace(f'"{one}"', f'"x{random.randrange(99)}"')
    return html


def swapped(html: str, random: Random) -> str:
    blocks = [one for one in re.findall(r"<p>[^<]{60,}</p>", html) if html.count(one) == 1]
    if len(blocks) > 1:
        first, second = random.sample(blocks, 2)
        html = html.replace(first, "\x1a").replace(second, first).replace("\x1a", second)
    return html


def doubled(html: str, random: Random) -> str:
    return PARTS.sub(
        lambda part: part[0] * 2 if part[0][0] != "<" and random.random() < 0.2 else part[0], html
    )


GARBAGE = (
    "\0", "<", ">", "</div>", "</p></div></main>", "<!--", "-->", "<![CDATA[", "]]>", "<script>",
    "</script>", "<table>", "<svg>", "<template>", "<select>", "<plaintext>", "&#0;", "&#xD800;",
    "\u202e", "\ud800", "<a href='", '"', "<b><i>", "<style>", "<textarea>", "<frameset>",
)  # fmt: skip


def littered(html: str, random: Random) -> str:
    for _ in range(4):
        at = random.randrange(len(html))
        html = html[:at] + random.choice(GARBAGE) + html[at:]
    return html


_TAKEN_IN = "with strangers"

MUTATIONS: dict[str, Callable[[str, Random], str]] = {
    "dropped tags": dropped,
    "renamed classes": renamed,
    "swapped blocks": swapped,
    "doubled texts": doubled,
    "littered": littered,
    "all": lambda html, random: littered(renamed(dropped(html, random), random), random),
}


def damaged(mutation: str, name: str, seed: str) -> str:
    """A page with strangers beside its article, damaged; the same for the same words."""
    return MUTATIONS[mutation](with_strangers(PAGES[name]), Random(f"{mutation}/{name}/{seed}"))


def main() -> int:
    """Reads damaged pages until one is misread, or all are read."""
    parser = argparse.ArgumentParser(prog="python -m tests.pages.damage")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kinds = [(mutation, name) for mutation in MUTATIONS for name in sorted(PAGES)]
    layouts: Counter[str] = Counter()
    for number in range(options.pages):
        mutation, name = kinds[number % len(kinds)]
        seed = f"{options.seed}.{number}"
        html = damaged(mutation, name, seed)
        try:
            layouts[check(html, name) or "nothing"] += 1
        except Exception as error:
            if not isinstance(error, TakenInError) or BESIDE in html:
                traceback.print_exc()
                print(f"page {number}: damaged({mutation!r}, {name!r}, {seed!r})", file=sys.stderr)
                return 1
            layouts[_TAKEN_IN] += 1
        if (number + 1) % 1000 == 0 or number + 1 == options.pages:
            print(number + 1, dict(layouts.most_common()), flush=True)
    return int(layouts[_TAKEN_IN] * 5_000 > options.pages)


if __name__ == "__main__":
    sys.exit(main())
