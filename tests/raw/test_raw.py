"""Raw pages in real files: what was written is read, whatever happened to the writer."""

import gzip
import hashlib
import os
import random
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from kazcrawl.raw import RawPage, RawWriter, disk_use, forget, prune, read_raw, recover

ROOT = Path(__file__).parents[2]
DAY = "2026-11-23"


def page(number: int, day: str = DAY, size: int = 300) -> RawPage:
    """A page whose body does not pack, so that sizes on disk follow from ``size``."""
    return RawPage(
        url=f"https://www.inform.kz/ru/word-{number:06x}",
        asked=f"https://www.inform.kz/ru/asked-{number:06x}",
        fetched_at=f"{day}T12:00:00Z",
        source="kazinform",
        edition="ru",
        content_type="text/html; charset=utf-8",
        body=random.Random(number).randbytes(size),
    )


def store(folder: Path, pages: list[RawPage], crawl_id: str = "c1", **options: int) -> None:
    writer = RawWriter(folder, crawl_id, **options)
    for one in pages:
        writer.write(one)
    writer.close()


def names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def left_open(folder: Path, pages: list[RawPage], crawl_id: str = "c1") -> Path:
    """A file as a killed writer leaves it."""
    store(folder, pages, crawl_id)
    (path,) = folder.glob(f"*/{crawl_id}-*.warc.gz")
    return path.rename(path.with_name(path.name + ".open"))


def places(path: Path) -> list[tuple[int, int]]:
    """Offset and length in bytes of every record, warcinfo first."""
    with path.open("rb") as file:
        iterator = ArchiveIterator(file)
        return [(iterator.get_record_offset(), iterator.get_record_length()) for _ in iterator]


