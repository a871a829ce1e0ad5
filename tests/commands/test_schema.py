"""``scrapy schema`` prints what is committed and what programs take, from any folder."""

from pathlib import Path

from kazcrawl.record.columns import PROGRAMS, as_code
from tests.make_schema import SCHEMA
from tests.support import scrapy


def test_the_schema_is_printed_as_it_is_committed_and_nothing_is_made(tmp_path: Path) -> None:
    run = scrapy("schema", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (0, SCHEMA.read_text("utf-8")), run.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_columns_of_a_program_are_printed(tmp_path: Path) -> None:
    run = scrapy("schema", "--columns", "duckdb", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (0, as_code("duckdb")), run.stderr


def test_a_program_that_is_not_known_is_refused_with_those_that_are() -> None:
    run = scrapy("schema", "--columns", "excel")
    assert run.returncode == 2
    assert all(program in run.stderr.splitlines()[-1] for program in PROGRAMS)
