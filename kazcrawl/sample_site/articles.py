"""The sample articles: every one a function of seed, edition and number."""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from kazcrawl.sample_site import addresses
from kazcrawl.sample_site.prose import Prose, prose
from kazcrawl.sites.kazinform.editions import EDITIONS

REPUBLISHERS = {"en": "en", "ru": "ru", "kk": "kk-Cyrl"}
"""The republisher's three sites by the first word of their host, and what they write."""

# Hundredths of all articles; the Russian edition has what others leave.
_SHARES = {"ru": 30, "kk": 25, "en": 12, "qz": 12, "cn": 8, "oz": 7, "ar": 6}
# Of an edition that nobody has counted.
_SHARE = 6
_OLDEST = datetime(2012, 1, 30, 7, 35, tzinfo=UTC)
# Texts are long-tailed: a median of 1,410 characters, 95% below 3,710, one speech of 66,137.
_MEDIAN, _SIGMA, _SPEECH = 1410, math.log(3710 / 1410) / 1.645, 66_137
_SPEECH_FROM_NEWEST = 3
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


@dataclass(slots=True)
class SampleArticle:
    """An article as its editors made it; what of it a page shows depends on the layout."""

    edition: str
    number: int
    published: datetime
    slug: str
    url: str
    headline: str
    lead: str | None
    place: str | None
    dateline: str
    agency: str | None
    body: list[Block]
    section: int
    tags: list[str]
    author: str | None
    image: str
    caption: str | None
    credit: str | None
    modified: datetime | None
    views: int
    age_days: int
    prose: Prose = field(repr=False)

    @property
    def id(self) -> str:
        """Short name for what must differ from article to article (image names)."""
        return f"{self.edition}{self.number:07d}"