def records(path: Path) -> Iterator[tuple[str, str | None, bytes]]:
    """Type, address and content as a reader of standard WARC sees them, digests checked."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            content = record.content_stream().read()
            assert record.digest_checker.passed
            yield record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), content


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"content_type": "text/html; charset=windows-1251", "body": "Астана".encode("cp1251")},
        {"body": b""},
        {"body": b"\r\n\r\nWARC/1.0\r\n\x00\xff\x1f\x8b\x08" * 3},
        {"content_type": None},
        {"content_type": "text/html; title=Қазақстан"},
        {"asked": "https://www.inform.kz/kz/жаңалық", "edition": "қаз", "source": "агенттік"},
        {"url": "https://www.inform.kz/kz/жаңалық"},
        {"url": "HTTPS://WWW.INFORM.KZ/"},
        {"status": 404},
        {"status": 599},
        {"body": random.Random(1).randbytes(3_000_000)},
    ],
)
def test_a_page_is_read_as_it_was_written(tmp_path: Path, changes: dict[str, object]) -> None:
    one = replace(page(1), **changes)
    store(tmp_path, [one, page(2)])
    assert list(read_raw(tmp_path)) == [one, page(2)]


def test_headers_are_kept_but_for_those_that_tell_of_the_wire(tmp_path: Path) -> None:
    writer = RawWriter(tmp_path, "c1")
    sent = [
        ("Server", "nginx"),
        ("Content-Encoding", "gzip"),
        ("transfer-encoding", "chunked"),
        ("Content-Length", "7"),
        ("content-type", "text/plain"),
        ("X-Title", "Қазақстан"),
        ("X-Split", "one\r\nSet-Cookie: injected"),
        ("not a name", "x"),
    ]
    writer.write(page(1), sent)
    writer.close()
    (path,) = tmp_path.glob("*/*.warc.gz")
    with path.open("rb") as file:
        _, record = ((r, r.content_stream().read())[0] for r in ArchiveIterator(file))
    assert record.http_headers.headers == [
        ("Server", "nginx"),
        ("X-Title", "Қазақстан"),
        ("X-Split", "one Set-Cookie: injected"),
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", "300"),
    ]
    assert record.http_headers.statusline == "200 OK"
    assert list(read_raw(tmp_path)) == [page(1)]


def test_an_address_cannot_add_headers(tmp_path: Path) -> None:
    asked = " https://www.inform.kz/a b\r\nX-Kazcrawl-Source: other\ud800 "
    store(tmp_path, [replace(page(1), asked=asked, url=asked)])
    (read,) = read_raw(tmp_path)
    escaped = "https://www.inform.kz/a%20b%0D%0AX-Kazcrawl-Source:%20other%3F"
    assert (read.asked, read.url, read.source) == (escaped, escaped, "kazinform")
    assert forget(tmp_path, {asked}) == 1


@pytest.mark.parametrize("text", ["2026-11-23", "../../../../etcT12:00:00Z", "2026-1-3T12:00:00Z"])
def test_a_time_of_another_form_is_refused_before_there_is_a_file(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(ValueError, match=r"time|match"):
        RawWriter(tmp_path, "c1").write(replace(page(1), fetched_at=text))
    assert names(tmp_path) == []


@pytest.mark.parametrize("crawl_id", ["", "../c1", ".c1", "c/1", "c*"])
def test_a_crawls_name_that_is_no_files_name_is_refused(tmp_path: Path, crawl_id: str) -> None:
    with pytest.raises(ValueError, match="name"):
        RawWriter(tmp_path, crawl_id)


def test_without_pages_there_is_no_file(tmp_path: Path) -> None:
    writer = RawWriter(tmp_path / "raw", "c1")
    writer.close()
    assert not (tmp_path / "raw").exists()
    assert list(read_raw(tmp_path / "raw")) == []
    assert recover(tmp_path / "raw") == []
    assert prune(tmp_path / "raw", DAY) == []
    assert forget(tmp_path / "raw", {page(1).url}) == 0
    assert disk_use(tmp_path / "raw") == (0, 0)


def test_a_file_has_its_final_name_only_when_it_is_complete(tmp_path: Path) -> None:
    writer = RawWriter(tmp_path, "c1")
    writer.write(page(1))
    assert names(tmp_path) == [f"{DAY}/c1-00001.warc.gz.open"]
    writer.write(page(2, "2026-11-24"))
    writer.close()
    writer.close()
    assert names(tmp_path) == [f"{DAY}/c1-00001.warc.gz"]


def test_a_file_is_on_the_disk_before_it_has_its_final_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []

    def sync(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        os.fsync(descriptor)

    monkeypatch.setattr("kazcrawl.raw.writer.fsync", sync)
    store(tmp_path, [page(1)])
    assert synced == ["c1-00001.warc.gz.open"]


def test_a_file_that_has_its_size_is_completed_and_the_next_begun(tmp_path: Path) -> None:
    pages = [page(n, size=1000) for n in range(10)]
    writer = RawWriter(tmp_path, "c1", max_bytes=4000)
    for one in pages:
        writer.write(one)
    done = [f"{DAY}/c1-0000{n}.warc.gz" for n in (1, 2, 3)]
    assert names(tmp_path) == [*done, f"{DAY}/c1-00004.warc.gz.open"]
    for name in done:
        assert 4000 <= (tmp_path / name).stat().st_size < 4000 + 2000
        assert [kind for kind, _, _ in records(tmp_path / name)] == ["warcinfo"] + ["response"] * 3
    writer.close()
    assert list(read_raw(tmp_path)) == pages


def test_a_crawl_taken_up_again_writes_over_nothing(tmp_path: Path) -> None:
    left_open(tmp_path, [page(1)])
    store(tmp_path, [page(2)])
    store(tmp_path, [page(3)], crawl_id="c1-00005")  # another crawl, whose name begins the same
    store(tmp_path, [page(4, "2026-11-24")])
    assert names(tmp_path) == [
        "2026-11-23/c1-00001.warc.gz.open",
        "2026-11-23/c1-00002.warc.gz",
        "2026-11-23/c1-00005-00001.warc.gz",
        "2026-11-24/c1-00003.warc.gz",
    ]


def test_pages_come_by_day_then_name_then_place_and_since_a_day(tmp_path: Path) -> None:
    store(tmp_path, [page(5, "2026-11-24"), page(6, "2026-11-25")], crawl_id="a")
    store(tmp_path, [page(3), page(4, "2026-11-24")], crawl_id="b")
    left_open(tmp_path, [page(1), page(2)], crawl_id="a0")
    assert list(read_raw(tmp_path)) == [
        page(1),
        page(2),
        page(3),
        page(4, "2026-11-24"),
        page(5, "2026-11-24"),
        page(6, "2026-11-25"),
    ]
    assert [p.fetched_at[:10] for p in read_raw(tmp_path, since="2026-11-24")] == [
        *("2026-11-24", "2026-11-24", "2026-11-25"),
    ]
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        read_raw(tmp_path, since="20261124")


def test_what_a_living_writer_has_written_can_be_read(tmp_path: Path) -> None:
    writer = RawWriter(tmp_path, "c1")
    for number in range(3):
        writer.write(page(number))
        assert list(read_raw(tmp_path)) == [page(n) for n in range(number + 1)]
    reading = read_raw(tmp_path)
    next(reading)
    writer.close()  # under the reader's hands
    assert list(reading) == [page(1), page(2)]


def test_a_file_completed_between_listing_and_reading_is_read(tmp_path: Path) -> None:
    store(tmp_path, [page(1)], crawl_id="a")
    writer = RawWriter(tmp_path, "b")
    writer.write(page(2))
    reading = read_raw(tmp_path)
    assert next(reading) == page(1)
    writer.close()
    assert list(reading) == [page(2)]


def test_a_reader_of_standard_warc_reads_the_files(tmp_path: Path) -> None:
    pages = [page(1), replace(page(2), body=b""), page(3, size=200_000)]
    store(tmp_path, pages)
    (path,) = tmp_path.glob("*/*.warc.gz")
    info, *rest = records(path)
    assert info[0] == "warcinfo"
    assert b"isPartOf: c1\r\n" in info[2]
    assert rest == [("response", p.url, p.body) for p in pages]
    content = path.read_bytes()
    for one, (start, length) in zip(pages, places(path)[1:], strict=True):
        # A member of its own for each record: the one is unpacked without the others.
        plain = gzip.decompress(content[start : start + length])
        header, block = plain.split(b"\r\n\r\n", 1)
        assert f"Content-Length: {len(block) - 4}".encode() in header.splitlines()
        assert plain.endswith(one.body + b"\r\n\r\n")


# --- deaths -----------------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from kazcrawl.raw import RawWriter
from tests.raw.test_raw import page
writer = RawWriter(Path(sys.argv[1]), "c1", max_bytes=int(sys.argv[2]))
number = 0
while True:
    writer.write(page(number, size=200_000 if number % 5 == 4 else 2000))
    print(number, flush=True)
    number += 1
"""


