"""Upgrading and going back, line by line as docs/deploying.md has it."""

import re
import subprocess
from pathlib import Path

from tests.support import ROOT, Site, crawl, feed_files, feed_records, scrapy

SECTION = re.compile(r"## Upgrading and going back\n(.*?)\n## ", re.S)
NARROW = "-a editions=ar,oz -a since=2012-01-01"


def lines() -> list[list[str]]:
    """The commands of the section's blocks."""
    (text,) = SECTION.findall((ROOT / "docs/deploying.md").read_text())
    blocks = re.findall(r"```console\n(.*?)```", text, re.S)
    return [[row.removeprefix("$ ") for row in block.splitlines()] for block in blocks]


def do(row: str, folder: Path, site: Site) -> None:
    """Runs a line in the project's folder; another version of the code is not had here."""
    if row.startswith("git "):
        return
    if not row.startswith(".venv/bin/scrapy "):
        subprocess.run(row.split(), cwd=folder, check=True)
        return
    words = row.removeprefix(".venv/bin/scrapy ").split()
    if words[0] == "crawl":
        words += [*NARROW.split(), "-s", f"KAZCRAWL_CONNECT_TO={site.address}"]
        words += ["-s", "AUTOTHROTTLE_ENABLED=0"]
    run = scrapy(*words, cwd=folder, KAZCRAWL_DATA="data")
    assert run.returncode == 0, run.stderr


def test_an_upgrade_and_the_way_back_lose_no_article(tmp_path: Path, g3_site: Site) -> None:
    data = tmp_path / "data"
    assert crawl(data, g3_site, "-a", "editions=ar").returncode == 0
    before = feed_files(data)
    upgrade, back = lines()
    for row in upgrade:
        do(row, tmp_path, g3_site)
    since = [file for file in feed_files(data) if file not in before]
    assert since
    for row in back:
        do(row, tmp_path, g3_site)
    verify = scrapy("verify", cwd=tmp_path, KAZCRAWL_DATA="data")
    assert verify.returncode == 5
    for file in since:
        assert f"{file.relative_to(tmp_path)}: no published batch of this data folder" in (
            verify.stderr
        )
        for path in [*(data / "feeds").rglob(f"*{file.stem}*")]:
            path.unlink()
    verify = scrapy("verify", cwd=tmp_path, KAZCRAWL_DATA="data")
    assert (verify.returncode, verify.stderr) == (0, "")
    truth = [row for row in g3_site.truth() if row["edition"] in ("ar", "oz")]
    assert sorted(row["id"] for row in feed_records(data)) == sorted(row["id"] for row in truth)
