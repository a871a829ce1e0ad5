"""Every format read back by somebody else's library gives the records; what it cannot hold is
said here, and in docs/exporting.md."""

import csv
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import jsonschema_rs
import lxml.html
import orjson
import polars
import pytest

from kazcrawl.export.addresses import uri
from kazcrawl.record import FIELDS, LISTS
from tests.conftest import material
from tests.export.conftest import Bed

Record = dict[str, Any]


def keyed(records: list[Record]) -> dict[tuple[str, int], Record]:
    """Records by what names them; none twice."""
    by_key = {(record["id"], record["revision"]): record for record in records}
    assert len(by_key) == len(records)
    return by_key


def newest(records: list[Record]) -> dict[str, Record]:
    """The newest version of each article that is not gone."""
    by_id = {record["id"]: record for record in sorted(records, key=lambda one: one["revision"])}
    return {own: record for own, record in by_id.items() if record["status"] == "usable"}


def files(bed: Bed, place: Path, name: str, **asked: Any) -> list[Path]:
    done = bed.export(place, name, **asked)
    paths = [Path(file.name) for file in done]
    assert sorted(paths) == sorted(path for path in place.rglob("[!_]*") if path.is_file())
    return paths


def jsonl(path: Path) -> list[Record]:
    return polars.read_ndjson(path, infer_schema_length=None).to_dicts()


def as_text(value: Any) -> Any:
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value


def parquet(path: Path) -> list[Record]:
    rows = polars.read_parquet(path, hive_partitioning=False).to_dicts()
    return [{name: as_text(value) for name, value in row.items()} for row in rows]


def commas(path: Path) -> list[Record]:
    nested = {*LISTS, "dateline", "revision"}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    cells = [
        {name: cell.removeprefix("'") if cell else None for name, cell in row.items()}
        for row in rows
    ]
    return [
        {name: orjson.loads(value) if name in nested and value else value
         for name, value in row.items()}
        for row in cells
    ]  # fmt: skip


def sqlite(path: Path) -> list[Record]:
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row

    def listed(table: str, row: int) -> list[Any]:
        return [dict(one) for one in database.execute(
            f"SELECT * FROM {table} WHERE row = ? ORDER BY place", [row])]  # fmt: skip

    records = []
    for own in map(dict, database.execute("SELECT * FROM article ORDER BY row")):
        row = own["row"]
        parts = {name: own[f"dateline_{name}"] for name in ("place", "agency", "raw")}
        own["dateline"] = parts if parts["raw"] is not None else None
        for name, table in (
            ("article_section", "section"), ("keywords", "keyword"), ("author", "author"),
        ):  # fmt: skip
            own[name] = [one[table] for one in listed(table, row)]
        own["image"] = [
            {name: one[name] for name in ("url", "caption", "credit")}
            for one in listed("image", row)
        ]
        records.append({name: own[name] for name in FIELDS})
    database.close()
    return records