@pytest.mark.parametrize("after", [0, 1, 4, 23, 60])
@pytest.mark.parametrize("max_bytes", [2**30, 500_000])
def test_a_killed_writer_loses_nothing_it_has_written(
    tmp_path: Path, after: int, max_bytes: int
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path), str(max_bytes)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        for _ in range(after + 1):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        told = after + 1 + len(process.stdout.read().splitlines())
    damaged: list[Path] = []
    found = list(read_raw(tmp_path, damaged=damaged))
    # The last one may have been written and not yet told of.
    assert len(found) in (told, told + 1)
    assert found == [page(n, size=200_000 if n % 5 == 4 else 2000) for n in range(len(found))]
    recover(tmp_path)
    assert list(read_raw(tmp_path, damaged=damaged)) == found
    assert damaged == []
    assert all(name.endswith(".warc.gz") for name in names(tmp_path))
    assert sum(len(list(records(path))) - 1 for path in tmp_path.glob("*/*")) == len(found)


@pytest.mark.parametrize("complete", [False, True])
def test_every_whole_record_before_a_cut_is_read(tmp_path: Path, complete: bool) -> None:
    whole = left_open(tmp_path / "whole", [page(1), page(2), page(3)])
    content = whole.read_bytes()
    ends = [start + length for start, length in places(whole)]
    assert ends[-1] == len(content)
    between = (
        range(0, ends[0], 20),
        range(ends[0] - 2, len(content), (len(content) - ends[0]) // 200),
    )
    cuts = {*between[0], *between[1], *ends, *(e - 1 for e in ends), *(e + 1 for e in ends[:-1])}
    assert len(cuts) > 200
    path = tmp_path / DAY / f"c1-00001.warc.gz{'' if complete else '.open'}"
    path.parent.mkdir()
    for cut in sorted(cuts):
        path.write_bytes(content[:cut])
        expected = [page(n) for n, end in enumerate(ends) if n and end <= cut]
        damaged: list[Path] = []
        assert list(read_raw(tmp_path, damaged=damaged)) == expected
        assert damaged == ([path] if complete and cut not in ends else [])
        if complete:
            continue
        final = path.with_name("c1-00001.warc.gz")
        assert recover(tmp_path) == ([final] if expected else [])
        if expected:
            assert final.read_bytes() == content[: max(end for end in ends if end <= cut)]
            final.unlink()
        assert names(tmp_path / DAY) == []
        path.parent.mkdir(exist_ok=True)


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00" * 5000,
        b"garbage",
        gzip.compress(b"no record"),
        gzip.compress(b""),
        gzip.compress(
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 90\r\n\r\nHTTP/1.1 200 OK"
        ),
        gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx\r\n\r\n"),
        gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: x\r\n\r\nHTTP"),
    ],
    # Named here: gzip's header holds the time, and every worker must collect the same tests.
    ids=["zeros", "words", "no record", "nothing", "cut off", "no length", "odd length"],
)
def test_a_damaged_file_is_read_to_the_damage_and_told_of(tmp_path: Path, garbage: bytes) -> None:
    store(tmp_path, [page(1), page(2)])
    store(tmp_path, [page(3)], crawl_id="c2")
    path = tmp_path / DAY / "c1-00001.warc.gz"
    path.write_bytes(path.read_bytes() + garbage)
    damaged: list[Path] = []
    assert list(read_raw(tmp_path, damaged=damaged)) == [page(1), page(2), page(3)]
    assert damaged == [path]
    assert list(read_raw(tmp_path)) == [page(1), page(2), page(3)]  # nobody asked


