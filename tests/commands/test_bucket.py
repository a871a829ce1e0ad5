"""Commands whose feeds are in a bucket: what they do there, and what they say when they cannot."""

import json
import subprocess
from pathlib import Path

import orjson
import pytest

from kazcrawl.archive import Archive
from kazcrawl.config import Config
from kazcrawl.doctor.machine import checks
from kazcrawl.feeds.publisher import publish
from tests.feeds.test_rebuild import add
from tests.s3 import held
from tests.support import Site, crawl, differences, scrapy


def records(place: str) -> list[dict]:
    files = sorted(name for name in held(place) if ".jsonl" in name)
    return [orjson.loads(line) for name in files for line in held(place)[name].splitlines()]


@pytest.fixture
def places(tmp_path: Path, bucket: str) -> tuple[str, ...]:
    """Options that name data folder and bucket."""
    return ("-s", f"KAZCRAWL_DATA={tmp_path / 'data'}", "-s", f"KAZCRAWL_FEEDS={bucket}")


def said(run: subprocess.CompletedProcess) -> str:
    """The one line of a command that ended with exit code 5."""
    assert run.returncode == 5, run.stderr
    (line,) = [line for line in run.stderr.splitlines() if line.startswith("kazcrawl:")]
    return line


def test_after_a_kill_and_a_run_without_the_bucket_the_next_gives_everything_once(
    tmp_path: Path, g3_site: Site, bucket: str, places: tuple[str, ...]
) -> None:
    data = tmp_path / "data"
    words = ("-a", "editions=oz", "-s", "KAZCRAWL_DELIVER_ARTICLES=2", *places)
    killed = crawl(
        data, g3_site, *words,
        KAZTEST_STEP_WATCHER="tests.crash.watcher.kill", KILL_AT="before manifest", KILL_NTH="1",
    )  # fmt: skip
    assert killed.returncode == -9, killed.stderr
    alone = crawl(data, g3_site, *words, AWS_ENDPOINT_URL="http://127.0.0.1:1")
    assert said(alone).endswith(f"{bucket}/.archive: http://127.0.0.1:1 cannot be reached")
    run = crawl(data, g3_site, *words)
    assert run.returncode == 0, run.stderr
    truth = [row for row in g3_site.truth() if row["edition"] == "oz"]
    assert differences(truth, records(bucket)) == ""
    assert not (data / "feeds").exists()
    assert scrapy("verify", *places).stdout.endswith("every file is as it was published\n")


def test_feeds_in_a_bucket_are_looked_after(
    tmp_path: Path, bucket: str, places: tuple[str, ...]
) -> None:
    archive = Archive(f"sqlite:///{tmp_path / 'data'}/archive.sqlite3")
    for number in range(2):
        add(archive, number)
        publish(archive.url, bucket, "kazinform", "c1", place=tmp_path / "data")
    archive.close()
    sizes = [len(content) for name, content in held(bucket).items() if ".jsonl" in name]
    status = json.loads(scrapy("status", "--json", *places).stdout)
    assert status["disk"]["feed_bytes"] == sum(sizes)
    alone = scrapy("status", *places, AWS_ENDPOINT_URL="http://127.0.0.1:1")
    unknown = f"the feeds' size is not known: {bucket}: http://127.0.0.1:1 cannot be reached"
    assert (alone.returncode, alone.stderr) == (0, f"kazcrawl: {unknown}\n")
    assert "published    2 batches" in alone.stdout
    assert "feeds not known, " in alone.stdout
    forget = ("forget", "https://www.inform.kz/ru/words-000001", *places)
    alone = scrapy(*forget, AWS_ENDPOINT_URL="http://127.0.0.1:1")
    assert said(alone).endswith("http://127.0.0.1:1 cannot be reached")
    forgotten = scrapy(*forget).stdout
    assert "1 versions emptied" in forgotten, "nothing was changed before"
    assert f"still in {bucket}/kazinform/dt=" in forgotten
    assert "--rebuild kazinform-000002 writes it without" in forgotten
    assert scrapy("publish", "--rebuild", "kazinform-000002", *places).returncode == 0
    assert [row["article_body"] for row in records(bucket)] == ["Text 0.", None]
    pruned = scrapy("prune", "--feeds-before", "2099-01-01", *places)
    assert pruned.stdout == "removed 2 feed files and 0 files of raw pages\n", pruned.stderr
    assert list(held(bucket)) == [".archive"]
    assert scrapy("publish", "--rebuild", "1", *places).returncode == 0
    assert scrapy("verify", *places).stdout == "1 batches: every file is as it was published\n"


def test_the_doctor_asks_the_bucket(bucket: str) -> None:
    found = []
    for place in (bucket, bucket.replace("bucket-", "no-")):
        config = Config(KAZCRAWL_FEEDS=place)
        found += [check for check in checks(config) if check.name == "feeds"]
    assert [(check.found, check.code) for check in found[:1]] == [(bucket, 0)]
    assert found[1].code == 5
    assert found[1].found.endswith("answers 404 NoSuchBucket")


def test_where_no_feeds_can_be_nothing_begins(
    tmp_path: Path, g3_site: Site, bucket: str, places: tuple[str, ...]
) -> None:
    asked = g3_site.requests()
    elsewhere = ("-s", f"KAZCRAWL_FEEDS={bucket.replace('bucket-', 'no-')}")
    run = crawl(tmp_path / "data", g3_site, "-a", "editions=oz", *elsewhere)
    assert said(run).endswith(" answers 404 NoSuchBucket")
    archive = Archive(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    add(archive, 1)
    publish(archive.url, bucket, "kazinform", "c1", place=tmp_path / "data")
    archive.close()
    run = crawl(tmp_path / "data", g3_site, "-a", "editions=oz", *places)
    assert f"it is gone, but {bucket}/.manifests/kazinform/dt=" in said(run)
    assert g3_site.requests() == asked
    own = Archive(f"sqlite:///{tmp_path / 'own'}/archive.sqlite3")
    add(own, 2)
    publish(own.url, tmp_path / "own" / "feeds", "kazinform", "c1")
    own.close()
    before = held(bucket)
    wrong = (
        "prune",
        "--feeds-before",
        "2099-01-01",
        *places,
        "-s",
        f"KAZCRAWL_DATA={tmp_path / 'own'}",
    )
    assert "is another archive's; each needs one of its own" in said(scrapy(*wrong))
    assert held(bucket) == before
