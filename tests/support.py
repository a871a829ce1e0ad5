"""What many tests need: the sample site and the crawl as processes, and readable differences."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import jsonschema_rs

from kazcrawl.record.json_schema import json_schema
from tests import preloaded
from tests.archives import archive_variables

NOW = "2026-11-23T12:00:00+00:00"
"""The moment of the newest article of every sample site in the tests."""

_SCHEMA = jsonschema_rs.validator_for(json_schema())

ROOT = Path(__file__).parent.parent

QUICK = (
    *("-s", "AUTOTHROTTLE_ENABLED=0", "-s", "AUTOTHROTTLE_START_DELAY=0.02"),
    *("-s", "DOWNLOAD_TIMEOUT=240", "-s", "KAZCRAWL_READERS=0"),
)
"""The sites of the tests answer at once: nobody has to be spared, however often it refuses. On a
machine that is busy with other things they answer late; no test waits for an answer to fail.
Further processes that read take a second of computing to begin, as long as a whole crawl; what
they do is tested with crawls that ask for them."""


@dataclass(frozen=True)
class Site:
    """A running sample site: its address and the file that logs its requests."""

    address: str
    log: Path

    def truth(self, source: str = "kazinform") -> list[dict[str, Any]]:
        """The records that a crawl must produce; of stories no crawl knows."""
        with urlopen(f"{self.address}/_truth.jsonl?source={source}") as answer:
            rows = [json.loads(row) for row in answer]
        return [{name: row[name] for name in row if name != "story"} for row in rows]

    def requests(self) -> list[str]:
        """``host path?query`` of every request so far, oldest first."""
        return self.log.read_text().splitlines()


@contextmanager
def sample_site(folder: Path, **options: object) -> Iterator[Site]:
    """A sample site on a free port of loopback; options are its command line's."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "requests.log"
    command = ["--port=0", f"--log={log}"]
    options = {"now": NOW, "articles": 140} | options
    for name, value in options.items():
        option = f"--{name.replace('_', '-')}"
        command.append(option if value is True else f"{option}={value}")
    with preloaded.started(command, ROOT, environment(), preloaded.SAMPLE_SITE) as server:
        while not server.said.endswith("\n"):
            assert server.poll() is None, server.end(timeout=1).stderr
            time.sleep(0.01)
        yield Site(server.said.split()[-1], log)


def scrapy(*arguments: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess:
    """Runs ``scrapy`` with arguments as a user would; its output is text."""
    if "PYTHONPATH" not in variables:
        own = environment(*arguments) | variables
        return preloaded.run(list(arguments), cwd, own, timeout=300)
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=cwd,
        env=environment(*arguments) | variables,
    )


@contextmanager
def started(*arguments: str) -> Iterator[preloaded.Running]:
    """Starts ``scrapy`` with arguments; what still runs at the end is killed."""
    with preloaded.started(list(arguments), ROOT, environment(*arguments)) as command:
        yield command


def crawl_command(
    data: Path, site: Site | None, *arguments: str, spider: str = "kazinform"
) -> list[str]:
    """The command line of a crawl of a sample site into a data folder.

    It is as quick as can be, unless the arguments say otherwise.
    """
    command = ["crawl", spider, "-s", f"KAZCRAWL_DATA={data}"]
    if not any(one.startswith("AUTOTHROTTLE_") for one in arguments):
        command += QUICK
    if site:
        command += ["-s", f"KAZCRAWL_CONNECT_TO={site.address}"]
    return [*command, *arguments]


def crawl(
    data: Path, site: Site | None, *arguments: str, spider: str = "kazinform", **variables: str
) -> subprocess.CompletedProcess:
    """Crawls a sample site into a data folder; ``-a since=2012-01-01`` unless told otherwise."""
    if not any(one.startswith(("since=", "site=")) for one in arguments):
        arguments = ("-a", "since=2012-01-01", *arguments)
    return scrapy(*crawl_command(data, site, *arguments, spider=spider), **variables)


def environment(*arguments: str) -> dict[str, str]:
    """This machine's environment without settings of its own, for a ``scrapy`` process with
    arguments."""
    own = ("KAZCRAWL_", "KAZTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    kept |= {"SCRAPY_SETTINGS_MODULE": "kazcrawl.settings", "PYTHONPATH": str(ROOT)}
    return kept | archive_variables(arguments)


def feed_files(data: Path) -> list[Path]:
    return sorted((data / "feeds").glob("*/dt=*/*.jsonl*"))


def feed_records(data: Path) -> list[dict[str, Any]]:
    """Every record of every feed file, in publishing order; each is valid by its schema."""
    records = [json.loads(row) for file in feed_files(data) for row in file.open("rb")]
    for record in records:
        _SCHEMA.validate(record)
    return records


def run_stats(data: Path) -> dict[str, Any]:
    """The stats of the newest run that ended."""
    with sqlite3.connect(data / "archive.sqlite3") as archive:
        (found,) = archive.execute(
            "SELECT stats FROM run WHERE stats IS NOT NULL ORDER BY started_at DESC, rowid DESC"
        ).fetchone()
    stats: dict[str, Any] = json.loads(found)
    return stats


def waiting_reasons(data: Path) -> list[str | None]:
    """Why each address waits that the archive lacks."""
    with sqlite3.connect(data / "archive.sqlite3") as archive:
        return [reason for (reason,) in archive.execute("SELECT reason FROM waiting")]


def differences(
    truth: Iterable[dict[str, Any]], records: Iterable[dict[str, Any]], most: int = 5
) -> str:
    """What is missing, too many or different, readable; empty when all is equal.

    Compares the fields that the truth has: the crawl's own are not in it.
    """
    wanted = {(row["id"], row["revision"]): row for row in truth}
    found: dict[tuple[str, int], dict[str, Any]] = {}
    said: list[str] = []
    for row in records:
        name = (row["id"], row["revision"])
        if name in found:
            said.append(f"twice: {row['url']} revision {row['revision']}")
        found[name] = row
    said += [_named("missing", wanted[one]) for one in wanted.keys() - found.keys()]
    said += [_named("not in the truth", found[one]) for one in found.keys() - wanted.keys()]
    for one in sorted(wanted.keys() & found.keys()):
        for name, value in wanted[one].items():
            if found[one].get(name) != value:
                said.append(
                    f"{wanted[one]['url']} {name}:\n"
                    f"    truth  {_short(value)}\n    record {_short(found[one].get(name))}"
                )
    more = [f"… and {len(said) - most} more"] if len(said) > most else []
    return "\n".join([*said[:most], *more])


def _named(what: str, row: dict[str, Any]) -> str:
    return f"{what}: {row['url']} revision {row['revision']} ({row['status']})"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 300 else f"{text[:140]} … {text[-140:]}"


def readers_of(process: int) -> list[int]:
    """The processes that read pages for a crawl."""
    from tests.postgres import children

    return [one for one in children(process) if b"kazcrawl.disk.members" in _command(one)]


def _command(process: int) -> bytes:
    """The command line of a process, empty of one that is dead; one that begins has none yet."""
    folder = Path(f"/proc/{process}")
    while not (command := Path(folder, "cmdline").read_bytes()):
        if Path(folder, "stat").read_text().rpartition(")")[2].split()[0] == "Z":
            break
        time.sleep(0.01)
    return command