def test_a_flipped_bit_is_damage(tmp_path: Path) -> None:
    store(tmp_path, [page(1), page(2), page(3)])
    (path,) = tmp_path.glob("*/*")
    content = bytearray(path.read_bytes())
    start, length = places(path)[2]
    content[start + length // 2] ^= 4
    path.write_bytes(content)
    damaged: list[Path] = []
    assert list(read_raw(tmp_path, damaged=damaged)) == [page(1)]
    assert damaged == [path]


FULL_DISK = """
import resource, sys
from pathlib import Path
from kazcrawl.raw import RawWriter
from tests.raw.test_raw import page
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
writer = RawWriter(Path(sys.argv[1]), "c1")
failed = []
for number in range(8):
    limit = {0: 100, 4: 6000}.get(number, hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        writer.write(page(number, size=2000))
    except OSError:
        failed.append(number)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
writer.close()
print(failed)
"""


def test_a_page_that_cannot_be_written_leaves_the_others_readable(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert done.stdout.strip() == "[0, 4]"
    damaged: list[Path] = []
    assert list(read_raw(tmp_path, damaged=damaged)) == [
        page(n, size=2000) for n in (1, 2, 3, 5, 6, 7)
    ]
    assert damaged == []
    (path,) = tmp_path.glob("*/*")
    assert next(iter(records(path)))[0] == "warcinfo"


def test_a_file_of_which_nothing_could_be_written_is_removed(tmp_path: Path) -> None:
    script = FULL_DISK.replace("range(8)", "range(1)")
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=True)
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "raw").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="raw"):
        RawWriter(tmp_path / "raw", "c1").write(page(1))


# --- upkeep -----------------------------------------------------------------------------------


def test_recovering_leaves_complete_files_alone_and_removes_parts(tmp_path: Path) -> None:
    store(tmp_path, [page(1)])
    opened = left_open(tmp_path, [page(2)], crawl_id="c2")
    (tmp_path / DAY / ".c1-00001.warc.gz.part").write_bytes(b"half")
    before = (tmp_path / DAY / "c1-00001.warc.gz").read_bytes()
    assert recover(tmp_path) == [opened.with_suffix("")]
    assert names(tmp_path) == [f"{DAY}/c1-00001.warc.gz", f"{DAY}/c2-00001.warc.gz"]
    assert (tmp_path / DAY / "c1-00001.warc.gz").read_bytes() == before
    assert recover(tmp_path) == []


def test_pruning_removes_only_files_whose_every_page_is_older(tmp_path: Path) -> None:
    store(tmp_path, [page(1, "2026-11-20"), page(2, "2026-11-20")], crawl_id="old")
    store(tmp_path, [page(3, "2026-11-21"), page(4, "2026-11-22")], crawl_id="long")
    store(tmp_path, [page(5, "2026-11-22")], crawl_id="new")
    left_open(tmp_path, [page(6, "2026-11-21")], crawl_id="open")
    old = tmp_path / "2026-11-20/old-00001.warc.gz"
    size = old.stat().st_size
    assert prune(tmp_path, "2026-11-20") == []
    assert prune(tmp_path, "2026-11-22") == [(old, size)]
    assert not old.parent.exists()
    assert [p.body for p in read_raw(tmp_path)] == [page(n).body for n in (3, 4, 6, 5)]
    assert len(prune(tmp_path, "2026-11-23")) == 2
    assert names(tmp_path) == ["2026-11-21/open-00001.warc.gz.open"]
    with pytest.raises(ValueError, match=r"YYYY|Invalid"):
        prune(tmp_path, "yesterday")


