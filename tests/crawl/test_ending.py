"""The end of a crawl: what is published, judged, remembered and told, and in what order."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.utils.test import get_crawler
from sqlalchemy import text

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.batches import Batches
from kazcrawl.archive.forgetting import clear_log, forget
from kazcrawl.archive.notes import noted
from kazcrawl.archive.runs import Run, begin_run, end_run, last_complete_start, runs_since
from kazcrawl.archive.standing import Standing, recall
from kazcrawl.crawl.bounds import Bounds
from kazcrawl.crawl.ending import deliver, finish, note_verdict
from kazcrawl.crawl.walk import Ending, Kind
from kazcrawl.crawl.ways.listing import ListingWay
from kazcrawl.disk.identity import identity
from kazcrawl.disk.lock import LockedError
from kazcrawl.feeds.publisher import publish
from kazcrawl.feeds.shelves import every_manifest
from kazcrawl.health.counts import ListingCounts
from kazcrawl.health.run_report import Delay
from kazcrawl.spiders.kazinform import KazinformSpider
from tests.crawl.bed import DAY, HOUR, MINUTE, NOW, Bed, answer, link
from tests.crawl.test_spider import spider_of

PAGE = "https://ru.example/rss"


@pytest.fixture
def crawler(bed: Bed) -> Crawler:
    """A crawl of one edition that came to its end, over the bed's run."""
    return ended(bed)


def ended(bed: Bed, ending: Ending = Ending.REACHED, **stats: Any) -> Crawler:
    """A crawl whose only walk ended so, with these figures of Scrapy's."""
    crawler = get_crawler(KazinformSpider, {"KAZCRAWL_DATA": str(bed.folder)})
    spider = KazinformSpider.from_crawler(crawler, editions="ru")
    spider.context = bed.context
    walk = bed.walk(Kind.FRONT, bounds=Bounds(NOW - DAY), ending=ending)
    spider.ways = [ListingWay(bed.articles, walk)]
    request = spider.ways[0].request(1).replace(url=PAGE)
    bed.context.standing.learn("ru", PAGE, answer(request), "{}")
    bed.context.report.asked = ["ru"]
    bed.report.listings.pages = 1
    crawler.spider = spider
    assert crawler.stats is not None
    crawler.stats.set_stats({"finish_reason": "finished", "downloader/request_count": 7} | stats)
    return crawler


def stored(bed: Bed) -> Run:
    """The run as the archive remembers it."""
    archive = Archive(bed.context.config.archive_url)
    runs = runs_since(archive, clock.text(bed.context.started))
    archive.close()
    (run,) = [run for run in runs if run.crawl_id == bed.context.crawl_id]
    return run


def remembered(bed: Bed) -> tuple[str | None, Standing | None]:
    """Since when the edition is known to be walked, and what is known of its standing page."""
    archive = Archive(bed.context.config.archive_url)
    start = last_complete_start(archive, "kazinform", "ru", sections=False)
    page = recall(archive, PAGE)
    archive.close()
    return start, page


def records(folder: Path) -> list[dict[str, Any]]:
    return [
        orjson.loads(line)
        for path in sorted(folder.rglob("*.jsonl"))
        for line in path.read_bytes().splitlines()
    ]


def test_a_run_takes_out_of_the_log_what_a_reader_kept_from_being_forgotten(
    bed: Bed, crawler: Crawler
) -> None:
    held, archive = bed.hold(link("a")), bed.context.archive
    path = bed.folder / "archive.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM version").fetchone()
        with archive.reading() as own:
            own.exec_driver_sql("PRAGMA busy_timeout = 1")
        forget(archive, held.url)
        assert not clear_log(archive)
    finish(crawler)
    with closing(sqlite3.connect(path)) as reader:
        assert "checkpoint" not in [row[0] for row in reader.execute("SELECT key FROM meta")]


# --- a run that came to its end -------------------------------------------------------------------


def test_what_waits_is_published_and_the_run_noted_with_its_verdict(
    bed: Bed, crawler: Crawler
) -> None:
    bed.hold(link("a"))
    bed.context.report.archived.new = 1
    bed.now = NOW + MINUTE
    verdict = finish(crawler)
    assert (verdict.word, verdict.reason) == ("good", "1 new articles, 0 revised, 0 gone")
    assert [record["url"] for record in records(bed.folder / "feeds")] == [link("a")]
    run = stored(bed)
    assert (run.verdict, run.exit_code, run.finished_at) == ("good", 0, clock.text(bed.now))
    assert (
        run.stats.items()
        >= {
            "verdict": "good",
            "verdict/reason": verdict.reason,
            "verdict/exit_code": 0,
            "feed/files": 1,
            "feed/records": 1,
            "downloader/request_count": 7,
            "run/editions": ["ru"],
            "listing/ru/pages": 1,
        }.items()
    )
    assert run.stats["verdict/figures"]["new"] == 1
    archive = Archive(bed.context.config.archive_url)
    with archive.reading() as reader:
        assert noted(reader, "batches"), "what was published is not counted again"
    archive.close()


