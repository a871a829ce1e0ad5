"""The bodies of the sample articles: paragraphs, and what stands among them on real pages."""

import math
from dataclasses import dataclass

from kazcrawl.sample_site.telling import Telling

# Texts are long-tailed: a median of 1,410 characters, 95% below 3,710, one speech of 66,137.
_MEDIAN, _SIGMA, _SPEECH = 1410, math.log(3710 / 1410) / 1.645, 66_137
# What an article has besides: a last sentence over the measure, a source, a quotation.
_AROUND = 250
# Words of the site's own that its templates leave inside the text.
_CHROME = ("More news in our Telegram channel!", "None", "Back to top button", "Share this:")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an article's body.

    ``kind``: p, quote, list (``texts`` are its items), embed (a post: its text, its author's
    link), figure (``texts``: caption, credit), related (headlines), chrome (words of the site's
    own) or ad.
    """

    kind: str
    texts: tuple[str, ...]
    url: str = ""


def body_of(telling: Telling, number: int, related: list[str]) -> list[Block]:
    """The blocks of an article of a number; ``related`` are headlines of others."""
    random = telling.random
    length: float = max(80.0, _MEDIAN * math.exp(random.gauss(0, _SIGMA)) - _AROUND)
    if not telling.words.space:
        length /= 3  # a Chinese character says what three letters say
    if telling.is_speech:
        length = _SPEECH
    has_quote = number % 4 == 1 and not (telling.is_daily or telling.is_speech)
    sentences = list(telling.sentences(length, quotes=1 if has_quote else 2))
    blocks: list[Block] = []
    while sentences:
        taken = random.randrange(1, 4)
        blocks.append(Block("p", (telling.words.space.join(sentences[:taken]),)))
        del sentences[:taken]
    _dress(blocks, telling, number, related, has_quote=has_quote)
    return blocks


def _dress(
    blocks: list[Block], telling: Telling, number: int, related: list[str], *, has_quote: bool
) -> None:
    """What stands among the paragraphs of real articles, some of it not the article's."""
    random, words = telling.random, telling.words

    def insert(*added: Block) -> None:
        place = random.randrange(1, len(blocks) + 1)
        blocks[place:place] = added

    if has_quote:
        insert(Block("quote", (telling.say(telling.topic.quotes[1]),)))
    if number % 7 == 3 and not telling.is_daily:
        insert(_post(telling))
    if number % 5 == 4 and not telling.is_daily:
        insert(Block("p", (telling.pick(words.traps),)))
    if number % 5 == 2:
        picture = f"{random.getrandbits(64):016x}"
        caption = telling.pick(words.captions[: 1 if telling.is_daily else None])
        insert(
            Block(
                "figure",
                (caption, "Kazinform" if number % 2 else ""),
                url=f"https://img.inform.kz/kazinform-photobank/media/inline/{picture}.jpeg",
            )
        )
    if related:
        insert(Block("related", tuple(related)))
    if number % 2:
        insert(Block("ad", ()))
    if number % 8 == 3:
        insert(Block("chrome", (random.choice(_CHROME),)))
    # Nothing comes between what announces a list and the list.
    if number % 6 == 2 and not telling.is_daily:
        steps = tuple(step.format_map(telling.slots) for step in random.sample(words.steps, 3))
        insert(Block("p", (telling.say(words.plan),)), Block("list", steps))
    blocks.append(Block("p", (telling.pick(words.attributions),)))


def _post(telling: Telling) -> Block:
    handle = f"kazpost{telling.random.randrange(9)}"
    return Block(
        "embed",
        (telling.pick(telling.words.posts), f"A post shared by @{handle}"),
        url=f"https://www.instagram.com/p/{telling.random.getrandbits(40):010x}/",
    )
