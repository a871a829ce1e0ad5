"""A run: its stores, and how it ends when nothing can be kept."""

from pathlib import Path

from scrapy.settings import Settings

from kazcrawl import clock
from kazcrawl.archive.runs import runs_since
from kazcrawl.config import Config
from kazcrawl.crawl.context import RunContext
from kazcrawl.raw import RawPage, read_raw
from kazcrawl.sites.kazinform import SITE
from tests.crawl.bed import HOUR, NOW, Bed, link


def test_a_run_is_noted_when_it_begins_and_named_by_its_moment(bed: Bed) -> None:
    context = bed.context
    assert context.started == NOW
    assert context.crawl_id.startswith("20261123T120000Z-")
    assert len(context.crawl_id) == 25
    (run,) = runs_since(context.archive, clock.text(NOW))
    assert (run.crawl_id, run.source, run.started_at) == (
        context.crawl_id,
        "kazinform",
        clock.text(NOW),
    )
    assert run.finished_at is None


def test_two_runs_of_one_moment_have_names_of_their_own(bed: Bed) -> None:
    first = bed.context.crawl_id
    bed.open()
    assert bed.context.crawl_id != first


def test_a_report_is_of_its_run(bed: Bed) -> None:
    report = bed.context.report
    assert (report.source, report.started, report.crawl_id, report.any_host) == (
        "kazinform",
        NOW,
        bed.context.crawl_id,
        False,
    )


def test_raw_pages_are_kept_unless_their_files_may_hold_nothing(bed: Bed) -> None:
    assert bed.context.raw is None
    bed.open(KAZCRAWL_RAW_MB="1")
    assert bed.context.raw is not None


def test_stores_are_closed_once(bed: Bed) -> None:
    bed.open(KAZCRAWL_RAW_MB="1")
    bed.context.close_stores()
    assert bed.context.raw is None
    bed.context.close_stores()
    bed.open()


def test_what_comes_too_late_for_an_archive_that_was_given_back_is_no_trouble(bed: Bed) -> None:
    bed.context.close_stores()
    bed.context.stop("archive", ValueError("This Connection is closed"))
    assert bed.context.report.trouble == {}
    bed.context.stop("feed", ValueError("disk full"))
    assert bed.context.report.trouble == {"feed": "disk full"}
    assert bed.closed == []


def test_a_run_that_never_began_has_nothing_to_close(tmp_path: Path) -> None:
    closed: list[str] = []
    config = Config.read(Settings({"KAZCRAWL_DATA": tmp_path / "data"}))
    context = RunContext(SITE, config, closed.append, lambda: True)
    context.close_stores()
    context.stop("archive", ValueError("no folder"))
    assert closed == []
    assert context.report.trouble == {"archive": "no folder"}
    assert not (tmp_path / "data").exists()


def test_raw_pages_are_whole_when_their_stores_are_closed(bed: Bed) -> None:
    bed.open(KAZCRAWL_RAW_MB="1")
    assert bed.context.raw is not None
    page = RawPage(link("a"), link("a"), clock.text(NOW), "kazinform", "ru", None, b"<p>A page.")
    bed.context.raw.write(page, [])
    bed.context.close_stores()
    assert [stored.body for stored in read_raw(bed.context.config.raw)] == [b"<p>A page."]
    assert list(bed.folder.rglob("*.open")) == []


def test_a_run_ends_once_for_each_thing_that_cannot_be_kept(bed: Bed) -> None:
    bed.now = NOW + HOUR
    bed.context.stop("archive", ValueError("disk full"))
    bed.context.stop("archive", ValueError("again"))
    bed.context.stop("raw", ValueError("no folder"))
    assert bed.closed == ["archive_failed", "raw_failed"]
    assert bed.context.report.trouble == {"archive": "disk full", "raw": "no folder"}