def test_a_damaged_file_is_pruned_once_it_was_last_written_to_before_the_day(
    tmp_path: Path,
) -> None:
    store(tmp_path, [page(1, "2001-01-01"), page(2, "2001-01-01")])
    (path,) = tmp_path.glob("*/*")
    os.truncate(path, path.stat().st_size - 1)
    assert prune(tmp_path, "2001-01-05") == []
    os.utime(path, (978_480_000, 978_480_000))  # 2001-01-03
    assert prune(tmp_path, "2001-01-03") == []
    assert [gone for gone, _ in prune(tmp_path, "2001-01-04")] == [path]


def test_pages_are_forgotten_by_either_address(tmp_path: Path) -> None:
    store(tmp_path, [page(n) for n in range(6)] + [page(1)])
    store(tmp_path, [page(6), page(7)], crawl_id="c2")
    store(tmp_path, [page(8), page(8)], crawl_id="c3")
    untouched = tmp_path / DAY / "c2-00001.warc.gz"
    inode = untouched.stat().st_ino
    wanted = {page(1).url, page(3).asked, page(8).url, page(9).url}
    assert forget(tmp_path, wanted) == 5
    assert list(read_raw(tmp_path)) == [page(n) for n in (0, 2, 4, 5, 6, 7)]
    assert names(tmp_path) == [f"{DAY}/c1-00001.warc.gz", f"{DAY}/c2-00001.warc.gz"]
    assert untouched.stat().st_ino == inode
    kinds = [kind for kind, _, _ in records(tmp_path / DAY / "c1-00001.warc.gz")]
    assert kinds == ["warcinfo"] + ["response"] * 4
    assert forget(tmp_path, wanted) == 0


def test_forgetting_keeps_the_other_records_byte_for_byte(tmp_path: Path) -> None:
    store(tmp_path, [page(1), page(2, size=3_000_000), page(3)])
    (path,) = tmp_path.glob("*/*")
    content = path.read_bytes()
    start, length = places(path)[1]
    assert forget(tmp_path, {page(1).url}) == 1
    assert path.read_bytes() == content[:start] + content[start + length :]


def test_forgetting_reaches_a_dead_writers_file_after_recovery(tmp_path: Path) -> None:
    left_open(tmp_path, [page(1), page(2)])
    assert forget(tmp_path, {page(1).url}) == 0
    recover(tmp_path)
    assert forget(tmp_path, {page(1).url}) == 1
    assert list(read_raw(tmp_path)) == [page(2)]


def test_the_last_page_forgotten_takes_the_file_and_its_day_with_it(tmp_path: Path) -> None:
    store(tmp_path, [page(1)])
    assert forget(tmp_path, {page(1).asked}) == 1
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_read_behind_a_forgotten_page_goes_with_it(tmp_path: Path) -> None:
    store(tmp_path, [page(1), page(2), page(3)])
    (path,) = tmp_path.glob("*/*")
    os.truncate(path, path.stat().st_size - 1)
    assert forget(tmp_path, {page(2).url}) == 1
    damaged: list[Path] = []
    assert list(read_raw(tmp_path, damaged=damaged)) == [page(1)]
    assert damaged == []


def test_disk_use_counts_open_files_and_parts(tmp_path: Path) -> None:
    store(tmp_path, [page(1)])
    opened = left_open(tmp_path, [page(2, "2026-11-24")], crawl_id="c2")
    (opened.parent / ".c3.part").write_bytes(b"12345")
    size = (tmp_path / DAY / "c1-00001.warc.gz").stat().st_size
    assert disk_use(tmp_path) == (3, size + opened.stat().st_size + 5)


def test_five_thousand_pages_take_no_more_memory_than_a_few(tmp_path: Path) -> None:
    size = 8_000
    digest, again = hashlib.sha256(), hashlib.sha256()
    writer = RawWriter(tmp_path, "c1", max_bytes=12_000_000)
    writer.write(page(0, size=size))  # what is loaded and kept once
    tracemalloc.start()
    try:
        for number in range(1, 5000):
            one = page(number, size=size)
            digest.update(one.body)
            writer.write(one)
        writer.close()
        reading = read_raw(tmp_path)
        next(reading)
        for one in reading:
            again.update(one.body)
        gone = forget(tmp_path, {page(n).url for n in range(0, 5000, 500)})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert again.digest() == digest.digest()
    assert gone == 10
    assert disk_use(tmp_path)[0] == 4
    # 40 MB of pages. Forgetting copies by the megabyte; deflate's own state is 0.3 MB.
    assert peak < 5_000_000
