"""What a site says of rights is noted with its moment, shown, and changes nothing else."""

import json
from pathlib import Path

import pytest
from scrapy.http import Response

from kazcrawl.archive import Archive
from kazcrawl.archive.rights import rights_seen
from kazcrawl.fetch.rights import statements
from kazcrawl.pages.rights import HEAD
from kazcrawl.sample_site.site import Answer
from tests.misbehaving import misbehaving
from tests.support import crawl, feed_files, feed_records, scrapy

ONE = ("-a", "editions=en", "-a", "since=2026-11-20")
ROBOTS = "User-agent: *\nContent-Usage: train-ai=n\nDisallow: /private\n"
TDMREP = '[{"location": "/", "tdm-reservation": 1}]'


def test_it_is_kept_shown_and_published(tmp_path: Path) -> None:
    asked: list[str] = []

    def hook(host: str, path: str, _query: str) -> Answer | None:
        asked.append(f"{host}{path}")
        if path == "/robots.txt":
            return Answer(200, ROBOTS, "text/plain")
        if path == "/.well-known/tdmrep.json":
            return Answer(200, TDMREP, "application/json")
        return None

    with misbehaving(articles=70) as site:
        site.hook = hook
        for _ in range(2):
            run = crawl(tmp_path, site.as_site(tmp_path), *ONE)
            assert (run.returncode, run.stderr) == (0, "")
    places = [one for one in asked if one.endswith("tdmrep.json")]
    host = places[0].partition("/")[0]
    assert places == [f"{host}/.well-known/tdmrep.json"], "once a day, as robots.txt"
    archive = Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}")
    seen = [(right.host, right.kind, right.words) for right in rights_seen(archive)]
    evidence = [right.evidence for right in rights_seen(archive)]
    archive.close()
    assert seen == [
        (host, "robots.txt", "Content-Usage: train-ai=n"),
        (host, "tdmrep.json", TDMREP),
    ]
    assert evidence == [ROBOTS.encode(), TDMREP.encode()]
    kept = tmp_path / "evidence"
    status = scrapy("status", "--evidence", str(kept), "-s", f"KAZCRAWL_DATA={tmp_path}").stdout
    assert f"rights       {host} robots.txt: Content-Usage: train-ai=n (20" in status
    manifest = feed_files(tmp_path)[0].with_name("kazinform-000001.manifest.json")
    told = json.loads(manifest.read_text())["rights"]
    assert [(one["host"], one["kind"], one["words"]) for one in told] == seen
    assert [(kept / one["evidence"]).read_bytes() for one in told] == evidence
    scrapy("export", str(tmp_path / "out"), "--format", "ninjs", "-s", f"KAZCRAWL_DATA={tmp_path}")
    objects = [
        json.loads(row)
        for path in (tmp_path / "out").rglob("[!_]*.jsonl")
        for row in path.read_text().splitlines()
    ]
    assert len(objects) == len(feed_records(tmp_path))
    said = f"Content-Usage: train-ai=n\n{TDMREP}"
    assert {one["rightsInfo"]["encodedRights"] for one in objects} == {said}


@pytest.mark.parametrize(("robots", "times"), [("", 1), ("User-agent: *\nDisallow: /.well-", 0)])
def test_a_site_that_refuses_to_say_it_is_crawled_as_ever(
    tmp_path: Path, robots: str, times: int
) -> None:
    asked: list[str] = []

    def hook(_host: str, path: str, _query: str) -> Answer | None:
        asked.append(path)
        if path == "/robots.txt":
            return Answer(200, robots, "text/plain")
        return Answer(403, "no") if "well-known" in path else None

    with misbehaving(articles=70) as site:
        site.hook = hook
        run = crawl(tmp_path, site.as_site(tmp_path), *ONE)
    assert (run.returncode, run.stderr) == (0, "")
    assert feed_records(tmp_path)
    assert asked.count("/.well-known/tdmrep.json") == times, "not where robots.txt forbids it"


@pytest.mark.parametrize(
    ("said", "times"), [("<p>There is no such page.", [1, 1, 1, 2]), (TDMREP, [1, 2, 3, 4])]
)
def test_a_host_that_says_nothing_is_asked_once_a_week(
    tmp_path: Path, said: str, times: list[int]
) -> None:
    asked: list[str] = []

    def hook(_host: str, path: str, _query: str) -> Answer | None:
        asked.append(path)
        return Answer(200, said) if path == "/.well-known/tdmrep.json" else None

    told = []
    with misbehaving(articles=70) as site:
        site.hook = hook
        # An hour later each time: however slow a run is, the next begins more than a day behind.
        for moment in ("23T12", "24T13", "29T14", "30T15"):
            now = f"KAZTEST_NOW=2026-11-{moment}:00:00Z"
            crawl(tmp_path, site.as_site(tmp_path), *ONE, "-s", now)
            told.append((asked.count("/robots.txt"), asked.count("/.well-known/tdmrep.json")))
    assert told == list(zip([1, 2, 3, 4], times, strict=True))


def test_each_statement_has_the_bytes_in_which_it_came() -> None:
    element = '<meta name="tdm-reservation" content="1">'
    page = f"<title>Қала</title>{element}<p>".encode("cp1251", "xmlcharrefreplace")
    headers = {"X-Robots-Tag": b"noai; \xe9t\xe9", "Server": "nginx"}
    answer = Response("https://x.example/a", headers=headers, body=page + b"." * 99_999)
    assert [(words, evidence) for (_, words), evidence in statements(answer, "/a")] == [
        ("X-Robots-Tag: noai; \xe9t\xe9", b"X-Robots-Tag: noai; \xe9t\xe9"),
        (element, (page + b"." * 99_999)[:HEAD]),
    ]
    assert list(statements(answer.replace(headers={}, status=404), "/a")) == []