def test_of_the_runs_of_a_day_long_ago_the_last_good_one_stays(bed: Bed, crawler: Crawler) -> None:
    archive = Archive(bed.context.config.archive_url)
    for hour, (crawl_id, code) in enumerate({"first": 0, "good": 0, "bad": 4}.items()):
        moment = clock.text(NOW - 100 * DAY + hour * HOUR)
        begin_run(archive, crawl_id, "kazinform", moment)
        end_run(
            archive, crawl_id, finished_at=moment, verdict="", exit_code=code, stats="{}", walked={}
        )
    archive.close()
    finish(crawler)
    archive = Archive(bed.context.config.archive_url)
    left = [run.crawl_id for run in runs_since(archive, clock.text(NOW - 200 * DAY))]
    archive.close()
    assert left == ["good", bed.context.crawl_id]


def test_the_verdict_stands_in_the_crawlers_stats_beside_scrapys_own(
    bed: Bed, crawler: Crawler
) -> None:
    assert crawler.stats is not None
    crawler.stats.set_value("memusage/max", 99)
    verdict = finish(crawler)
    stats = crawler.stats.get_stats()
    told = [stats[name] for name in ("verdict", "verdict/reason", "verdict/exit_code")]
    assert told == ["nothing new", verdict.reason, 0]
    assert stats["verdict/figures"] == dict(verdict.figures)
    assert stats["memusage/max"] == 99
    assert bed.context.report.requests == 7, "Scrapy's figures are the run's"


def test_a_good_run_is_what_the_next_one_goes_back_to(bed: Bed, crawler: Crawler) -> None:
    assert remembered(bed) == (None, None)
    finish(crawler)
    assert remembered(bed) == (clock.text(NOW), Standing(PAGE, clock.text(NOW), 200, content="{}"))


def test_a_good_run_whose_walk_was_cut_is_not(bed: Bed) -> None:
    assert finish(ended(bed, Ending.CUT)).exit_code == 0
    assert remembered(bed) == (None, None)


def test_a_run_that_was_stopped_publishes_and_remembers_nothing(bed: Bed, crawler: Crawler) -> None:
    bed.hold(link("a"))
    bed.context.report.stopped_by = "SIGTERM"
    verdict = finish(crawler)
    assert (verdict.word, verdict.exit_code) == ("stopped", 6)
    assert len(records(bed.folder / "feeds")) == 1
    assert (stored(bed).verdict, stored(bed).exit_code) == ("stopped", 6)
    assert remembered(bed) == (None, None)


def test_stores_are_closed_before_anything_is_published(bed: Bed, crawler: Crawler) -> None:
    bed.open(KAZCRAWL_RAW_MB="1")
    finish(ended(bed))
    assert bed.context.raw is None
    bed.context.stop("raw", OSError("late"))
    assert bed.closed == [], "after the crawl there is nothing left to end"


# --- what cannot be written -----------------------------------------------------------------------


def test_a_feed_that_cannot_be_written_is_not_delivered(bed: Bed, crawler: Crawler) -> None:
    bed.hold(link("a"))
    in_the_way = bed.folder / "feeds" / "kazinform"
    in_the_way.parent.mkdir()
    in_the_way.write_text("a file")
    verdict = finish(crawler)
    assert (verdict.word, verdict.exit_code) == ("not delivered", 5)
    assert str(in_the_way) in verdict.reason
    assert verdict.figures["what"] == "feed"
    assert stored(bed).verdict == "not delivered"
    assert remembered(bed) == (None, None)


def test_while_the_crawl_runs_a_feed_that_cannot_be_written_ends_it(bed: Bed) -> None:
    (bed.folder / "feeds").write_text("a file")
    deliver(bed.context, 0)
    assert bed.closed == ["feed_failed"]
    assert bed.context.report.feed_files == 0


def test_every_batch_that_was_published_is_counted(bed: Bed) -> None:
    for name in ("a", "b"):
        bed.hold(link(name))
        deliver(bed.context, 0)
    bed.hold(link("c"))
    bed.hold(link("d"))
    deliver(bed.context, 0)
    assert (bed.context.report.feed_files, bed.context.report.feed_records) == (3, 4)
    assert bed.closed == []


