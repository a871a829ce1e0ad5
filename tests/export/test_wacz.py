"""A day's raw pages as WACZ: read back by warcio and by what the index and the list say."""

import gzip
import hashlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import orjson
import pytest
from warcio.archiveiterator import ArchiveIterator

from kazcrawl.export.formats import format_named
from kazcrawl.export.run import export
from kazcrawl.export.targets import target_of
from kazcrawl.export.wacz import RawDays
from kazcrawl.raw import RawPage, RawWriter


def page(number: int, day: str, edition: str = "ru", source: str = "kazinform") -> RawPage:
    url = f"https://www.inform.kz/ru/Word-{number:06x}?b=2&a=1"
    body = f"<html><title>№ {number}</title></html>".encode()
    kind = "text/html; charset=utf-8"
    return RawPage(url, url, f"{day}T12:00:0{number % 10}Z", source, edition, kind, body)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Raw pages of two crawls; the first goes on past midnight."""
    for crawl, pages in (
        ("c1", [page(1, "2026-11-23"), page(2, "2026-11-23", "kz"), page(3, "2026-11-24")]),
        ("c2", [page(4, "2026-11-24"), page(5, "2026-11-24", source="republisher")]),
    ):
        writer = RawWriter(tmp_path / "raw", crawl)
        for each in pages:
            writer.write(each)
        writer.close()
    return tmp_path / "raw"


def packages(raw: Path, place: Path, *editions: str) -> list[Path]:
    days = RawDays(raw, "kazinform", editions)
    target = target_of(str(place))
    done = list(export(target, days, days.days(), format_named("wacz"), {}))
    return [Path(file.name) for file in done]


def pages_in(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as package:
        records = ArchiveIterator(BytesIO(package.read("archive/data.warc.gz")))
        return {r.rec_headers.get_header("WARC-Target-URI"): r.raw_stream.read() for r in records}


def test_a_package_holds_a_days_pages_of_the_source(raw: Path, tmp_path: Path) -> None:
    first, second = packages(raw, tmp_path / "out")
    assert first.name == "kazinform-2026-11-23.wacz"
    assert [url[-14:-8] for url in pages_in(first)] == ["000001", "000002"]
    assert [url[-14:-8] for url in pages_in(second)] == ["000003", "000004"]
    (only,) = packages(raw, tmp_path / "kz", "kz")
    assert list(pages_in(only).values()) == [page(2, "2026-11-23").body]


def test_the_index_leads_to_each_record_and_the_list_names_each_page(
    raw: Path, tmp_path: Path
) -> None:
    path, _ = packages(raw, tmp_path / "out")
    with ZipFile(path) as package:
        assert package.testzip() is None
        assert package.getinfo("archive/data.warc.gz").compress_type == ZIP_STORED
        warc = package.read("archive/data.warc.gz")
        index = package.read("indexes/index.cdx").decode().splitlines()
        listed = package.read("pages/pages.jsonl").splitlines()
    assert index == sorted(index)
    for row in index:
        key, stamp, told = row.split(" ", 2)
        entry = orjson.loads(told)
        start, length = int(entry["offset"]), int(entry["length"])
        record = gzip.decompress(warc[start : start + length])
        assert f"WARC-Target-URI: {entry['url']}\r\n".encode() in record
        assert key.startswith("kz,inform)/ru/word-00000")
        assert key.endswith("?a=1&b=2")
        assert stamp.startswith("202611231200")
        assert (
            entry["digest"] == f"sha256:{hashlib.sha256(pages_in(path)[entry['url']]).hexdigest()}"
        )
    head, *rows = map(orjson.loads, listed)
    assert head["format"] == "json-pages-1.0"
    assert [row["title"] for row in rows] == ["№ 1", "№ 2"]
    assert [row["url"] for row in rows] == list(pages_in(path))


def test_its_description_has_the_digest_of_every_part(raw: Path, tmp_path: Path) -> None:
    path, _ = packages(raw, tmp_path / "out")
    with ZipFile(path) as package:
        described = package.read("datapackage.json")
        told = orjson.loads(described)
        for resource in told["resources"]:
            content = package.read(resource["path"])
            digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert (resource["bytes"], resource["hash"]) == (len(content), digest)
        own = orjson.loads(package.read("datapackage-digest.json"))
    assert own["hash"] == f"sha256:{hashlib.sha256(described).hexdigest()}"
    assert (told["profile"], told["wacz_version"]) == ("data-package", "1.1.1")


def test_the_same_pages_give_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    once, again = (packages(raw, tmp_path / name)[0].read_bytes() for name in "ab")
    assert once == again
