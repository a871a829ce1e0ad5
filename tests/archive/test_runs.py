"""What is remembered of crawls, and what the next one asks of it."""

from collections.abc import Callable
from datetime import UTC, datetime

from kazcrawl.archive import Archive
from kazcrawl.archive.batches import Batches
from kazcrawl.archive.runs import (
    Run,
    begin_run,
    end_run,
    last_complete_start,
    last_good_start,
    newest_runs,
    published_by,
    runs_since,
    stats_since,
    thin_runs,
)
from tests.archive.test_store import article


def moment(day: int) -> str:
    return f"2026-11-{day:02d}T06:00:00Z"


def begin(archive: Archive, day: int, source: str = "kazinform") -> None:
    begin_run(archive, f"{source}-{day}", source, moment(day))


def end(
    archive: Archive,
    day: int,
    exit_code: int = 0,
    source: str = "kazinform",
    **walked: tuple[bool, bool],
) -> None:
    end_run(
        archive, f"{source}-{day}", finished_at=f"2026-11-{day:02d}T06:20:00Z",
        verdict="good" if not exit_code else "bad", exit_code=exit_code,
        stats=f'{{"day": {day}}}', walked=walked,
    )  # fmt: skip


def ran(day: int, exit_code: int = 0, source: str = "kazinform") -> Run:
    return Run(
        f"{source}-{day}", source, moment(day), f"2026-11-{day:02d}T06:20:00Z",
        "good" if not exit_code else "bad", exit_code, {"day": day},
    )  # fmt: skip


def died(day: int) -> Run:
    return Run(f"kazinform-{day}", "kazinform", moment(day), None, None, None, {})


def test_runs_come_oldest_first_from_the_moment_asked_for(archive: Archive) -> None:
    for day in (12, 10, 11):
        begin(archive, day)
    begin(archive, 11, "republisher")
    end(archive, 10)
    end(archive, 11, exit_code=3)
    end(archive, 11, source="republisher")
    assert runs_since(archive, moment(10), "kazinform") == [ran(10), ran(11, 3), died(12)]
    assert runs_since(archive, "2026-11-10T06:00:01Z", "kazinform") == [ran(11, 3), died(12)]
    assert runs_since(archive, moment(13)) == []
    assert {run.crawl_id for run in runs_since(archive, moment(11))} == {
        "kazinform-11", "republisher-11", "kazinform-12",
    }  # fmt: skip


def test_the_newest_run_of_each_source_is_one_that_ended(archive: Archive) -> None:
    assert newest_runs(archive) == []
    for day in (10, 11, 12):
        begin(archive, day)
    begin(archive, 9, "republisher")
    end(archive, 10)
    end(archive, 11, exit_code=3)
    end(archive, 9, source="republisher")
    begin_run(archive, "beside", "kazinform", moment(11))
    newest = sorted(newest_runs(archive), key=lambda run: run.source)
    assert newest == [ran(11, 3), ran(9, source="republisher")]


def test_the_last_good_run_ended_with_exit_code_0(archive: Archive) -> None:
    assert last_good_start(archive, "kazinform") is None
    for day in (10, 11, 12, 13):
        begin(archive, day)
    begin(archive, 14, "republisher")
    end(archive, 10)
    end(archive, 11)
    end(archive, 12, exit_code=1)
    end(archive, 14, source="republisher")
    # By another clock: it is the 23rd.
    begin(archive, 24)
    end(archive, 24)
    assert last_good_start(archive, "kazinform") == moment(11)


def test_what_a_run_walked_to_its_end_is_remembered_by_edition(archive: Archive) -> None:
    for day in (10, 11, 12):
        begin(archive, day)
    begin(archive, 13, "republisher")
    end(archive, 10, ru=(True, True), en=(True, False))
    end(archive, 11, ru=(True, False), en=(False, False))
    end(archive, 12, ru=(False, True))
    end(archive, 13, source="republisher", ru=(True, True))
    begin(archive, 24)
    end(archive, 24, ru=(True, True))

    def last(edition: str, sections: bool) -> str | None:
        return last_complete_start(archive, "kazinform", edition, sections=sections)

    assert (last("ru", False), last("ru", True)) == (moment(11), moment(10))
    assert (last("en", False), last("en", True)) == (moment(10), None)
    assert last("kz", False) is None


def test_stats_are_those_of_the_sources_runs_that_ended(archive: Archive) -> None:
    for day in (10, 11, 12):
        begin(archive, day)
    begin(archive, 11, "republisher")
    end(archive, 10)
    end(archive, 11)
    end(archive, 11, source="republisher")
    assert stats_since(archive, "kazinform", moment(10)) == [{"day": 10}, {"day": 11}]
    assert stats_since(archive, "kazinform", "2026-11-10T06:00:01Z") == [{"day": 11}]


