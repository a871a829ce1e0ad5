"""The end of a crawl: publish, judge, remember, tell.

``scrapy crawl`` does this after the reactor has stopped, which also works when the crawl was
stopped the hard way. Library use calls ``finish(crawler)`` after its ``CrawlerProcess`` is done.
"""

import logging
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

import orjson
from scrapy.crawler import Crawler

from kazcrawl import clock, health
from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.runs import end_run, last_good_start, published_by, runs_since
from kazcrawl.archive.standing import remember
from kazcrawl.config import Config
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.feeds import FeedError, Publisher
from kazcrawl.health.metrics import write_metrics
from kazcrawl.health.past import WEEKS

logger = logging.getLogger("kazcrawl")


def finish(crawler: Crawler) -> health.Verdict:
    """Publishes what waits, judges the run and notes it in the archive; call it once.

    The verdict stands in the crawler's stats as well (see ``note_verdict``). Raises nothing
    for an archive or feed that cannot be written: that is the verdict ``not delivered``.
    """
    spider, stats = crawler.spider, crawler.stats
    assert isinstance(spider, WalkSpider)
    assert stats is not None
    config = spider.config
    spider.close_stores()
    try:
        _publish(crawler, config)
    except (FeedError, ArchiveError) as error:
        stats.set_value("failure/feed", str(error))
    try:
        archive = Archive(config.archive_url)
    except ArchiveError as error:
        return _not_delivered(crawler, error)
    try:
        stats.set_stats(stats.get_stats() | _delay(archive, spider))
        verdict = note_verdict(crawler, archive)
        end_run(
            archive,
            spider.crawl_id,
            walked=spider.editions_walked() if verdict.exit_code == health.GOOD else {},
            finished_at=clock.text(clock.now()),
            verdict=verdict.word,
            exit_code=verdict.exit_code,
            stats=orjson.dumps(stats.get_stats(), default=str).decode(),
        )
        if verdict.exit_code == health.GOOD:
            remember(archive, spider.learned())
        _write_aside(archive, config)
    except ArchiveError as error:
        return _not_delivered(crawler, error)
    finally:
        archive.close()
    return verdict


def _write_aside(archive: Archive, config: Config) -> None:
    """Metrics and report: what goes wrong with them changes no verdict, all is delivered."""
    try:
        write_metrics(archive, config.metrics)
        if config.report:
            # The charts' library is worth loading only for whoever wants them.
            from kazcrawl.report import write_report

            write_report(archive, config)
    except OSError as error:
        logger.warning("%s: %s", error.filename or config.data, error.strerror or error)
    except Exception:
        logger.exception("metrics or report could not be written")


def note_verdict(crawler: Crawler, archive: Archive) -> health.Verdict:
    """Judges a crawl by its stats so far and writes into them what came of it.

    Stats: ``verdict``, ``verdict/reason``, ``verdict/exit_code``, ``verdict/figures`` (a dict);
    ``source``, ``run/started`` (UTC text), ``run/ordinary`` whether it walked what an ordinary run
    walks, and ``run/editions``.
    """
    spider, stats = crawler.spider, crawler.stats
    assert isinstance(spider, WalkSpider)
    assert stats is not None
    since = clock.text(spider.started - timedelta(weeks=WEEKS, hours=2))
    past = [
        health.PastRun(
            health.RunReport.from_stats({"run/started": run.started_at} | run.stats), run.verdict
        )
        for run in runs_since(archive, since, spider.name)
        if run.crawl_id != spider.crawl_id
    ]
    stats.set_stats(stats.get_stats() | {"source": spider.name} | _plan(spider))
    return _tell(crawler, health.judge(health.RunReport.from_stats(stats.get_stats()), past))


def _not_delivered(crawler: Crawler, error: ArchiveError) -> health.Verdict:
    return _tell(crawler, health.Verdict("not delivered", str(error), {"what": "archive"}))


def _tell(crawler: Crawler, verdict: health.Verdict) -> health.Verdict:
    assert crawler.stats is not None
    crawler.stats.set_value("verdict", verdict.word)
    crawler.stats.set_value("verdict/reason", verdict.reason)
    crawler.stats.set_value("verdict/exit_code", verdict.exit_code)
    crawler.stats.set_value("verdict/figures", dict(verdict.figures))
    return verdict


def _plan(spider: WalkSpider) -> dict[str, Any]:
    """What a run set out to walk, as stats."""
    asked: Any = spider.arguments  # type: ignore[attr-defined]  # each spider has its own
    names = ("since", "until", "max_pages", "sections", "gaps", "query")
    return {
        "run/started": clock.text(spider.started),
        "run/ordinary": not any(getattr(asked, name, None) for name in names),
        "run/editions": spider.editions(),
    }


def _publish(crawler: Crawler, config: Config) -> None:
    spider, stats = crawler.spider, crawler.stats
    assert isinstance(spider, WalkSpider)
    assert stats is not None
    publisher = Publisher(
        config.archive_url, config.feeds, spider.name, spider.crawl_id, config.compression
    )
    try:
        for one in publisher.publish():
            stats.inc_value("feed/files")
            stats.inc_value("feed/records", one.records)
            logger.info("published %s (%d records)", one.path, one.records)
    finally:
        publisher.close()


def _delay(archive: Archive, spider: WalkSpider) -> dict[str, float]:
    """Stats ``delay/articles``, ``delay/median``, ``delay/p95``: publication to feed, seconds.

    Only of what was published since the last good run began: an old article that was met for
    the first time is no slow delivery.
    """
    since = last_good_start(archive, spider.name)
    seconds = sorted(
        (clock.parse(delivered) - clock.parse(published)).total_seconds()
        for published, delivered in published_by(archive, spider.crawl_id)
        if since and since <= published <= delivered
    )
    if not seconds:
        return {}
    p95 = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return {
        "delay/articles": len(seconds),
        "delay/median": round(median(seconds)),
        "delay/p95": round(min(p95, seconds[-1])),
    }
