"""Push as a run does it: what goes wrong with it changes no exit code."""

import json
from pathlib import Path

from tests.push.conftest import Receiver
from tests.support import Site, crawl, feed_files, feed_records, scrapy

ONE = ("-a", "editions=en", "-a", "since=2026-11-20")


def test_a_crawl_pushes_what_it_publishes_and_tells_a_bad_verdict(
    g3_site: Site, tmp_path: Path, receiver: Receiver
) -> None:
    data = tmp_path / "data"
    given = {"KAZCRAWL_ON_BATCH": receiver.address, "KAZCRAWL_ON_VERDICT": receiver.address}
    receiver.answers = [503]
    run = crawl(data, g3_site, *ONE, **given)
    assert (run.returncode, run.stderr) == (0, "")
    assert receiver.taken == []
    status = scrapy("status", "-s", f"KAZCRAWL_DATA={data}", **given)
    records = feed_records(data)
    assert f"push         {len(records)} records wait: HTTP 503, tried again after" in status.stdout
    told = json.loads(scrapy("status", "--json", "-s", f"KAZCRAWL_DATA={data}", **given).stdout)
    assert told["push"]["records"] == len(records)
    state = json.loads((data / "push.json").read_text())
    (own,) = state.values()
    own["next_at"] = None
    (data / "push.json").write_text(json.dumps(state))
    run = scrapy("publish", "-s", f"KAZCRAWL_DATA={data}", **given)
    assert (run.returncode, run.stderr) == (0, "")
    assert receiver.records == records
    assert len(receiver.taken) == len(feed_files(data))


def test_a_bad_verdict_is_told_at_once(tmp_path: Path, receiver: Receiver) -> None:
    nobody = Site("http://127.0.0.1:9", tmp_path / "log")
    run = crawl(tmp_path, nobody, *ONE, KAZCRAWL_ON_VERDICT=receiver.address)
    assert run.returncode == 4
    ((headers, body),) = receiver.taken
    told = json.loads(body)
    assert told["type"] == "kazcrawl.verdict"
    assert (told["data"]["verdict"], told["data"]["exit_code"]) == ("unreachable", 4)
    assert told["data"]["reason"] in run.stderr
    assert headers["webhook-id"] == told["data"]["crawl_id"]
