"""What a crawl of a world got wrong: missing, wrong, twice, unnamed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kazcrawl.sample_site.calendar import astana
from kazcrawl.sites.kazinform.editions import EDITIONS
from tests.lies.bed.lie import Lie
from tests.lies.bed.news import Piece
from tests.lies.bed.runner import Crawled, crawl_world
from tests.lies.bed.world import World

# What a version's record need not repeat: which address and revision it has is checked apart.
_APART = ("id", "url", "revision", "status")


@dataclass(slots=True)
class Result:
    """What came of a world: addresses of articles by what is amiss with them, readable.

    ``silent``: missing from a day that the ledger calls complete; of these ``unshown`` were on no
    page that the crawler was ever given. ``told``: missing from a day that it does not call so,
    and ``lost`` what of it no lie excuses.
    ``complete`` days of the ledger, and its ``gaps`` before the last run's day.
    ``named``: lies that a sentence of a run names; ``unnamed`` those that took effect and hide.
    """

    seed: int
    lies: tuple[str, ...]
    editions: tuple[str, ...]
    layout: str
    articles: int = 0
    requests: int = 0
    codes: list[int] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)
    complete: int = 0
    gaps: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    effects: dict[str, int] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether everything that was promised holds."""
        return not self.troubles()

    def troubles(self) -> dict[str, list[str]]:
        """What is amiss by its name; what is missing and told is not."""
        names = ("silent", "lost", "wrong", "twice", "unnamed", "objections")
        return {name: rows for name in names if (rows := getattr(self, name))}

    def report(self) -> str:
        """The result in words."""
        lines = [
            f"world {self.seed} of {', '.join(self.lies) or 'no lie'}: {self.layout}, editions "
            f"{', '.join(self.editions)}, {self.articles} articles; {len(self.codes)} runs, exit "
            f"codes {self.codes}, {self.requests} requests; effects {self.effects}; "
            f"{len(self.silent)} missing silently ({len(self.unshown)} of them never shown), "
            f"{len(self.told)} missing and told, {len(self.wrong)} wrong, {len(self.twice)} twice; "
            f"{self.complete} days complete, {len(self.gaps)} before the last are not"
        ]
        for name, rows in self.troubles().items():
            lines += [f"  {name}: {row}" for row in rows[:6]]
            lines += [f"  {name}: … and {len(rows) - 6} more"] if len(rows) > 6 else []
        said = Counter(re.sub(r"^[\d: -]+", "", row) for row in self.sentences)
        lines += [f"  said {count}x: {row[:400]}" for row, count in said.most_common(12)]
        return "\n".join(lines)


def try_world(seed: int, names: tuple[str, ...], folder: Path) -> Result:
    """Makes a world, crawls it and checks what came of it."""
    world = World(seed, names)
    return check(world, crawl_world(world, folder))


def check(world: World, crawled: Crawled) -> Result:
    """Compares what the crawl left behind with what the world held."""
    result = Result(world.seed, world.names, tuple(world.editions), world.layout)
    result.articles = sum(1 for _ in world.news.all())
    result.requests = sum(run.requests for run in crawled.runs)
    result.codes = [run.code for run in crawled.runs]
    result.sentences = [row for run in crawled.runs for row in run.sentences]
    pieces = _by_url(world)
    _check_missing(world, crawled, result, pieces)
    _check_records(world, crawled, result, pieces)
    _check_words(world, crawled, result)
    result.objections += _general(crawled)
    return result


def _check_words(world: World, crawled: Crawled, result: Result) -> None:
    """Of the lies that took effect at least one must be named; the others may hide behind it."""
    silent: list[str] = []
    for lie in world.lies:
        result.effects[lie.name()] = lie.effects
        result.objections += lie.objections(world, crawled)
        host = EDITIONS[lie.edition].host
        lacks = any(host in row for row in (*result.told, *result.silent))
        if not lie.effects or not lie.words or not (lie.always_told or lacks):
            continue
        if is_named(lie, result.sentences):
            result.named.append(lie.name())
        else:
            silent.append(f"{lie.name()} of {lie.edition}: no sentence has {lie.words}")
    if not result.named:
        result.unnamed = silent


def is_named(lie: Lie, sentences: list[str]) -> bool:
    """Whether a sentence names a lie and its edition, by code or by host."""
    hosts = "|".join(re.escape(host) for host in EDITIONS[lie.edition].all_hosts)
    place = rf"\b{lie.edition}\b|{hosts}" if lie.names_edition else ""
    return any(
        re.search(word, row, re.IGNORECASE) and re.search(place, row)
        for row in sentences
        for word in lie.words
    )


