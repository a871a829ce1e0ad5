"""An archive of a few thousand sample articles and of every oddity, published over some days."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.export.formats import format_named
from kazcrawl.export.run import Exported, export
from kazcrawl.export.selection import Days, Selection
from kazcrawl.export.targets import target_of
from kazcrawl.feeds.publisher import publish
from kazcrawl.record import FIELDS, Article, content_hash
from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.truth import truth
from kazcrawl.sites.kazinform.addresses import ADDRESSES

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Bed(NamedTuple):
    """An archive, its data folder, and every record as its feed line was published: by batch."""

    archive: Archive
    folder: Path
    batches: list[tuple[str, list[dict[str, Any]]]]

    @property
    def records(self) -> list[dict[str, Any]]:
        return [record for _, records in self.batches for record in records]

    def export(self, place: Path | str, name: str, **asked: Any) -> list[Exported]:
        """What the command does with a folder."""
        how = format_named(name)
        page = {key: asked.pop(key) for key in ("base_url", "compression") if key in asked}
        selection = Selection(**asked)
        days = Days(self.archive, "kazinform", selection, how.newest_only)
        chosen = [day for day in days.days() if selection.has_day(day)]
        target = target_of(str(place))
        return list(export(target, days, chosen, how, selection.told(), **page))


def odd(number: int, **fields: Any) -> Article:
    """An article with hardly anything in it but what is given."""
    url = f"https://www.inform.kz/ru/odd-{number:06x}"
    given = {"headline": f"Odd {number}", "article_body": "Text."} | fields
    article = Article(
        url=url, source="kazinform", edition="ru", id=ADDRESSES.url_hash(url), layout="g3", **given
    )
    article.content_hash = content_hash(article.headline, article.description, article.article_body)
    return article


ODD: list[dict[str, Any]] = [
    {"headline": text, "description": text, "author": [text], "article_body": f"{text}\n\n{text}"}
    for text in (
        "=1+1", "+7 701", "-5 °C", "@SUM(A1)", "'quoted'", '"a, b";c', "＝1+1", "<b>&amp;</b> ]]>",
        "Құрғақ сөз", "Qazaqstan ǵylymy", "قازاقستان رەسپۋبليكاسى", "哈萨克斯坦消息", "Ўзбекистон",
        "emoji 🇰🇿 👩‍🚀", "tab\there", "a\u2028b", "\U0010ffff", "e\u0301", "null", "NULL", "0",
    )
] + [
    {"description": None, "in_language": None, "date_published": None},
    {"date_published_raw": ""},
    {"article_section": [], "keywords": [], "author": [], "image": [], "dateline": None},
    {"article_body": "Речь. " * 11_000},
    {"keywords": ["a,b", 'c"d', "", "=x", "[]"], "author": ["Имя, Фамилия", "Второй"]},
    {"article_body": "One line\nsecond line\n\n- item\n\nlast"},
    {"image": [{"url": "https://img.inform.kz/фото 1.jpg", "caption": None, "credit": "Кредит"},
               {"url": "https://img.inform.kz/b.png", "caption": "=Подпись", "credit": None}]},
    {"dateline": {"place": "АСТАНА", "agency": None, "raw": "АСТАНА –"}},
    {"date_published": "2026-11-20T18:59:59Z"}, {"date_published": "2026-11-20T19:00:00Z"},
]  # fmt: skip


def build(folder: Path, size: int, days: int = 4) -> Bed:
    """Publishes ``size`` sample articles and the odd ones in batches hours apart: their texts of
    the first day, edits and withdrawals later, one forgotten."""
    with pytest.MonkeyPatch.context() as patch:
        archive = Archive(f"sqlite:///{folder / 'archive.sqlite3'}")
        records = sorted(truth(Newsroom(size, 1, NOW, 8), "g3"), key=lambda row: row["revision"])
        odds = [odd(number, **fields) for number, fields in enumerate(ODD)]
        # The old ones are scattered over years, each a day of its own: a few will do.
        old = {row["id"] for row in records if row["date_published"] < "2026-11-10"}
        old -= set(sorted(old)[:12])
        articles = [_article(row) for row in records if row["id"] not in old]
        batches = []
        for number, portion in enumerate(_portions([*articles, *odds], days * 6)):
            moment = NOW + timedelta(hours=number * 4)
            patch.setattr(clock, "now", lambda moment=moment: moment)
            for article in portion:
                article.fetched_at, article.crawl_id = clock.text(moment), f"c{number}"
                archive.add(article)
            if number % 3 == 1:
                noted = [article.id for article in portion if not article.article_section]
                archive.note_members("kazinform", "sport_s9", noted, clock.text(moment))
            batches += _published(archive, folder)
        archive.miss(odds[0].id, checked_at=clock.text(moment), crawl_id="gone")
        archive.miss(odds[0].id, checked_at=clock.text(moment), crawl_id="gone")
        archive.add(_changed(odds[1]))
        batches += _published(archive, folder)
        return Bed(archive, folder, batches)


def _article(row: dict[str, Any]) -> Article:
    return Article(**{name: row[name] for name in FIELDS if name in row and name != "revision"})


def _changed(article: Article) -> Article:
    changed = odd(1, article_body="Changed.")
    changed.fetched_at, changed.crawl_id = article.fetched_at, "changed"
    return changed


def _portions(articles: list[Article], number: int) -> Iterator[list[Article]]:
    size = -(-len(articles) // number)
    for first in range(0, len(articles), size):
        yield articles[first : first + size]


def _published(archive: Archive, folder: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (clock.text(clock.now()), [orjson.loads(line) for line in done.path.open("rb")])
        for done in publish(archive.url, folder / "feeds", "kazinform", "c")
    ]


@pytest.fixture(scope="package")
def bed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bed]:
    """An archive that is only read; ``make exports`` makes a large one."""
    size = int(os.environ.get("KAZTEST_EXPORT_ARTICLES", "1000"))
    made = build(tmp_path_factory.mktemp("bed"), size)
    yield made
    made.archive.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Bed]:
    """A small archive, to be written to."""
    (tmp_path / "data").mkdir()
    made = build(tmp_path / "data", 40, days=1)
    yield made
    made.archive.close()