READERS: dict[str, Callable[[Path], list[Record]]] = {
    "jsonl": jsonl, "parquet": parquet, "csv": commas, "sqlite": sqlite,
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_tables_hold_every_field_of_every_version(bed: Bed, tmp_path: Path, name: str) -> None:
    paths = files(bed, tmp_path, name)
    back = keyed([record for path in paths for record in READERS[name](path)])
    wanted = keyed(bed.records)
    assert back.keys() == wanted.keys()
    for key, record in wanted.items():
        assert back[key] == record


@pytest.mark.parametrize("compression", ["gz", "zst"])
def test_packed_lines_are_those_of_the_feeds(bed: Bed, tmp_path: Path, compression: str) -> None:
    asked = {"since": "2026-11-20", "until": "2026-11-21", "compression": compression}
    paths = files(bed, tmp_path, "jsonl", **asked)
    assert [path.suffix for path in paths] == [f".{compression}"] * 2
    back = keyed([record for path in paths for record in jsonl(path)])
    assert 2 < len(back) < len(bed.records)
    assert all(back[key] == record for key, record in keyed(bed.records).items() if key in back)


@pytest.fixture(scope="module")
def schema() -> Any:
    """IPTC's schema; what it refers to lies beside it."""
    folder = material("KAZTEST_NINJS")
    geo = orjson.loads((folder / "GeoJSON-schema.json").read_bytes())
    registry = jsonschema_rs.Registry([("https://geojson.org/schema/GeoJSON.json", geo)])
    own = orjson.loads((folder / "ninjs-schema_3.1.json").read_bytes())
    return jsonschema_rs.validator_for(own, registry=registry, validate_formats=True)


def test_ninjs_is_valid_and_holds_every_field_that_has_a_home(
    bed: Bed, tmp_path: Path, schema: Any
) -> None:
    objects = []
    for path in files(bed, tmp_path, "ninjs"):
        objects += [orjson.loads(row) for row in path.open("rb")]
    for own in objects:
        schema.validate(own)
    ids = [{one["role"]: one["value"] for one in own["altIds"]} for own in objects]
    back = {
        (names["id"], int(own["version"])): own for names, own in zip(ids, objects, strict=True)
    }
    for key, record in keyed(bed.records).items():
        check_ninjs(back[key], record)


def check_ninjs(own: Record, record: Record) -> None:
    assert own["uri"] == uri(record["url"])
    assert own["pubStatus"] == {"usable": "usable", "gone": "canceled"}[record["status"]]
    assert own.get("firstCreated") == record["date_published"]
    assert own["versionCreated"] == record["fetched_at"]
    assert own.get("language") == record["in_language"]
    for name, key in (
        ("headlines", "headline"), ("descriptions", "description"), ("bodies", "article_body"),
    ):  # fmt: skip
        texts = [text["value"] for text in own.get(name, [])]
        assert texts == ([record[key]] if record[key] else [])
    assert own.get("by", "") == ", ".join(record["author"])
    subjects = [(one["rel"], one["name"]) for one in own.get("subjects", [])]
    assert subjects == [
        *(("section", name) for name in record["article_section"]),
        *(("keyword", name) for name in record["keywords"]),
    ]
    assert [(one["name"], one["uri"]) for one in own.get("associations", [])] == [
        (f"picture-{number}", uri(image["url"]))
        for number, image in enumerate(record["image"], start=1)
    ]
    assert own.get("located") == (record["dateline"] or {}).get("place")


def test_a_json_feed_leads_through_all_newest_articles(bed: Bed, tmp_path: Path) -> None:
    paths = files(bed, tmp_path, "jsonfeed")
    items, path = [], paths[-1]
    for _ in paths:
        feed = orjson.loads(path.read_bytes())
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        items += feed["items"]
        if "next_url" in feed:
            path = (path.parent / feed["next_url"]).resolve()
    assert "next_url" not in feed
    wanted = newest(bed.records)
    assert {own["id"] for own in items} == wanted.keys()
    assert len(items) == len(wanted)
    for own in items:
        record = wanted[own["id"]]
        assert (own["url"], own.get("title")) == (record["url"], record["headline"])
        assert own["content_text"] == record["article_body"]
        assert own.get("summary") == record["description"]
        assert own.get("date_published") == record["date_published"]
        assert own.get("tags", []) == [*record["article_section"], *record["keywords"]]
        assert [one["name"] for one in own.get("authors", [])] == record["author"]
        pictures = [*filter(None, [own.get("image")])]
        pictures += [one["url"] for one in own.get("attachments", [])]
        assert pictures == [image["url"] for image in record["image"]]
        assert own.get("language") == record["in_language"]


def test_a_base_url_makes_the_next_address_absolute(bed: Bed, tmp_path: Path) -> None:
    asked = {"since": "2026-11-20", "until": "2026-11-21", "base_url": "https://feeds.example/k/"}
    older, newer = files(bed, tmp_path, "jsonfeed", **asked)
    feed = orjson.loads(newer.read_bytes())
    assert feed["next_url"] == f"https://feeds.example/k/{older.relative_to(tmp_path)}"
    assert feed["feed_url"] == f"https://feeds.example/k/{newer.relative_to(tmp_path)}"


def paragraphs(html: str) -> str:
    root = lxml.html.fragment_fromstring(html, create_parent=True)
    for br in root.iter("br"):
        br.tail = "\n" + (br.tail or "")
    return "\n\n".join(part.text_content() for part in root.iter("p"))


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_readers_of_feeds_see_the_newest_articles(bed: Bed, tmp_path: Path, name: str) -> None:
    wanted = {uri(record["url"]): record for record in newest(bed.records).values()}
    seen = {}
    for path in files(bed, tmp_path, name):
        # What a reader makes safe to show is its own affair; what came is ours.
        feed = feedparser.parse(str(path), sanitize_html=False, resolve_relative_uris=False)
        assert not feed.bozo, feed
        seen |= {entry.link: entry for entry in feed.entries}
    assert seen.keys() == wanted.keys()
    for address, record in wanted.items():
        entry = seen[address]
        assert entry.title == record["headline"].strip()
        assert paragraphs(entry.content[0].value) == record["article_body"]
        assert entry.get("published_parsed", (None,))[0] == (
            int(record["date_published"][:4]) if record["date_published"] else None
        )
        if name == "atom":
            moments = ("date_modified", "date_published", "fetched_at")
            assert entry.updated == next(filter(None, (record[one] for one in moments)))
        # The reader gives a term once that is both a section and a keyword.
        terms = dict.fromkeys((*record["article_section"], *record["keywords"]))
        assert [tag.term for tag in entry.get("tags", [])] == [term for term in terms if term]
        if record["author"]:
            assert [one.name for one in entry.authors] == record["author"]


def test_a_feed_has_no_character_that_xml_forbids(small: Bed, tmp_path: Path) -> None:
    from kazcrawl.export import elements

    assert elements.text("a\x00\x0b\ufffe\uffff\ud800b\t\n") == "ab\t\n"
    assert elements.html("a\x00<b>\n&") == "<p>a&lt;b&gt;<br>&amp;</p>"