def test_a_run_writes_manifests_where_its_setting_says(bed: Bed) -> None:
    for number, setting in enumerate(("both", "new"), start=1):
        bed.open(KAZCRAWL_MANIFESTS=setting)
        bed.hold(link(str(number)))
        deliver(bed.context, 0)
    places = [path.parts[-4] for path in every_manifest(bed.context.config.feeds)]
    assert sorted(places) == [".manifests", ".manifests", "feeds"]


def test_an_archive_that_cannot_be_opened_is_not_delivered(bed: Bed, crawler: Crawler) -> None:
    archive = bed.folder / "archive.sqlite3"
    bed.context.close_stores()
    archive.write_bytes(b"no database" * 999)
    for journal in bed.folder.glob("archive.sqlite3-*"):
        journal.unlink()
    verdict = finish(crawler)
    assert (verdict.word, verdict.exit_code) == ("not delivered", 5)
    assert verdict.figures == {"what": "archive"}
    assert crawler.stats is not None
    assert crawler.stats.get_value("verdict") == "not delivered"
    assert crawler.stats.get_value("verdict/reason") == verdict.reason


def test_an_archive_that_cannot_note_the_end_is_not_delivered(bed: Bed, crawler: Crawler) -> None:
    with bed.context.archive.writing() as connection:
        full = "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        connection.execute(text(f"CREATE TRIGGER full BEFORE UPDATE ON run {full}"))
    verdict = finish(crawler)
    assert (verdict.word, verdict.exit_code) == ("not delivered", 5)
    assert "the disk is full" in verdict.reason
    assert verdict.figures == {"what": "archive"}


def test_after_the_end_the_archive_is_one_file_again(bed: Bed, crawler: Crawler) -> None:
    bed.hold(link("a"))
    assert (bed.folder / "archive.sqlite3-wal").exists()
    finish(crawler)
    assert [path.name for path in bed.folder.glob("archive*")] == ["archive.sqlite3"]


# --- beside the feed ------------------------------------------------------------------------------


def test_metrics_are_written_and_the_report_only_where_it_is_wanted(bed: Bed) -> None:
    finish(ended(bed))
    metrics = (bed.folder / "metrics" / "kazcrawl.prom").read_text()
    assert 'kazcrawl_run_verdict{source="kazinform",verdict="nothing new"} 1.0' in metrics
    assert not (bed.folder / "reports").exists()
    bed.now = NOW + MINUTE
    bed.open(KAZCRAWL_REPORT="1")
    finish(ended(bed))
    assert (bed.folder / "reports" / "kazcrawl.html").exists()


