"""Keeping house: status, verify, backup and restore, rebuild, prune, forget, reparse."""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from operator import itemgetter
from pathlib import Path

import pytest
from markupsafe import escape

from kazcrawl.archive import Archive, codec
from kazcrawl.archive.aliases import add_aliases
from kazcrawl.feeds.manifests import manifests_of, remove
from kazcrawl.raw import RawPage, RawWriter, read_raw
from kazcrawl.record import line
from kazcrawl.sites.kazinform import SITE
from tests.crash.promise import broken
from tests.samples import made
from tests.support import Site, crawl, feed_files, feed_records, sample_site, scrapy

NOW_TEXT = "2026-11-23T12:00:00Z"
ARGUMENTS = ("-a", "editions=ar,oz,en", "-s", "KAZCRAWL_DELIVER_ARTICLES=10")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sample_site(tmp_path_factory.mktemp("site"), articles=140, layout="g2") as found:
        yield found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Path:
    """A data folder after one crawl; tests that change it take a copy."""
    data = tmp_path_factory.mktemp("crawled") / "data"
    run = crawl(data, site, *ARGUMENTS)
    assert run.returncode == 0, run.stderr
    return data


@pytest.fixture
def data(tmp_path: Path, crawled: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "data"))


def command(name: str, data: Path, *arguments: str):
    return scrapy(name, "-s", f"KAZCRAWL_DATA={data}", *arguments)


def test_status_tells_what_is_there(data: Path) -> None:
    records = feed_records(data)
    run = command("status", data, "--json")
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert sum(row["articles"] for row in found["holdings"]) == len(records)
    assert {row["edition"] for row in found["holdings"]} == {"ar", "oz", "en"}
    assert found["batches"]["published"] == len(feed_files(data))
    assert found["batches"]["records"] == len(records)
    assert found["unpublished"] == 0
    assert found["runs"]["kazinform"]["good"]["verdict"] == "good"
    assert found["disk"]["raw_bytes"] > 0
    shown = command("status", data)
    assert shown.returncode == 0
    first, second, *_ = shown.stdout.splitlines()
    assert first == f"archive      {data / 'archive.sqlite3'}"
    assert second.startswith(f"holds        {len(records)} articles, 0 of them gone, 0 revisions; ")
    assert "unpublished  0 versions, 0 open batches" in shown.stdout


def test_status_without_an_archive_says_so(tmp_path: Path) -> None:
    run = command("status", tmp_path / "data")
    assert run.returncode == 5
    assert "there is none yet; a crawl makes it" in run.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("words", ["reparse --dry-run", "reparse", "export @ --format wacz"])
