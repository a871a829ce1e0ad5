"""Every line of docs/reading-feeds.md reads what was published, whatever the feeds hold.

The feeds: a batch of the layout without leads before one of today's, a batch of one record, a
month with edits and withdrawals; each with manifests beside the files and without.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import make_url

from kazcrawl.feeds import read
from kazcrawl.feeds.manifests import manifests_of
from kazcrawl.record import FIELDS
from kazcrawl.record.columns import as_code
from kazcrawl.sample_site.truth import truth
from tests.conftest import lack
from tests.docs.made_feeds import Feed, Pairs, came, opened, pair, publish_days, room
from tests.postgres import postgres_bin
from tests.support import ROOT, environment

PAGE = (ROOT / "docs" / "reading-feeds.md").read_text("utf-8")
_SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTIONS = {name: _BLOCK.findall(text) for name, text in _SECTION.findall(PAGE)}
WHOLE = "A whole folder"
# Files that `scrapy schema` prints, as the page tells it; its own tests run the command.
COLUMNS = re.findall(r"^scrapy schema --columns (\w+) > (\S+)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Feed]:
    """Three feeds; one of them again, and one alone, without manifests beside the files."""
    top = tmp_path_factory.mktemp("readers")
    old = [one | {"date_modified": None} for one in truth(room(14), "g1")]
    usual = [one for one in truth(room(21), "g3") if one["id"] not in {two["id"] for two in old}]
    month = came(truth(room(300, 30.0, edited=True), "g3"))
    month = [one for one in month if one["fetched_at"] > "2026-10-24"]
    contents = {
        "old": [*came(iter(old), "2026-11-21"), *came(iter(usual), "2026-11-22")],
        "one": came(iter(usual[:1])),
        "month": month,
    }
    made = {}
    for name, records in contents.items():
        folder = top / name
        folder.mkdir()
        publish_days(folder, records)
        for program, file in COLUMNS:
            (folder / file).write_text(as_code(program), "utf-8")
    shutil.copytree(top / "old", top / "old without manifests")
    for name in ("old without manifests", "one"):
        for path in (top / name).glob("feeds/kazinform/dt=*/*.jsonl"):
            manifests_of(path)[1].unlink()
    for name in ("old", "old without manifests", "one", "month"):
        made[name] = Feed(top / name)
    return made


def test_the_feeds_are_those_that_readers_fail_on(feeds: dict[str, Feed]) -> None:
    old, one, month = feeds["old"], feeds["one"], feeds["month"]
    first, second = sorted(old.folder.glob("feeds/kazinform/dt=*/*.jsonl"))
    first_records, second_records = (list(map(json.loads, opened(one))) for one in (first, second))
    assert {record["layout"] for record in first_records} == {"g1"}
    for key in ("description", "date_modified"):
        assert {record[key] for record in first_records} == {None}
        assert {type(record[key]) for record in second_records} >= {str}
    assert len(one.every) == 1
    assert len(list(month.folder.glob("feeds/kazinform/dt=*/*.jsonl"))) >= 30
    assert len(month.gone) > 5
    assert len(month.every) > len(month.newest) + 2 * len(month.gone)


def python_lines(section: str) -> list[str]:
    return [source for language, source in SECTIONS[section] if language == "python"]


def test_every_python_line_reads_what_was_published(feeds: dict[str, Feed], tmp_path: Path) -> None:
    usual = [line for name in SECTIONS if name != WHOLE for line in python_lines(name)]
    (whole,) = python_lines(WHOLE)
    assert len(usual) == 7
    lines = {
        str(feed.folder): usual if has_manifests(feed) else [*usual, whole]
        for feed in feeds.values()
    }
    offline = {
        "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.docs.run_readers"],
        input=json.dumps(lines),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment() | offline,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    for feed in feeds.values():
        newest, gone, every = (as_lists(own) for own in (feed.newest, feed.gone, feed.every))
        for line, read_by_it in zip(lines[str(feed.folder)], told[str(feed.folder)], strict=True):
            wanted = {"folder": every, "loaded": every} if line == whole else {
                "newest": newest, "gone": gone,
            }  # fmt: skip
            assert read_by_it == wanted, f"{feed.folder.name}:\n{line}"


def has_manifests(feed: Feed) -> bool:
    return any(feed.folder.glob("feeds/kazinform/dt=*/*.manifest.json"))


def as_lists(pairs: Pairs) -> list[list[Any]]:
    return sorted(map(list, pairs))


def shell_lines(section: str) -> str:
    return "\n".join(source for language, source in SECTIONS[section] if language == "bash")


def run_shell(section: str, folder: Path, **variables: str) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", shell_lines(section)],
        cwd=folder,
        env=os.environ | variables,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr


def need(program: str) -> None:
    if shutil.which(program) is None:
        lack(f"{program} is not installed: its lines of docs/reading-feeds.md are not run")


def test_jq_and_a_shell_read_what_was_published(feeds: dict[str, Feed]) -> None:
    need("jq")
    for feed in feeds.values():
        run_shell("jq and a shell", feed.folder)
        for name in ("newest", "gone"):
            lines = opened(feed.folder / f"{name}.jsonl")
            assert sorted(pair(json.loads(line)) for line in lines) == getattr(feed, name)
        new = [line.split() for line in (feed.folder / "new.txt").read_text().splitlines()]
        assert [(one, int(revision)) for one, revision in new] == feed.every
        run_shell("jq and a shell", feed.folder)
        assert len(opened(feed.folder / "new.txt")) == len(feed.every), "read again"


def test_postgresql_reads_what_was_published(feeds: dict[str, Feed], database: str) -> None:
    month = feeds["month"]
    url = make_url(database)
    path = f"{postgres_bin()}{os.pathsep}{os.environ['PATH']}"
    variables = {
        "PGHOST": str(url.host), "PGPORT": str(url.port), "PGUSER": str(url.username),
        "PGDATABASE": str(url.database), "PATH": path,
    }  # fmt: skip
    run_shell("PostgreSQL", month.folder, **variables)
    for name in ("newest", "gone"):
        rows = (month.folder / f"{name}.txt").read_text().splitlines()
        pairs = sorted((row.split("|")[0], int(row.split("|")[1])) for row in rows)
        assert pairs == getattr(month, name)


class Receiver(BaseHTTPRequestHandler):
    """Takes bulk requests as Elasticsearch does: actions and documents, a line each."""

    documents: dict[str, tuple[int, str]] = {}

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.path == "/_bulk"
        assert self.headers["Content-Type"] == "application/x-ndjson"
        assert body.endswith(b"\n")
        lines = iter(body.decode().splitlines())
        for line in lines:
            ((action, where),) = json.loads(line).items()
            assert where.keys() == {"_index", "_id", "version", "version_type"}
            assert where["version_type"] == "external"
            document = json.loads(next(lines)) if action == "index" else {"id": where["_id"]}
            assert document["id"] == where["_id"]
            assert action == "delete" or tuple(document) == FIELDS
            if where["version"] > self.documents.get(where["_id"], (0, ""))[0]:
                self.documents[where["_id"]] = (where["version"], action)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"errors":false}')

    def log_message(self, *arguments: object) -> None:
        pass


def test_elasticsearch_is_given_the_newest_of_each_article(feeds: dict[str, Feed]) -> None:
    need("jq")
    need("curl")
    receiver = HTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=receiver.serve_forever, daemon=True).start()
    try:
        month = feeds["month"]
        address = f"http://127.0.0.1:{receiver.server_port}"
        run_shell("Elasticsearch, OpenSearch", month.folder, ELASTIC=address)
    finally:
        receiver.shutdown()
        receiver.server_close()
    held = Receiver.documents.items()
    assert sorted((own, n) for own, (n, action) in held if action == "index") == month.newest
    assert sorted((own, n) for own, (n, action) in held if action == "delete") == month.gone


def test_the_reader_of_the_package_agrees_on_every_feed(feeds: dict[str, Feed]) -> None:
    for feed in feeds.values():
        assert [pair(dict(one)) for one in read(feed.folder / "feeds/kazinform")] == feed.every