class Newsroom:
    """All articles of a site of ``articles`` articles, by edition and number.

    Numbers count an edition's articles from its oldest, 0; ``now`` is the newest's moment.
    Nine in ten lie within ``days`` days before it, the others reach back to 2012. ``edited``
    is the same site some time later: of twenty articles of an edition one has another text,
    one another headline, two are gone; page views have changed on all.

    With a ``moment`` the site lives: it shows what was published until then, and each of those
    changes comes at a time of its own, twenty minutes to twenty hours after publication.
    """

    def __init__(
        self,
        articles: int,
        seed: int,
        now: datetime,
        days: float = 6.0,
        edited: bool = False,
        moment: datetime | None = None,
    ) -> None:
        self.articles, self.seed, self.days, self.edited = articles, seed, days, edited
        self.moment = moment
        self.now = now.replace(second=0, microsecond=0)
        self.sizes = {
            code: max(1, round(articles * _SHARES.get(code, _SHARE) / 100)) for code in EDITIONS
        }
        self.sizes["ru"] += articles - sum(self.sizes.values())
        self.sizes |= {f"rep-{name}": max(14, articles // 20) for name in REPUBLISHERS}

    def size(self, edition: str) -> int:
        """How many articles an edition shows."""
        if self.moment is None:
            return self.sizes[edition]
        low, high = 0, self.sizes[edition]
        while low < high:
            middle = (low + high) // 2
            if self.published(edition, middle) <= self.moment:
                low = middle + 1
            else:
                high = middle
        return low

    def is_changed(self, edition: str, number: int) -> bool:
        """Whether what happens to an article, if anything does, has happened."""
        if self.moment is None:
            return self.edited
        return self.changed_at(edition, number) <= self.moment

    def changed_at(self, edition: str, number: int) -> datetime:
        """When an article of a living site changes."""
        minutes = 20 + Random(f"{self.seed}/{edition}/{number}/change").randrange(1200)
        return self.published(edition, number) + timedelta(minutes=minutes)

    def published(self, edition: str, number: int) -> datetime:
        """When an article was published; a later number is never earlier."""
        size = self.sizes[edition]
        age = size - 1 - number
        recent = math.ceil(size * 0.9)
        jitter = Random(f"{self.seed}/{edition}/{number}/time").random() * 0.9
        if age < recent:
            minutes = (age + jitter) / recent * self.days * 1440
            return self.now - timedelta(minutes=int(minutes))
        step = (age - recent + jitter) / max(1, size - recent)
        start = self.now - timedelta(days=self.days)
        oldest = _OLDEST if not edition.startswith("rep-") else start - timedelta(days=900)
        return (start - (start - oldest) * step**2).replace(second=0, microsecond=0)

    def section_of(self, number: int) -> int:
        """Which of the edition's eight sections an article belongs to."""
        return 0 if number % 40 == 39 else number % 8

    def missed_by_feed(self, edition: str, number: int) -> bool:
        """Whether the feed of everything leaves an article out; its section never does."""
        known = EDITIONS[edition].sections if edition in EDITIONS else ()
        return bool(known) and number % 40 == 39

    def article(self, edition: str, number: int) -> SampleArticle:
        """The article of a number; IndexError for one that the edition has not."""
        if not 0 <= number < self.sizes[edition]:
            raise IndexError(number)
        random = Random(f"{self.seed}/{edition}/{number}")
        republished = edition.startswith("rep-")
        language = REPUBLISHERS[edition[4:]] if republished else EDITIONS[edition].language
        words = prose(language)
        published = self.published(edition, number)
        place, dateline, agency = _dateline(edition, language, number, words, random)
        slug = self._slug(edition, number, published, random)
        headline = words.pick("headlines", random)
        picture = f"{published:%Y-%m-%d}/{random.getrandbits(64):016x}"
        modified = number % 4 == 0
        body = self._body(edition, number, words, random)
        changed = self.is_changed(edition, number)
        if changed and number % 20 == 1:
            body.insert(1, Block("p", (words.related[3] + ".",)))
        if changed and number % 20 == 2:
            headline = words.related[4]
        return SampleArticle(
            edition=edition,
            number=number,
            published=published,
            slug=slug,
            url=self.url(edition, slug),
            headline=headline,
            lead=words.pick("leads", random) if number % 3 else None,
            place=place,
            dateline=dateline,
            agency=agency,
            body=body,
            section=self.section_of(number),
            tags=random.sample(words.tags, random.randrange(2, 5)),
            author=random.choice(words.authors) if number % 3 else None,
            image=f"https://img.inform.kz/kazinform-photobank/media/{picture}.webp",
            caption=random.choice(words.captions) if number % 2 else None,
            credit="gov.kz" if number % 5 == 1 else None,
            modified=published + timedelta(minutes=random.randrange(1, 50)) if modified else None,
            views=random.randrange(100) + 5000 * changed,
            age_days=((self.moment or self.now) - published).days,
            prose=words,
        )

    def is_rewritten(self, edition: str, number: int) -> bool:
        """Whether an article's text or headline is another than at first."""
        return number % 20 in (1, 2) and self.is_changed(edition, number)

    def is_gone(self, edition: str, number: int) -> bool:
        """Whether an article's page was taken down."""
        return number % 20 in (4, 14) and self.is_changed(edition, number)

    def url(self, edition: str, slug: str) -> str:
        """The canonical address of a slug of an edition or republisher."""
        if edition.startswith("rep-"):
            return f"https://{edition[4:]}.republisher.example/{slug}/"
        return addresses.canonical_url(edition, slug)

    def _slug(self, edition: str, number: int, published: datetime, random: Random) -> str:
        words = "-".join(
            random.choice(("astana", "zhanalyq", "region", "ekonomika", "meken", "news", "dala"))
            for _ in range(3)
        )
        if edition.startswith("rep-"):
            return f"{words}-{number}"
        kind = "hash"
        if edition == "cn" and number % 9 == 4:
            kind = "empty"
        elif number % 17 == 3:
            kind = "bare"
        # Only the ID tells articles of all editions apart: each edition has a range of its own.
        offset = list(EDITIONS).index(edition) * 300_000
        return addresses.slug(words, number + offset, published, kind=kind)

    def find(self, edition: str, slug: str) -> SampleArticle | None:
        """The article that an address of an edition names, or None."""
        if edition.startswith("rep-"):
            tail = slug.rsplit("-", 1)[-1]
            number = int(tail) if tail.isdigit() else None
        else:
            found = addresses.number_of(slug)
            offset = list(EDITIONS).index(edition) * 300_000
            number = None if found is None else found - offset
        if number is None or not 0 <= number < self.size(edition):
            return None
        article = self.article(edition, number)
        same_id = "_a" in article.slug and ("_a" in slug or slug.startswith("article/"))
        return article if same_id or article.slug == slug else None

    def _body(self, edition: str, number: int, words: Prose, random: Random) -> list[Block]:
        is_speech = edition == "ru" and self.sizes[edition] - 1 - number == _SPEECH_FROM_NEWEST
        length: float = _MEDIAN * math.exp(random.gauss(0, _SIGMA))
        if not words.space:
            length /= 3  # a Chinese character says what three letters say
        if is_speech:
            length = _SPEECH
        kind = "speech" if is_speech else "sentences"
        blocks: list[Block] = []
        left = max(80.0, length)
        while left > 0:
            texts = [words.pick(kind, random) for _ in range(random.randrange(1, 4))]
            blocks.append(Block("p", (words.space.join(texts),)))
            left -= len(blocks[-1].texts[0])
        self._dress(blocks, number, words, random)
        return blocks

    def _dress(self, blocks: list[Block], number: int, words: Prose, random: Random) -> None:
        """What stands among the paragraphs of real articles, some of it not the article's."""

        def insert(block: Block) -> None:
            blocks.insert(random.randrange(1, len(blocks) + 1), block)

        if number % 4 == 1:
            insert(Block("quote", (random.choice(words.quotes).format(n=57, m=12),)))
        if number % 6 == 2:
            insert(Block("list", tuple(random.sample(words.listitems, 3))))
        if number % 7 == 3:
            handle = f"kazpost{random.randrange(9)}"
            insert(
                Block(
                    "embed",
                    (words.pick("sentences", random), f"A post shared by @{handle}"),
                    url=f"https://www.instagram.com/p/{random.getrandbits(40):010x}/",
                )
            )
        if number % 5 == 4:
            insert(Block("p", (random.choice(words.traps).format(n=57, m=12),)))
        if number % 5 == 2:
            picture = f"{random.getrandbits(64):016x}"
            insert(
                Block(
                    "figure",
                    (random.choice(words.captions), "Kazinform" if number % 2 else ""),
                    url=f"https://img.inform.kz/kazinform-photobank/media/inline/{picture}.jpeg",
                )
            )
        if number % 3 == 1:
            insert(Block("related", tuple(random.sample(words.related, 3))))
        if number % 2:
            insert(Block("ad", ()))
        if number % 8 == 3:
            insert(Block("chrome", (random.choice(_CHROME),)))
        blocks.append(Block("p", (random.choice(words.attributions).format(n=57, m=12),)))


def _dateline(
    edition: str, language: str, number: int, words: Prose, random: Random
) -> tuple[str | None, str, str | None]:
    """Place, the dateline as printed before the text, and agency; empty for none."""
    if number % 10 == 9:
        return None, "", None
    place = random.choice(words.places)[0]
    forms = {
        "ru": (
            ("КАЗИНФОРМ", "{p}. {a} –"),
            ("КАЗИНФОРМ", "{p}.{a} -"),
            ("КАЗИНФОРМ", "{p}. 1 января. {a} -"),
            ("ТАСС - КАЗИНФОРМ", "{a} -"),
        ),
        "kk-Cyrl": (("KAZINFORM", "{p}. {a} –"),),
        "kk-Latn": (("KAZINFORM", "{p}. {a} –"), ("KAZІNFORM", "{p}. {a} –")),
        "kk-Arab": (("KAZINFORM", "{p}. {a} -"),),
        "en": (("KAZINFORM", "{p}. {a} –"), ("Kazinform", "{p}. {a} -")),
        "uz-Cyrl": (("Kazinform", "{p}. {a} -"),),
        "zh-Hans": (("哈萨克国际通讯社", "（{a}讯）"),),
    }.get(language, (("KAZINFORM", "{p}. {a} –"),))
    agency, form = forms[number % len(forms)]
    raw = form.format(p=place, a=agency)
    return (place if "{p}" in form else None), raw, agency