def test_what_a_crawl_published_first_is_told_with_both_moments(archive: Archive, url: str) -> None:
    kept = Batches(url, "kazinform", "f" * 32)

    def batch(crawl_id: str, *, publish: bool = True) -> None:
        opened = kept.open(above=0, crawl_id=crawl_id, format_version=1, compression="none")
        assert opened is not None
        if publish:
            kept.publish(opened, path="p", records=1, size=1, sha256="e" * 64)

    dated = article(date_published="2026-11-23T08:00:00Z")
    archive.add(dated)
    archive.add(article(url="https://www.inform.kz/ru/undated-0a1b2d"))
    batch("c1")
    archive.add(article("Other.", date_published="2026-11-23T08:00:00Z"))
    later = "https://www.inform.kz/ru/words-0a1b2e"
    archive.add(article(url=later, date_published="2026-11-23T09:00:00Z"))
    ahead = "https://www.inform.kz/ru/words-0a1b30"
    archive.add(article(url=ahead, date_published="2026-11-23T12:00:01Z"))
    batch("c2")
    last = "https://www.inform.kz/ru/words-0a1b2f"
    archive.add(article(url=last, date_published="2026-11-23T10:00:00Z"))
    batch("c3", publish=False)
    kept.close()
    noon = "2026-11-23T12:00:00Z"
    eight = "2026-11-23T08:00:00Z"
    assert published_by(archive, "c1", eight) == [(eight, noon)]
    assert published_by(archive, "c1", "2026-11-23T08:00:01Z") == []
    assert published_by(archive, "c2", eight) == [("2026-11-23T09:00:00Z", noon)]
    assert published_by(archive, "c3", eight) == []


def crawl_ids(archive: Archive) -> list[str]:
    return [one.crawl_id for one in runs_since(archive, "")]


def test_runs_of_long_ago_are_thinned_to_one_a_day_and_source(
    archive: Archive, clock_at: Callable[[datetime], None]
) -> None:
    ended = (("a", 1, 0), ("b", 2, 3), ("c", 3, 0), ("d", 4, None), ("e", 24, 3), ("f", 25, None))
    for name, hour, exit_code in ended:
        moment = f"2026-08-{1 + hour // 24:02d}T{hour % 24:02d}:00:00Z"
        begin_run(archive, name, "kazinform", moment)
        if exit_code is not None:
            end_run(
                archive, name, finished_at=moment, verdict="v", exit_code=exit_code,
                stats="{}", walked={},
            )  # fmt: skip
    begin_run(archive, "r", "republisher", "2026-08-01T01:00:00Z")
    begin(archive, 10)
    clock_at(datetime(2026, 10, 30, 23, tzinfo=UTC))
    thin_runs(archive)
    assert crawl_ids(archive) == ["a", "r", "b", "c", "d", "e", "f", "kazinform-10"]
    clock_at(datetime(2026, 10, 31, 0, 0, 1, tzinfo=UTC))
    thin_runs(archive)
    assert crawl_ids(archive) == ["r", "c", "e", "f", "kazinform-10"]
    clock_at(datetime(2026, 12, 1, tzinfo=UTC))
    thin_runs(archive)
    thin_runs(archive)
    assert crawl_ids(archive) == ["r", "c", "f", "kazinform-10"]
    assert last_good_start(archive, "kazinform") == "2026-08-01T03:00:00Z"


def test_what_the_next_run_goes_back_to_is_kept_for_good(
    archive: Archive, clock_at: Callable[[datetime], None]
) -> None:
    walks = ((1, (True, True)), (2, (True, False)), (3, (True, False)), (4, (False, False)))
    # With an archive on a server a run that began earlier may end later.
    for day, walked in reversed(walks):
        begin(archive, day)
        end(archive, day, ru=walked, en=(True, True))
    clock_at(datetime(2027, 6, 1, tzinfo=UTC))
    thin_runs(archive)
    for edition, whole, sections in (("ru", 3, 1), ("en", 4, 4)):
        for wanted, with_sections in ((whole, False), (sections, True)):
            told = last_complete_start(archive, "kazinform", edition, sections=with_sections)
            assert told == moment(wanted)
    with archive.reading() as reader:
        rows = reader.exec_driver_sql("SELECT edition, started_at FROM edition_run").all()
    assert sorted(rows) == [("en", moment(4)), ("ru", moment(1)), ("ru", moment(3))]
