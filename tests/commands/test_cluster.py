"""``scrapy cluster`` as it is typed: jobs are added and shown; what cannot be is one line."""

import json
import shlex
import sys
from pathlib import Path

import pytest
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from kazcrawl.commands.cluster import Command

NOWHERE = "postgresql+psycopg://kazcrawl:sesame@127.0.0.1:1/none"


def run(url: str, line: str) -> int:
    """Runs a command line in this process; its exit code."""
    command, parser = Command(), ScrapyArgumentParser(conflict_handler="resolve")
    command.settings = Settings({"KAZCRAWL_ARCHIVE": url})
    command.settings.setmodule("kazcrawl.settings", priority="default")
    command.add_options(parser)
    opts, args = parser.parse_known_args(shlex.split(line))
    command.process_options(args, opts)
    command.run(args, opts)
    return command.exitcode


def test_jobs_are_added_once_and_shown(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    def said(line: str) -> list[str]:
        assert run(database, line) == 0
        return capsys.readouterr().out.splitlines()

    assert said("status") == [
        "0 workers · 0 running · 0 waiting · 0 dead · 0 done in the last three days"
    ]
    two = ["news kazinform ar", "news kazinform cn"]
    assert said("enqueue news --editions ar,cn") == [f"added  {name}" for name in two]
    assert said("enqueue news --editions cn") == [f"waits already  {two[1]}"]
    assert said("enqueue audit --site news.example/kaz") == [
        "added  audit https://news.example/kaz/"
    ]
    months = "--since 2026-09-10 --until 2026-10-05"
    assert said(f"enqueue backfill --editions ar {months}") == [
        "added  backfill kazinform ar 2026-10-01..2026-10-05",
        "added  backfill kazinform ar 2026-09-10..2026-09-30",
    ]
    assert said("enqueue export -- /srv/out --format jsonl --latest") == [
        "added  export /srv/out --format jsonl --latest"
    ]
    assert said("enqueue reparse") == ["there is nothing to add"]
    assert said("enqueue again all") == ["there is nothing to add"]
    assert said("status")[1] == "waiting: 2 news, 1 audit, 2 backfill, 1 export"
    assert said("status --dead") == ["no job is dead"]
    told = json.loads("\n".join(said("status --json")))
    assert [job["name"] for job in told["waiting"]][:2] == two


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("", "say what: scrapy cluster worker | enqueue | status"),
        ("enqueue newz", "export | again; did you mean news?"),
        ("enqueue news --since 2026-01-01", "--since: does not go with enqueue news"),
        ("enqueue news ru", "ru: enqueue news takes options only"),
        ("enqueue news --editions=", "--editions=: there is no edition (empty); there are ru, kk"),
        ("enqueue news --site nonsense", "--site=nonsense: must be a site's address"),
        ("enqueue backfill --since 2026-01-01", "backfill: needs --since DAY and --until DAY"),
        ("enqueue backfill --since soon --until now", "--since soon: must be a day, YYYY-MM-DD"),
        ("enqueue again", "again: name dead letters by their numbers"),
        ("enqueue export -- out --format jsonl", "export out: must be s3://… or a whole path"),
        ("enqueue export -- /out --format wacz", "is of one data folder's raw pages"),
        ("enqueue export -- /out --format jsonl --lates", "did you mean --latest?"),
        ("worker --dead", "--dead: does not go with worker"),
        ("worker now", "now: worker takes options only"),
        ("status --once", "--once: does not go with status"),
    ],
)
def test_what_cannot_be_done_is_refused_before_the_database_is_asked(
    line: str, refusal: str
) -> None:
    with pytest.raises(UsageError) as told:
        run(NOWHERE, line)
    assert refusal in str(told.value)


def test_an_archive_on_one_machine_has_no_jobs(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="several machines need an archive in PostgreSQL"):
        run(f"sqlite:///{tmp_path / 'archive.sqlite3'}", "status")


def test_without_its_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    with pytest.raises(UsageError, match=r"needs pip install 'kazcrawl\[cluster\]'"):
        run(NOWHERE, "status")


def test_a_database_that_is_not_there_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worker = f"worker -s KAZCRAWL_DATA={tmp_path / 'data'}"
    for line in ("status", "enqueue news", "enqueue again 7", worker):
        assert run(NOWHERE, line) == 5
        (said,) = capsys.readouterr().err.splitlines()
        assert said.startswith("kazcrawl: ")
        assert "127.0.0.1:1/none: " in said
        assert "sesame" not in said


def test_a_file_of_sites_that_cannot_be_read_is_told_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sites.txt"
    for text, refusal in ((None, "No such file"), ("nonsense\n", "nonsense: must be a site's")):
        if text:
            path.write_text(text)
        with pytest.raises(UsageError, match=refusal):
            run(NOWHERE, f"worker -s KAZCRAWL_CLUSTER_SITES={path}")