def test_raw_pages_that_cannot_all_be_read_are_told(data: Path, tmp_path: Path, words: str) -> None:
    (raw,) = data.glob("raw/*/*.warc.gz")
    raw.write_bytes(raw.read_bytes()[: raw.stat().st_size // 2])
    name, *arguments = words.replace("@", str(tmp_path / "out")).split()
    run = command(name, data, *arguments)
    assert run.returncode == 5
    assert run.stderr == f"kazcrawl: {raw}: is damaged; it was read to its last whole record\n"
    assert run.stdout


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\0"])
def test_a_data_folder_that_lost_its_id_is_told_by_its_files(data: Path, content: bytes) -> None:
    (data / ".id").write_bytes(content)
    run = command("verify", data)
    assert (run.returncode, "Traceback" in run.stderr) == (5, False)
    assert "no published batch of this data folder has this file" in run.stderr


def test_verify_holds_after_a_crawl_and_names_what_does_not(data: Path) -> None:
    assert command("verify", data).returncode == 0
    first, second, third, *_ = feed_files(data)
    first.write_bytes(first.read_bytes()[:-10])
    second.unlink()
    manifest = third.with_name(third.name.replace(".jsonl", ".manifest.json"))
    manifest.write_text("{}")
    (third.parent / "kazinform-000099.jsonl").write_text("")
    run = command("verify", data)
    assert run.returncode == 5
    for path, words in (
        (first, "not those which were published"),
        (second, "is not there; scrapy publish --rebuild kazinform-000002"),
        (manifest, "does not describe its file"),
        (third.parent / "kazinform-000099.jsonl", "no published batch"),
    ):
        assert any(str(path) in row and words in row for row in run.stderr.splitlines()), words


def test_a_lost_feed_file_is_written_again_byte_for_byte(data: Path) -> None:
    file = feed_files(data)[1]
    content = file.read_bytes()
    file.unlink()
    run = command("publish", data, "--rebuild", "kazinform-000002")
    assert run.returncode == 0, run.stderr
    assert file.read_bytes() == content
    assert command("verify", data).returncode == 0


def test_a_rebuilt_file_has_its_manifest_where_the_setting_says(data: Path) -> None:
    file = feed_files(data)[0]
    remove(file)
    setting = ("-s", "KAZCRAWL_MANIFESTS=new")
    run = command("publish", data, "--rebuild", "kazinform-000001", *setting)
    assert run.returncode == 0, run.stderr
    apart, beside = manifests_of(file)
    assert apart.exists()
    assert not beside.exists()
    assert command("verify", data, *setting).returncode == 0
    run = command("verify", data)
    assert (run.returncode, run.stderr) == (5, f"kazcrawl: {beside}: is not there\n")


def test_a_backup_restores_to_the_same_archive(data: Path, tmp_path: Path, site: Site) -> None:
    truth = [row for row in site.truth() if row["edition"] in ("ar", "oz", "en")]
    target = tmp_path / "copy.sqlite3"
    run = command("backup", data, str(target))
    assert run.returncode == 0, run.stderr
    assert command("backup", data, str(target)).returncode == 2, "a backup was overwritten"
    for path in data.glob("archive.sqlite3*"):
        path.unlink()
    gone = crawl(data, site, *ARGUMENTS)
    assert gone.returncode == 5
    assert "restore it from a backup" in gone.stderr
    assert not (data / "archive.sqlite3").exists(), "an archive was silently made anew"
    shutil.copy(target, data / "archive.sqlite3")
    again = crawl(data, site, *ARGUMENTS)
    assert again.returncode == 0, again.stderr
    assert broken(data, truth) == ""
    assert command("verify", data).returncode == 0


def test_an_older_backup_never_overwrites_newer_feeds(tmp_path: Path, site: Site) -> None:
    data, target = tmp_path / "data", tmp_path / "copy.sqlite3"
    assert crawl(data, site, "-a", "editions=ar").returncode == 0
    assert command("backup", data, str(target)).returncode == 0
    assert crawl(data, site, "-a", "editions=oz").returncode == 0
    before = {file: file.read_bytes() for file in feed_files(data)}
    for path in data.glob("archive.sqlite3*"):
        path.unlink()
    shutil.copy(target, data / "archive.sqlite3")
    assert crawl(data, site, "-a", "editions=oz").returncode == 0
    assert {file: file.read_bytes() for file in before} == before
    assert len(feed_files(data)) == 3


def test_what_was_pruned_is_remembered(data: Path) -> None:
    files = feed_files(data)
    day = files[0].parent.name.removeprefix("dt=")
    assert command("prune", data, "--feeds-before", day).stdout.startswith("removed 0 feed files")
    # One that cannot be removed: what went before it is remembered, and it goes the next time.
    last = files[-1]
    whole = last.rename(data / last.name)
    last.mkdir()
    assert command("prune", data, "--feeds-before", "2999-01-01").returncode == 5
    last.rmdir()
    whole.rename(last)
    assert feed_files(data) == [last]
    assert command("prune", data, "--feeds-before", "2999-01-01").returncode == 0
    assert command("verify", data).returncode == 0
    assert command("publish", data, "--rebuild", "1").returncode == 0
    assert feed_files(data) == files[:1]
    assert command("verify", data).stdout == "1 batches: every file is as it was published\n"
    run = command("prune", data, "--raw-before", "2999-01-01")
    assert "and 1 files of raw pages" in run.stdout
    assert list(read_raw(data / "raw")) == []
    assert command("prune", data, "--raw-before", "soon").returncode == 2
    assert command("prune", data).returncode == 2


def contents(data: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()}


def test_a_dry_run_says_what_would_go_and_changes_no_byte(data: Path) -> None:
    files, before = feed_files(data), contents(data)
    run = command(
        "prune", data, "--feeds-before", "2999-01-01", "--raw-before", "2999-01-01", "--dry-run"
    )
    (pages,) = (data / "raw").glob("*/*.warc.gz")
    assert run.stdout.splitlines() == [
        *map(str, files),
        str(pages),
        f"would remove {len(files)} feed files and 1 files of raw pages",
    ]
    victim = feed_records(data)[0]
    ahead = "https://oz.inform.kz/news/none_a1"
    run = command("forget", data, victim["url"], ahead, "--ahead", "--dry-run")
    assert run.stdout.splitlines() == [
        f"{victim['url']}: 1 versions would be emptied, 1 raw pages removed",
        f"  would still be in {files[0]}: scrapy publish --rebuild {files[0].stem} writes it "
        "without the text",
        f"{ahead}: is not held, and would never be fetched",
    ]
    assert contents(data) == before
    wrong = _without_authors(data)
    before = contents(data)
    run = command("reparse", data, "--dry-run")
    assert f" {len(wrong)} versions would change" in run.stdout, run.stdout
    assert contents(data) == before
    assert f" {len(wrong)} versions changed" in command("reparse", data).stdout


def test_a_forgotten_article_is_gone_for_good(data: Path, site: Site) -> None:
    dated = (row for row in feed_records(data) if row["edition"] == "oz" and row["date_published"])
    victim = max(dated, key=itemgetter("date_published"))
    words = victim["article_body"][:60].encode()
    before = len(site.requests())
    copy = data.parent / "copy.sqlite3"
    assert command("backup", data, str(copy)).returncode == 0
    report = Path(data, "reports", "kazcrawl.html")
    assert command("report", data).returncode == 0
    headline = str(escape(victim["headline"]))
    assert headline in report.read_text()
    (file,) = (path for path in feed_files(data) if words in path.read_bytes())
    run = command("forget", data, victim["url"])
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        f"{victim['url']}: 1 versions emptied, 1 raw pages removed",
        f"  still in {file}: scrapy publish --rebuild {file.stem} writes it without the text",
        f"  still in {copy}: a backup; remove it, and make another",
        f"{report}: written anew",
    ]
    assert headline not in report.read_text()
    # As a reader that holds old pages leaves it: publishing clears the log, as the command says.
    due = "SELECT count(*) FROM meta WHERE key = 'checkpoint'"
    with closing(sqlite3.connect(data / "archive.sqlite3", isolation_level=None)) as archive:
        archive.execute("INSERT INTO meta VALUES ('checkpoint', 'due')")
        assert command("publish", data).returncode == 0
        assert archive.execute(due).fetchone() == (0,)
    assert command("publish", data, "--rebuild", file.stem).returncode == 0
    copy.unlink()
    run = command("forget", data, victim["url"])
    assert run.stdout.splitlines() == [
        f"{victim['url']}: 0 versions emptied, 0 raw pages removed",
        f"{report}: written anew",
    ]
    assert "nothing waits" in command("publish", data).stdout
    again = crawl(data, site, *ARGUMENTS, "-s", "KAZCRAWL_REVISIT=0")
    assert again.returncode == 0, again.stderr
    own = [row for row in feed_records(data) if row["id"] == victim["id"]]
    assert [(row["revision"], row["status"]) for row in own] == [(1, "gone"), (2, "gone")]
    assert [row["headline"] or row["article_body"] for row in own] == [None, None]
    path = victim["url"].removeprefix("https://oz.inform.kz")
    asked = [row for row in site.requests()[before:] if row.endswith(path)]
    assert asked == [], "a forgotten article was fetched again"
    for file in data.glob("archive.sqlite3*"):
        assert words not in file.read_bytes()
    assert victim["url"] not in {page.url for page in read_raw(data / "raw")}
    assert command("verify", data).returncode == 0
    assert command("forget", data).returncode == 2


def test_a_page_goes_whatever_address_it_was_asked_by(data: Path) -> None:
    victim = next(row for row in feed_records(data) if row["edition"] == "oz")
    moved = "https://oz.inform.kz/some/older-address"
    writer = RawWriter(data / "raw", "later", 10**6)
    for asked, answered in ((moved, victim["url"]), (moved, moved), (moved, f"{moved}-2")):
        writer.write(
            RawPage(answered, asked, NOW_TEXT, "kazinform", "oz", "text/html", b"<p>x"), ()
        )
    writer.close()
    archive = Archive(f"sqlite:///{data / 'archive.sqlite3'}")
    with archive.writing() as connection:
        add_aliases(connection, victim["id"], SITE.addresses.identities(moved))
    archive.close()
    run = command("forget", data, victim["url"])
    assert "1 versions emptied, 4 raw pages removed" in run.stdout
    addresses = {(page.asked, page.url) for page in read_raw(data / "raw")}
    assert not {moved, victim["url"]} & {one for pair in addresses for one in pair}


def test_an_article_can_be_forgotten_before_it_is_met(tmp_path: Path, site: Site) -> None:
    data = tmp_path / "data"
    assert crawl(data, site, "-a", "editions=ar").returncode == 0
    victim = next(row for row in site.truth() if row["edition"] == "oz")
    assert command("forget", data, victim["url"]).returncode == 2
    assert command("forget", data, victim["url"], "--ahead").returncode == 0
    assert crawl(data, site, "-a", "editions=oz").returncode == 0
    assert victim["id"] not in {row["id"] for row in feed_records(data)}


def test_every_article_page_is_kept_as_it_came(data: Path, site: Site) -> None:
    truth = {row["url"] for row in site.truth() if row["edition"] in ("ar", "oz", "en")}
    pages = list(read_raw(data / "raw"))
    assert truth <= {page.url for page in pages}
    assert all(b"<html" in page.body for page in pages)
    assert list((data / "raw").rglob("*.open")) == []


def test_raw_pages_can_be_switched_off(tmp_path: Path, site: Site) -> None:
    data = tmp_path / "data"
    assert crawl(data, site, "-a", "editions=ar", "-s", "KAZCRAWL_RAW_MB=0").returncode == 0
    assert not (data / "raw").exists()


def test_reading_stored_pages_again_publishes_only_what_changed(data: Path) -> None:
    files = feed_files(data)
    run = command("reparse", data)
    assert run.returncode == 0, run.stderr
    assert " 0 versions changed" in run.stdout
    assert feed_files(data) == files

    # An archive filled by an older parser that missed a field: here, one that read no author.
    wrong = _without_authors(data)
    run = command("reparse", data, "--layout", "g2")
    assert f" {len(wrong)} versions changed" in run.stdout, run.stdout
    fixed = [row for row in feed_records(data) if row["revision"] == 2]
    assert {row["id"] for row in fixed} == wrong
    assert all(row["author"] for row in fixed)
    assert command("verify", data).returncode == 0
    assert " 0 versions changed" in command("reparse", data).stdout
    assert "0 pages read" in command("reparse", data, "--since", "2999-01-01").stdout
    assert command("reparse", data, "--since", "soon").returncode == 2


def test_an_article_that_a_later_look_found_unchanged_is_read_again_too(data: Path) -> None:
    wrong = _without_authors(data)
    archive = Archive(f"sqlite:///{data / 'archive.sqlite3'}")
    for url_hash in wrong:
        archive.unchanged(url_hash, checked_at="2099-01-01T00:00:00Z")
    archive.close()
    assert f" {len(wrong)} versions would change" in command("reparse", data, "--dry-run").stdout


def test_stored_pages_of_one_article_under_two_slugs_are_its_revisions(tmp_path: Path) -> None:
    (sample,) = (one for one in made() if one.name == "kazinform/g1/sample-site-en")
    first = sample.page.url
    second = re.sub(r"[^/]+(?=_a\d)", "another-slug", first)
    writer = RawWriter(tmp_path / "raw", "c1", 10**6)
    for hour, url, headline in ((10, first, "Before"), (11, second, "Afterwards")):
        html = re.sub(r"(<h1[^>]*>)[^<]*", rf"\1{headline} the bridge was closed", sample.html)
        writer.write(
            RawPage(
                url, url, f"2026-11-23T{hour}:00:00Z", "kazinform", "en", "text/html", html.encode()
            ),
            (),
        )
    writer.close()
    Archive(f"sqlite:///{tmp_path / 'archive.sqlite3'}").close()
    assert "2 pages read, 2 versions changed" in command("reparse", tmp_path).stdout
    rows = feed_records(tmp_path)
    assert [(row["revision"], row["url"]) for row in rows] == [(1, first), (2, first)]


def _without_authors(data: Path) -> set[str]:
    """Takes the authors out of the archive's records; gives the ids of those that had any."""
    changed = set()
    with closing(sqlite3.connect(data / "archive.sqlite3")) as archive, archive:
        for seq, packing, body in archive.execute(
            "SELECT seq, codec, body FROM version"
        ).fetchall():
            row = json.loads(codec.unpack(packing, body))
            if row["author"]:
                changed.add(row["id"])
            packing, body = codec.pack(line(row | {"author": []}))
            archive.execute(
                "UPDATE version SET codec = ?, body = ? WHERE seq = ?", (packing, body, seq)
            )
    return changed
