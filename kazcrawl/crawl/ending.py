"""The end of a crawl: publish, judge, remember, tell.

``scrapy crawl`` does this after the reactor has stopped, which also works when the crawl was
stopped the hard way. Library use calls ``finish(crawler)`` after its ``CrawlerProcess`` is done.
"""

import logging
from datetime import timedelta
from statistics import median, quantiles

import orjson
from scrapy.crawler import Crawler

from kazcrawl import clock, health
from kazcrawl.archive import Archive, ArchiveError, BusyError
from kazcrawl.archive.batch_tally import note_batches
from kazcrawl.archive.forgetting import finish_forgetting
from kazcrawl.archive.runs import end_run, last_good_start, published_by, runs_since, thin_runs
from kazcrawl.archive.standing import remember
from kazcrawl.archive.tally import note_holdings
from kazcrawl.config import Config
from kazcrawl.crawl.context import RunContext
from kazcrawl.crawl.spider import WalkSpider
from kazcrawl.disk.lock import LockedError
from kazcrawl.feeds.publisher import PATIENCE, FeedError, publish
from kazcrawl.health.metrics import write_metrics
from kazcrawl.health.past import WEEKS
from kazcrawl.health.run_report import Delay
from kazcrawl.logs.program import called

logger = logging.getLogger("kazcrawl")


def finish(crawler: Crawler) -> health.Verdict:
    """Publishes what waits, judges the run and notes it in the archive; call it once.

    The verdict stands in the crawler's stats as well (see ``note_verdict``). Raises nothing
    for an archive or feed that cannot be written: that is the verdict ``not delivered``.
    """
    spider, stats = crawler.spider, crawler.stats
    assert isinstance(spider, WalkSpider)
    assert stats is not None
    context = spider.context
    context.close_stores()
    if isinstance(error := deliver(context, PATIENCE), BusyError):
        return _not_delivered(crawler, error)
    try:
        archive = Archive(context.config.archive_url)
    except ArchiveError as error:
        return _not_delivered(crawler, error)
    try:
        context.report.delay = _delay(archive, context)
        verdict = note_verdict(crawler, archive)
        is_good = verdict.exit_code == health.GOOD
        end_run(
            archive,
            context.crawl_id,
            walked=spider.walked() if is_good else {},
            finished_at=clock.text(clock.now()),
            verdict=verdict.word,
            exit_code=verdict.exit_code,
            stats=orjson.dumps(stats.get_stats(), default=str).decode(),
        )
        thin_runs(archive)
        note_holdings(archive)
        if context.published:
            note_batches(archive, context.site.name)
        finish_forgetting(archive)
        if is_good:
            remember(archive, spider.learned())
        _write_aside(archive, context.config)
    except ArchiveError as error:
        return _not_delivered(crawler, error)
    finally:
        archive.close()
    return verdict


def deliver(context: RunContext, patience: float) -> Exception | None:
    """Publishes what waits; a failure ends the crawl, if it still runs, and is its trouble.

    ``patience`` is how many seconds another publisher is waited for. Gives what went wrong.
    """
    config = context.config
    try:
        for batch in publish(
            config.archive_url,
            config.feeds,
            context.site.name,
            context.crawl_id,
            config.compression,
            config.manifests,
            what=f"{called()} crawl {context.site.name}",
            patience=patience,
            key=config.signing_key,
            place=config.data,
        ):
            context.report.feed_files += 1
            context.report.feed_records += batch.records
            context.published.append(batch.path)
            logger.info("published %s (%d records)", batch.path, batch.records)
    except LockedError as error:
        # While the crawl goes on, the other one publishes for it.
        if patience:
            context.report.trouble["publisher"] = str(error)
        return error
    except (FeedError, ArchiveError) as error:
        context.stop("feed", error)
        return error
    return None


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
    """Judges a crawl so far, and writes its account and what came of it into Scrapy's stats.

    Stats: those of ``RunReport``, and ``verdict``, ``verdict/reason``, ``verdict/exit_code``,
    ``verdict/figures`` (a dict).
    """
    spider, stats = crawler.spider, crawler.stats
    assert isinstance(spider, WalkSpider)
    assert stats is not None
    context = spider.context
    context.report.take_over(stats.get_stats())
    context.report.clock_ahead = round(context.clocks.ahead.total_seconds())
    if context.past is None:
        since = clock.text(context.started - timedelta(weeks=WEEKS, hours=2))
        context.past = [
            health.PastRun(run.stats, run.verdict)
            for run in runs_since(archive, since, context.site.name)
            if run.crawl_id != context.crawl_id
        ]
    return _tell(crawler, health.judge(context.report, context.past))


def _not_delivered(crawler: Crawler, error: ArchiveError) -> health.Verdict:
    assert isinstance(crawler.spider, WalkSpider)
    # What went wrong first is the cause of what goes wrong behind it.
    reason = crawler.spider.context.report.trouble.get("archive", str(error))
    return _tell(crawler, health.Verdict("not delivered", reason, {"what": "archive"}))


def _tell(crawler: Crawler, verdict: health.Verdict) -> health.Verdict:
    assert isinstance(crawler.spider, WalkSpider)
    assert crawler.stats is not None
    crawler.stats.set_stats(
        crawler.stats.get_stats()
        | crawler.spider.context.report.as_stats()
        | {
            "verdict": verdict.word,
            "verdict/reason": verdict.reason,
            "verdict/exit_code": verdict.exit_code,
            "verdict/figures": dict(verdict.figures),
        }
    )
    return verdict


def _delay(archive: Archive, context: RunContext) -> Delay | None:
    """From publication to feed, of what was published since the last good run began: an old
    article that was met for the first time is no slow delivery."""
    since = last_good_start(archive, context.site.name)
    if since is None:
        return None
    seconds = sorted(
        (clock.parse(delivered) - clock.parse(published)).total_seconds()
        for published, delivered in published_by(archive, context.crawl_id, since)
    )
    if not seconds:
        return None
    p95 = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return Delay(len(seconds), round(median(seconds)), round(min(p95, seconds[-1])))
