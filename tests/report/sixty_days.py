"""An archive as it looks after sixty days of work: articles, runs, gaps and troubles."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import orjson

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.runs import begin_run, end_run
from kazcrawl.archive.spans import Span, note_walked
from kazcrawl.archive.waiting import NEW, Found, expect, postpone
from kazcrawl.health.run_report import Delay
from kazcrawl.record import Article, content_hash
from kazcrawl.sample_site.events import Event
from kazcrawl.sample_site.prose import prose
from kazcrawl.sample_site.telling import headline_of
from kazcrawl.sites.kazinform.addresses import ADDRESSES
from kazcrawl.sites.kazinform.editions import EDITIONS
from tests.health.test_weeks import ordinary

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
DAYS = 60
SCRIPT = "<script>document.title='gotcha'</script> & <b>bold</b>"
"""A headline that must be shown as it stands."""


def build(path: Path, share: float = 0.1) -> Archive:
    """Makes the archive; ``share`` of a real day's articles, so that it is quick."""
    archive = Archive(f"sqlite:///{path}")
    random = Random(1)
    for code, daily in {"ru": 170, "kk": 140, "en": 60, "qz": 60, "cn": 28, "oz": 30}.items():
        _fill_edition(archive, code, daily * share, DAYS, random)
    _fill_edition(archive, "ar", 25 * share, 25, random)
    _add(archive, "en", SCRIPT, NOW - timedelta(minutes=3), random)
    _walks(archive)
    _runs(archive, random)
    _waiting(archive)
    return archive


def _fill_edition(archive: Archive, code: str, daily: float, days: int, random: Random) -> None:
    words = prose(EDITIONS[code].language)
    for back in range(days):
        weekend = 0.4 if (NOW - timedelta(days=back)).weekday() >= 5 else 1.0
        for _ in range(max(0, round(random.gauss(daily * weekend, daily**0.5)))):
            moment = NOW - timedelta(days=back, minutes=random.randrange(600))
            event = Event.of("school", "", random.randrange(9000), moment, "")
            _add(archive, code, headline_of(words, event), moment, random)


def _add(archive: Archive, code: str, headline: str, moment: datetime, random: Random) -> None:
    url = f"{EDITIONS[code].root}/news/{random.getrandbits(48):012x}/"
    archive.add(
        Article(
            url=url,
            id=ADDRESSES.url_hash(url),
            source="kazinform",
            edition=code,
            in_language=EDITIONS[code].language,
            headline=headline,
            article_body=headline,
            content_hash=content_hash(headline, None, headline),
            date_published=clock.text(moment),
            layout="g3",
            fetched_at=clock.text(moment),
            crawl_id="sample",
        )
    )


def _walks(archive: Archive) -> None:
    for code in EDITIONS:
        days = 25 if code == "ar" else DAYS
        begin = NOW - timedelta(days=days)
        gap = (timedelta(days=31), timedelta(days=29)) if code == "qz" else None
        spans = (
            [Span(begin, NOW)]
            if gap is None
            else [Span(begin, NOW - gap[0]), Span(NOW - gap[1], NOW)]
        )
        for span in spans:
            note_walked(
                archive,
                "kazinform",
                code,
                span,
                kind="front",
                ending="reached",
                evidence="all of page 9 is older than asked for",
                crawl_id="a run",
            )


def _runs(archive: Archive, random: Random) -> None:
    for number in range(DAYS * 6):
        moment = NOW - timedelta(days=DAYS) + timedelta(hours=4 * number)
        report = ordinary(moment, 4, random)
        new = report.archived.new
        report.requests = 120 + new + random.randrange(40)
        report.seconds = 90.0
        for rule, most in {
            "subscribe": 9,
            "photo-credit": 20,
            "share": 4,
            "template-nothing": 6,
        }.items():
            report.cleaned[rule] = random.randrange(most)
        report.delay = Delay(new, random.gauss(1500, 200), 2400)
        word, code, reason = "good", 0, f"{new} new articles, 2 revised, 0 gone"
        if number % 97 == 50:
            word, code = "refused", 4
            reason = "the site refuses us at cn (9 refused, 3 answered): HTTP 403, forbidden (9)"
            report.edition("cn").refused = report.edition("cn").failures["403"] = 9
        elif number % 41 == 20:
            word, reason = "degraded", "3 article pages failed: no answer in time (3) at ru"
            report.edition("ru").failures["DownloadTimeoutError"] = 3
        elif new == 0:
            word, reason = "nothing new", "the site holds nothing that the archive lacks"
        _run(
            archive,
            f"c{number}",
            moment,
            word,
            code,
            report.as_stats() | {"verdict/reason": reason},
        )


def _run(
    archive: Archive, name: str, moment: datetime, word: str, code: int, stats: dict[str, Any]
) -> None:
    begin_run(archive, name, "kazinform", clock.text(moment))
    end_run(
        archive,
        name,
        finished_at=clock.text(moment + timedelta(seconds=90)),
        verdict=word,
        exit_code=code,
        stats=orjson.dumps(stats | {"verdict": word}, default=str).decode(),
        walked={},
    )


def _waiting(archive: Archive) -> None:
    for number in range(4):
        url = f"https://cn.inform.kz/news/a-page-that-fails-{number}-0e1f4{number}/"
        found = Found(ADDRESSES.url_hash(url), url, "cn", day="2026-11-2" + str(number))
        expect(archive, "kazinform", [found])
        for _ in range(number + 1):
            postpone(archive, "kazinform", found, kind=NEW, reason="503", limit=4)
