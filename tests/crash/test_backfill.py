"""A backfill of sixty days, killed five times: all of it, once, and no page asked for in vain."""

import random
import time
from collections import Counter
from pathlib import Path

from tests.crash.promise import broken
from tests.support import crawl_command, feed_records, sample_site, scrapy, started

RANGE = ("-a", "since=2026-09-24", "-a", "until=2026-11-22")
ARGUMENTS = (
    *("-a", "editions=ar,oz", *RANGE),
    *("-s", "KAZCRAWL_DELIVER_ARTICLES=20"),
)


def test_a_backfill_killed_five_times_gives_everything_once_and_asks_for_no_archived_page(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with sample_site(tmp_path, articles=980, days=66) as site:
        truth = [
            row
            for row in site.truth()
            if row["edition"] in ("ar", "oz")
            and "2026-09-24" <= row["date_published_local"][:10] <= "2026-11-22"
        ]
        asked: Counter[str] = Counter()
        command = crawl_command(data, site, *ARGUMENTS, "-s", "DOWNLOAD_DELAY=0.02")
        for number in range(5):
            before, archived = len(site.requests()), _archived_paths(data)
            with started(*command) as process:
                # Killed once it is under way, wherever that is.
                while len(site.requests()) < before + 10 and process.poll() is None:
                    time.sleep(0.05)
                time.sleep(random.Random(number).uniform(0.1, 1.5))
            asked.update(row for row in site.requests()[before:] if row in archived)
        before, archived = len(site.requests()), _archived_paths(data)
        done = scrapy(*command)
        asked.update(row for row in site.requests()[before:] if row in archived)
        assert done.returncode == 0, done.stderr
    assert len(truth) > 100
    assert broken(data, truth) == ""
    assert asked == Counter()
    shown = scrapy("coverage", "-s", f"KAZCRAWL_DATA={data}", "--json")
    assert '"gaps": []' in shown.stdout, shown.stdout


def _archived_paths(data: Path) -> set[str]:
    """The articles that the published files hold, as the site's log names them."""
    if not (data / "feeds").exists():
        return set()
    urls = (row["url"].removeprefix("https://").split("/", 1) for row in feed_records(data))
    return {f"{host} /{path}" for host, path in urls}
