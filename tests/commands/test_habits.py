"""What people who know Scrapy do: output files, own spiders, single pages, schedulers."""

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kazcrawl.record import FIELDS
from tests.misbehaving import misbehaving
from tests.support import Site, crawl, feed_records, scrapy

OWN_SPIDER = """
import scrapy
class Mine(scrapy.Spider):
    name = "mine"
    async def start(self):
        yield scrapy.Request("{address}/robots.txt", dont_filter=True)
    def parse(self, response):
        yield {{"url": response.url, "size": len(response.body)}}
        yield response.follow("/robots.txt")
"""


def test_a_file_that_cannot_be_written_is_5_and_the_others_are_whole(
    tmp_path: Path, g3_site: Site
) -> None:
    files = {
        "/dev/full": {"format": "jsonl", "overwrite": True},
        f"{tmp_path}/articles.csv": {"format": "csv"},
        f"{tmp_path}/articles.xml": {"format": "xml"},
    }
    run = crawl(
        tmp_path / "data",
        g3_site,
        *("-a", "editions=ar,oz", "-a", "_job=77"),
        *("-s", f"FEEDS={json.dumps(files)}"),
    )
    assert run.returncode == 5
    assert run.stderr.splitlines()[-1] == (
        "kazcrawl: not delivered: /dev/full: No space left on device"
    )
    assert "Traceback" not in run.stderr
    records = {row["id"]: row for row in feed_records(tmp_path / "data")}
    with (tmp_path / "articles.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["id"] for row in rows} == set(records)
    for row in rows:
        assert list(row) == list(FIELDS)
        for name in ("author", "keywords", "image", "article_section"):
            assert name == "article_section" or json.loads(row[name]) == records[row["id"]][name]
            assert isinstance(json.loads(row[name]), list)
    assert any(json.loads(row["dateline"])["place"] for row in rows if row["dateline"])
    assert len(ElementTree.parse(tmp_path / "articles.xml").getroot()) == len(records)
    assert "of the scheduler: _job=77" in (tmp_path / "data/logs/kazcrawl.log").read_text()


@pytest.mark.parametrize(
    ("file", "settings", "line"),
    [
        ("foo://x.jsonl", (), "foo://x.jsonl: could not be stored; see the log"),
        ("%(nothing)s.jsonl", (), "%(nothing)s.jsonl: KeyError: 'nothing'"),
        (
            "x.jsonl",
            ("-s", "FEED_URI_PARAMS=no.such"),
            "x.jsonl: ModuleNotFoundError: No module named 'no'",
        ),
        (
            "x.jsonl",
            ("-s", "FEED_EXPORT_BATCH_ITEM_COUNT=3"),
            "x.jsonl: could not be stored; see the log",
        ),
    ],
)
def test_a_file_that_was_asked_for_and_cannot_be_is_told_and_all_else_is_delivered(
    tmp_path: Path, g3_site: Site, file: str, settings: tuple[str, ...], line: str
) -> None:
    files = {file: {"format": "jsonl"}, f"{tmp_path}/%(batch_id)d.csv": {"format": "csv"}}
    data = tmp_path / "data"
    run = crawl(data, g3_site, "-a", "editions=ar", "-s", f"FEEDS={json.dumps(files)}", *settings)
    assert run.stderr.splitlines()[-1] == f"kazcrawl: not delivered: {line}"
    assert run.returncode == 5
    assert feed_records(data)


def test_a_crawl_that_cannot_open_what_scrapy_needs_says_so(tmp_path: Path, g3_site: Site) -> None:
    run = crawl(tmp_path / "data", g3_site, "-s", "JOBDIR=/dev/null/jobs")
    assert run.stderr.splitlines()[-1] == ("kazcrawl: failed: the crawl did not start; see the log")
    assert "No row" not in run.stderr
    assert run.returncode == 1


def test_messages_name_the_pages_own_address_wherever_all_is_sent(
    tmp_path: Path, g3_site: Site
) -> None:
    run = crawl(
        tmp_path,
        g3_site,
        *("-a", "editions=ar", "-s", "DOWNLOAD_MAXSIZE=3000", "-s", "RETRY_TIMES=0"),
    )
    assert run.returncode == 4
    log = (tmp_path / "logs/kazcrawl.log").read_text()
    assert "(3000) in request <GET https://ar.inform.kz/" in log
    assert g3_site.address not in log + run.stderr


def test_parse_prints_the_record_of_one_page_and_archives_nothing(
    tmp_path: Path, g3_site: Site
) -> None:
    row = next(row for row in g3_site.truth() if row["edition"] == "en")
    there = ("-s", f"KAZCRAWL_CONNECT_TO={g3_site.address}", "-s", f"KAZCRAWL_DATA={tmp_path}/d")
    run = scrapy("parse", row["url"], "--nocolour", *there)
    assert (run.returncode, run.stderr) == (0, "")
    assert f"'id': '{row['id']}'" in run.stdout
    missing = scrapy("parse", "https://en.inform.kz/news/none_a1/", "--nocolour", *there)
    assert missing.returncode == 1
    assert "the page says that there is nothing at its address" in missing.stderr
    assert not (tmp_path / "d").exists()


def test_spiders_of_ones_own_run_as_in_every_project(tmp_path: Path) -> None:
    with misbehaving(articles=14) as site:
        (tmp_path / "mine.py").write_text(OWN_SPIDER.format(address=site.address))
        out = tmp_path / "out.jsonl"
        data = ("-s", f"KAZCRAWL_DATA={tmp_path}/data", "-s", "ROBOTSTXT_OBEY=0")
        run = scrapy("runspider", str(tmp_path / "mine.py"), "-O", str(out), *data)
        assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr
        # The second request is a duplicate: what the agency's walk may do, others need not.
        assert [set(json.loads(row)) for row in out.open()] == [{"url", "size"}] * 2
    assert not (tmp_path / "data").exists()
