"""Stored pages read again give the same, in the same order, by one process or by several."""

from pathlib import Path

import pytest

from kazcrawl.crawl import rereading
from kazcrawl.crawl.rereading import Reread, Rereading
from kazcrawl.raw import RawPage, RawWriter
from kazcrawl.record import record
from tests.samples import made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw pages of four samples over and over, one that is nothing, and an older one."""
    folder = tmp_path_factory.mktemp("raw")
    writer = RawWriter(folder, "c1", max_bytes=60_000)
    samples = [
        one for one in made() if one.name.endswith("sample-site-ru") and one.layout != "jannah"
    ]
    for number in range(80):
        sample = samples[number % len(samples)]
        url = sample.page.url.replace("a", "b", number % 7)
        writer.write(stored(f"{url}-{number:06x}", sample.html))
    writer.write(stored("https://www.inform.kz/ru/nothing-00000a", "<p>Nothing."))
    writer.write(stored("https://www.inform.kz/ru/nothing-00000a", "<p>Nothing.", hour=13))
    writer.close()
    return folder


def stored(url: str, html: str, hour: int = 12) -> RawPage:
    return RawPage(
        url=url, asked=url, fetched_at=f"2026-11-23T{hour}:00:00Z", source="kazinform",
        edition="ru", content_type="text/html; charset=utf-8", body=html.encode(),
    )  # fmt: skip


def told(page: Reread) -> tuple[str, str, object]:
    return page.source, page.fetched_at, page.fetched and record(page.fetched.article)


def test_several_processes_tell_what_one_tells(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = Rereading(folder, None, "again")
    pages = [told(page) for page in alone.read()]
    assert alone.older == 1
    assert [row[2] is None for row in pages] == [False] * 80 + [True]
    monkeypatch.setattr(rereading, "_WORTH_IT", 0)
    monkeypatch.setattr(rereading, "cores", lambda: 2)
    together = Rereading(folder, None, "again")
    assert [told(page) for page in together.read()] == pages


def test_only_pages_of_some_day_on_are_read(folder: Path) -> None:
    assert list(Rereading(folder, "2026-11-24", "again").read()) == []
    with pytest.raises(ValueError, match="isoformat"):
        Rereading(folder, "2026-11-24T00", "again")
