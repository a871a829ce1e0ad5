"""``scrapy read``: a maintainer's view of a page, and batches that never stop."""

import gzip
import json
from pathlib import Path

from tests.samples import SAMPLES
from tests.support import scrapy

SAMPLE = SAMPLES / "kazinform/g2/sample-site-kk.html"
RECORD = json.loads(SAMPLE.with_suffix(".json").read_text("utf-8"))


def test_a_page_is_printed_as_one_json_line(tmp_path: Path) -> None:
    run = scrapy("read", str(SAMPLE), str(SAMPLE), "--url", RECORD["url"], cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    rows = [json.loads(row) for row in run.stdout.splitlines()]
    assert len(rows) == 2
    assert {key: rows[0][key] for key in RECORD} == RECORD | {"revision": None}
    assert rows[0]["fetched_at"] is None
    assert list(tmp_path.iterdir()) == [], "reading makes no archive and no data folder"


def test_asked_why_it_tells_each_line_that_was_removed_with_rule_and_place(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    body = (
        "<p>The council approved the plan for the new bridge over the river on Monday.</p>"
        "<p>Engineers will test the ground before the pillars are set. Photo: gov.kz</p>"
        "<p>Leave a Reply</p><p>Your email address will not be published.</p>"
    )
    page.write_text(f"<h1 class=article__title>Plan</h1><div class=article__content>{body}</div>")
    run = scrapy("read", str(page), "--url", RECORD["url"], "--why")
    assert run.returncode == 0, run.stderr
    read, *removed = [json.loads(row) for row in run.stdout.splitlines()]
    assert read["article_body"].endswith("before the pillars are set.")
    told = [(row["removed"], row["place"]) for row in removed]
    assert told == [
        ("Photo: gov.kz", "glued"),
        ("Leave a Reply", "behind"),
        ("Your email address will not be published.", "behind"),
    ]
    assert all(row["rule"] for row in removed)


def test_a_batch_answers_every_line_in_order_whatever_they_hold(tmp_path: Path) -> None:
    (tmp_path / "packed.html.gz").write_bytes(gzip.compress(SAMPLE.read_bytes()))
    (tmp_path / "torn.html.gz").write_bytes(gzip.compress(SAMPLE.read_bytes())[:500])
    (tmp_path / "empty.html").write_text("")
    entries = [
        {"id": 1, "url": RECORD["url"], "path": str(SAMPLE)},
        {"id": "packed", "url": RECORD["url"], "path": "packed.html.gz"},
        {"id": "torn", "url": RECORD["url"], "path": "torn.html.gz"},
        {"id": "empty", "url": RECORD["url"], "path": "empty.html"},
        {"id": "gone", "url": RECORD["url"], "path": "not-there.html"},
        {"id": "no path"},
    ]
    index = tmp_path / "index.jsonl"
    index.write_text("\n".join([*map(json.dumps, entries), "not json", ""]))
    run = scrapy("read", "--batch", str(index))
    assert run.returncode == 0, run.stderr
    rows = [json.loads(row) for row in run.stdout.splitlines()]
    assert [row["id"] for row in rows] == [1, "packed", "torn", "empty", "gone", "no path", None]
    assert rows[0]["headline"] == rows[1]["headline"] == RECORD["headline"]
    assert rows[4]["error"] == "No such file or directory"
    assert all(set(row) == {"id", "error"} and row["error"] for row in rows[2:])


def test_wrong_usage_is_told_in_one_line() -> None:
    for arguments, words in (
        (["read"], "name a file"),
        (["read", str(SAMPLE)], "--url is missing"),
        (["read", "--batch", "nowhere.jsonl"], "nowhere.jsonl: No such file"),
    ):
        run = scrapy(*arguments)
        assert run.returncode == 2
        assert words in run.stderr
        assert "Traceback" not in run.stderr


def test_a_page_that_gives_no_record_is_named_with_the_reason(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><title>Just a moment...</title></html>")
    run = scrapy("read", str(page), "--url", RECORD["url"])
    assert run.returncode == 1
    assert run.stderr.startswith(f"kazcrawl: {page}: ")
