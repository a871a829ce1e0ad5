"""What a job is."""

from datetime import date

from kazcrawl.archive.holders import queue_of
from kazcrawl.cluster.work import Scope, Work, audit, backfill, export, news, reparse
from kazcrawl.config import Config
from kazcrawl.sites.registry import main_site

RU = Scope.edition(main_site(), "ru")
ELSEWHERE = Scope.address("republisher", "https://news.example/kaz/")
SERVERS = Config().servers
EXPORT = export(("/srv/out", "--format", "jsonl"))


def test_a_job_is_of_an_edition_or_a_site_and_waits_for_its_server() -> None:
    latest = news(RU, SERVERS)
    assert latest.command == ("crawl", "kazinform", "-a", "editions=ru")
    assert (latest.name, latest.queue) == ("news kazinform ru", queue_of("kazinform"))
    assert news(RU, {}).queue == queue_of(main_site().editions["ru"].host)
    other = news(ELSEWHERE, SERVERS)
    assert other.command[2:] == ("-a", "site=https://news.example/kaz/")
    assert other.queue == queue_of("news.example")
    for job, is_crawl in ((other, True), (reparse("f" * 32, None), False), (EXPORT, False)):
        assert job.is_crawl is is_crawl


def test_a_backfill_is_a_job_a_month_the_newest_first_and_less_urgent_than_all_others() -> None:
    jobs = list(backfill(RU, SERVERS, date(2026, 1, 10), date(2026, 3, 5), by_gaps=True))
    assert [job.name.split()[-1] for job in jobs] == [
        "2026-03-01..2026-03-05", "2026-02-01..2026-02-28", "2026-01-10..2026-01-31",
    ]  # fmt: skip
    assert jobs[1].command[4:] == (
        *("-a", "since=2026-02-01", "-a", "until=2026-02-28"), "-a", "gaps=true",
    )  # fmt: skip
    jobs = [news(RU, {}), audit(RU, {}), EXPORT, reparse("f", None), jobs[0]]
    urgent = [job.priority for job in jobs]
    assert urgent == sorted(urgent, reverse=True)
    assert len(set(urgent)) == len(urgent)


def test_what_begins_anew_at_each_turn_is_given_twice_the_time() -> None:
    day = date(2026, 1, 1)
    (alone,) = backfill(ELSEWHERE, SERVERS, day, day, by_gaps=False)
    assert "gaps=true" not in alone.command
    slices = []
    for _ in range(8):
        slices.append(alone.slices)
        alone = alone.gave_way()
    assert slices == [1, 2, 4, 8, 16, 32, 32, 32]
    assert Work.from_args(alone.as_args()) == alone
    assert news(RU, {}).gave_way() == news(RU, {})


def test_a_job_comes_back_from_the_queue_as_it_went_in_with_its_last_failures() -> None:
    job = news(RU, SERVERS)
    for number in range(12):
        job = job.failed(f"exit code {number}")
    assert Work.from_args(job.as_args()) == job
    assert job.failures == tuple(f"exit code {number}" for number in range(2, 12))
