"""What a run tells of pages that it could read, but that are not as they were."""

from dataclasses import replace
from pathlib import Path
from zlib import crc32

from kazcrawl.sample_site.site import Answer
from kazcrawl.sites.kazinform.editions import EDITIONS
from kazcrawl.sites.kazinform.layouts.g3 import G3Article
from tests.misbehaving import misbehaving
from tests.pages.test_agreement import half_changed
from tests.support import crawl, feed_records, run_stats, sample_site


def test_half_changed_pages_are_counted_and_foreign_texts_marked_as_what_they_are(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with misbehaving(articles=140) as site:

        def hook(host: str, path: str, query: str) -> Answer | None:
            if not path.startswith("/news/"):
                return None
            if host == EDITIONS["kk"].host:
                russian = site.room.article("ru", crc32(path.encode()) % site.room.size("ru"))
                return site.site.answer(EDITIONS["ru"].host, russian.url.split("inform.kz")[1], "")
            answer = site.site.answer(host, path, query)
            if answer.status != 200:
                return answer
            return replace(answer, body=half_changed(answer.body, G3Article.BODY))

        site.hook = hook
        done = crawl(data, site.as_site(tmp_path), "-a", "editions=en,kk", "-a", "max_pages=1")
    assert done.returncode == 0, done.stderr
    rows = feed_records(data)
    english = [row for row in rows if row["edition"] == "en"]
    assert english
    stats = run_stats(data)
    assert stats["layout_disagreement"] == stats["layout_disagreement/g3"]
    assert stats["layout_disagreement"] > len(english) / 2
    kazakh = [row for row in rows if row["edition"] == "kk"]
    assert kazakh
    assert {row["in_language"] for row in kazakh} == {"ru"}
    assert stats["language/mismatch"] == len(kazakh)


def test_a_section_asked_for_by_name_is_walked_past_a_page_that_is_known(tmp_path: Path) -> None:
    data = tmp_path / "data"
    section = ("-a", "editions=ru", "-a", "sections=ekonomika_s1")
    with sample_site(tmp_path, articles=1400) as site:
        assert crawl(data, site, *section, "-a", "max_pages=1").returncode == 0
        first = len(feed_records(data))
        before = len(site.requests())
        assert crawl(data, site, *section).returncode == 0
        asked = site.requests()[before:]
    assert any("category/ekonomika_s1/?page=2" in row for row in asked)
    assert len(feed_records(data)) > first + 10