@pytest.mark.parametrize("name", ["metrics", "reports"])
def test_metrics_or_a_report_that_cannot_be_written_change_no_verdict(
    bed: Bed, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    bed.open(KAZCRAWL_REPORT="1")
    (bed.folder / name).write_text("a file")
    assert finish(ended(bed)).exit_code == 0
    assert stored(bed).verdict == "nothing new"
    (line,) = [entry for entry in caplog.records if entry.name == "kazcrawl"]
    assert (line.levelname, line.exc_info) == ("WARNING", None)
    assert str(bed.folder / name) in line.getMessage()


def test_a_mistake_in_the_metrics_changes_no_verdict(
    bed: Bed, crawler: Crawler, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def mistaken(*_: object) -> None:
        raise ValueError("a mistake of ours")

    monkeypatch.setattr("kazcrawl.crawl.ending.write_metrics", mistaken)
    assert finish(crawler).exit_code == 0
    assert "a mistake of ours" in caplog.text


# --- how long delivery took -----------------------------------------------------------------------


def delay(bed: Bed, *ages: timedelta) -> Delay | None:
    """The delay of a run that delivers at once articles of these ages."""
    for number, age in enumerate(ages):
        bed.hold(link(f"story{number}"), NOW - age)
    finish(ended(bed))
    return bed.context.report.delay


def test_a_delay_is_counted_from_publication_to_feed(bed: Bed) -> None:
    bed.ran(HOUR)
    assert delay(bed, MINUTE) == Delay(1, 60, 60)


def test_the_delay_of_many_is_their_median_and_their_slowest_twentieth(bed: Bed) -> None:
    bed.ran(HOUR)
    ages = [timedelta(seconds=second) for second in range(10, 1010, 10)]
    assert delay(bed, *ages) == Delay(100, 505, 960)


def test_no_delay_is_longer_than_the_longest(bed: Bed) -> None:
    bed.ran(HOUR)
    assert delay(bed, MINUTE, 2 * MINUTE) == Delay(2, 90, 120)


def test_the_delay_of_old_news_that_is_met_for_the_first_time_is_none(bed: Bed) -> None:
    bed.ran(HOUR)
    assert delay(bed, HOUR, HOUR + timedelta(seconds=1), -MINUTE, timedelta()) == Delay(
        2, 1800, 3600
    )


def test_without_a_good_run_before_there_is_no_delay(bed: Bed) -> None:
    assert delay(bed, MINUTE) is None


def test_what_an_earlier_run_published_is_no_delay_of_this_one(bed: Bed) -> None:
    bed.ran(HOUR)
    bed.hold(link("a"), NOW - MINUTE)
    config = bed.context.config
    publish(config.archive_url, config.feeds, "kazinform", "before")
    assert delay(bed) is None


# --- the past -------------------------------------------------------------------------------------


def seen_by(bed: Bed, *ago: timedelta) -> None:
    """Notes good runs, so long ago, whose listings named nine articles."""
    for before in ago:
        told = {
            "source": bed.site.name,
            "run/started": clock.text(NOW - before),
            "run/ordinary": True,
            "listing/ru/pages": 1,
            "article/ru/known": 9,
        }
        bed.ran(before, stats=orjson.dumps(told).decode())


def judged(bed: Bed) -> str:
    archive = Archive(bed.context.config.archive_url)
    crawler = ended(bed)
    bed.report.listings = ListingCounts(pages=3)
    verdict = note_verdict(crawler, archive)
    archive.close()
    return verdict.word


def test_a_run_is_judged_beside_the_runs_of_five_weeks(bed: Bed) -> None:
    week = timedelta(weeks=1)
    seen_by(bed, 3 * week, 4 * week, 5 * week + 90 * MINUTE)
    assert judged(bed) == "layout change"


def test_what_lies_further_back_is_not_usual_any_more(bed: Bed) -> None:
    week = timedelta(weeks=1)
    seen_by(bed, 4 * week, 5 * week, 5 * week + 3 * HOUR)
    assert judged(bed) == "nothing new"


def test_other_sites_runs_are_no_past(bed: Bed) -> None:
    own = bed.site
    bed.site = replace(own, name="other")
    seen_by(bed, DAY, 2 * DAY, 3 * DAY)
    bed.site = own
    assert judged(bed) == "nothing new"


def test_a_run_is_judged_by_the_same_past_at_its_close_and_at_its_end(bed: Bed) -> None:
    assert judged(bed) == "nothing new"
    seen_by(bed, HOUR, 25 * HOUR, 49 * HOUR)
    assert judged(bed) == "nothing new"
    bed.context.past = None
    assert judged(bed) == "layout change"


def test_batches_that_a_death_left_open_are_published_first(bed: Bed, crawler: Crawler) -> None:
    bed.hold(link("a"))
    own = identity(bed.context.config.feeds.parent)
    batches = Batches(bed.context.config.archive_url, "kazinform", own)
    assert batches.open(above=0, crawl_id="dead", format_version=1, compression="none")
    batches.close()
    bed.hold(link("b"))
    finish(crawler)
    assert [record["url"] for record in records(bed.folder / "feeds")] == [link("a"), link("b")]
    assert bed.context.report.feed_files == 2


def test_another_publisher_is_no_trouble_while_the_crawl_goes_on_and_named_at_its_end(
    bed: Bed,
) -> None:
    bed.hold("https://www.inform.kz/ru/words-0a1b2c")
    other = Batches(bed.context.config.archive_url, "kazinform", "f" * 32)
    with other.alone("scrapy publish", 0):
        assert isinstance(deliver(bed.context, 0), LockedError)
        assert bed.context.report.trouble == {}
        deliver(bed.context, 0.1)
        assert ": held by scrapy publish, process " in bed.context.report.trouble["publisher"]
    assert bed.closed == []
    assert deliver(bed.context, 0) is None
    assert bed.context.report.feed_records == 1
    other.close()


def test_an_archive_that_is_gone_when_the_crawl_begins_ends_it_with_a_line(bed: Bed) -> None:
    spider = spider_of(bed)
    bed.context.close_stores()
    archive = bed.folder / "archive.sqlite3"
    for path in bed.folder.glob("archive.sqlite3*"):
        path.unlink()
    with pytest.raises(CloseSpider) as closing:
        spider.opened()
    assert closing.value.reason == "archive_failed"
    gone = f"archive {archive}: it was there a moment ago, and is gone"
    assert spider.context.report.trouble == {"archive": gone}
    assert not archive.exists()