def _by_url(world: World) -> dict[str, Piece]:
    return {unquote(url): piece for piece in world.news.all() for url in piece.urls()}


def _check_missing(
    world: World, crawled: Crawled, result: Result, pieces: dict[str, Piece]
) -> None:
    held = {id(piece) for row in crawled.records if (piece := pieces.get(unquote(row["url"])))}
    complete = {
        (row["edition"], date.fromisoformat(row["day"]))
        for row in crawled.ledger["days"]
        if row["complete"]
    }
    result.complete = len(complete)
    today = str(astana(crawled.end).date())
    result.gaps = [
        f"{row['edition']} {row['day']}"
        for row in crawled.ledger["days"]
        if not row["complete"] and row["day"] < today
    ]
    shown = {url for one in world.shown for url in one.urls}
    # An audit, a retry: the world was honest long enough for all but what a lie made doubtful.
    naming = [lie for lie in world.lies if lie.words]
    excused = {lie.edition for lie in naming if lie.names_edition}
    # A clock that is not believed is no edition's own.
    excused |= set(world.editions) if any(not lie.names_edition for lie in naming) else set()
    # Nor are arguments: what the first run was not asked for it did not walk.
    excused |= set(world.editions) if any(lie.arguments(0) for lie in world.lies) else set()
    hidden = {lie.edition for lie in world.lies if not lie.is_contradicted}
    for edition, own in world.news.pieces.items():
        for piece in own:
            article = piece.at(crawled.end)
            if article is None or id(piece) in held or piece.is_pinned or piece.is_barred:
                continue
            told = f"{article.url} of {astana(article.published):%Y-%m-%d %H:%M}"
            is_shown = bool(piece.urls() & shown)
            if (edition, astana(article.published).date()) not in complete:
                result.told.append(told)
                result.lost += [] if edition in excused else [told]
            elif piece.is_unlisted and edition in hidden:
                result.unshown.append(told)
            else:
                result.silent.append(told + ("" if is_shown else ", never shown"))
                result.unshown += [] if is_shown else [told]


def _check_records(
    world: World, crawled: Crawled, result: Result, pieces: dict[str, Piece]
) -> None:
    ids: defaultdict[int, set[str]] = defaultdict(set)
    versions: Counter[tuple[str, int]] = Counter()
    for row in crawled.records:
        versions[row["id"], row["revision"]] += 1
        piece = pieces.get(unquote(row["url"]))
        if piece is None:
            result.wrong.append(f"{row['url']}: no article of the site is there")
            continue
        ids[id(piece)].add(row["id"])
        result.wrong += _wrong(row, piece, world)
    result.twice += [
        f"{url} revision {revision}, {number} times"
        for (url, revision), number in versions.items()
        if number > 1
    ]
    names = {row["id"]: row["url"] for row in crawled.records}
    result.twice += [
        f"one article, {len(own)} records: {', '.join(sorted(names[one] for one in own))}"
        for own in ids.values()
        if len(own) > 1
    ]


def _wrong(row: dict[str, Any], piece: Piece, world: World) -> Iterator[str]:
    """The first field by which a record differs from every version of its article."""
    nearest: list[str] | None = None
    for truth in piece.truths(world.layout):
        differing = [
            f"{name} is {str(row[name])[:120]!r}, not {str(value)[:120]!r}"
            for name, value in truth.items()
            if name not in _APART and row[name] != value
        ]
        if nearest is None or len(differing) < len(nearest):
            nearest = differing
    if nearest:
        yield f"{row['url']} revision {row['revision']}: {'; '.join(nearest)[:400]}"
    if row["status"] == "gone" and piece.withdrawn is None:
        yield f"{row['url']} revision {row['revision']}: gone, and it never was"


def _general(crawled: Crawled) -> list[str]:
    """What no world may bring about."""
    said = []
    if crawled.verified:
        said.append(f"scrapy verify: {crawled.verified}")
    if not crawled.is_quiet:
        said.append(f"not quiet after {len(crawled.runs)} runs")
    # 1: the program failed; 2: wrong usage; 5: nothing could be written.
    failed = [str(run.code) for run in crawled.runs if run.code in (1, 2, 5, 75) or run.code < 0]
    if failed:
        said.append(f"runs ended with exit code {', '.join(failed)}")
    return said
