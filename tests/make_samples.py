"""Makes the sample site's part of ``samples/``: a page of every layout and edition beside the
record that it must give, and a listing of every layout beside what its cards must be.

Run it when a layout of the sample site changes, and read what changed before committing it.
Pages from elsewhere stay as they are: only names that begin with ``sample-site`` are written.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from kazcrawl.pages import Page
from kazcrawl.record import FIELDS, line
from kazcrawl.sample_site.articles import REPUBLISHERS, Newsroom
from kazcrawl.sample_site.layouts import AGENCY, LAYOUTS
from kazcrawl.sample_site.site import SampleSite
from kazcrawl.sample_site.truth import truth_of
from kazcrawl.sites.kazinform.editions import EDITIONS
from kazcrawl.sites.registry import site_of
from tests.samples import GENERATED, SAMPLES, listing_facts

_ARTICLES = 1400


def make(root: Path = SAMPLES) -> None:
    """Writes the sample site's samples into ``root`` and removes those it makes no more."""
    written = {
        root / folder / f"{GENERATED}{name}": content
        for layout in LAYOUTS
        for folder, name, content in _of_layout(layout)
    }
    for path in root.glob(f"*/*/{GENERATED}*"):
        if path not in written:
            path.unlink()
    for path, content in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (root / "feed.jsonl").write_bytes(_feed())


def _of_layout(layout: str) -> Iterator[tuple[str, str, str]]:
    """Folder, name behind ``sample-site`` and content of every file of a layout."""
    template = LAYOUTS[layout]
    site = template.PAGE.__module__.split(".")[2]
    folder = f"{site}/{layout}"
    # Each layout in its own time: addresses, datelines and the clock were others then.
    room = Newsroom(_ARTICLES, seed=11, now=datetime.fromisoformat(template.NOW))
    codes = list(EDITIONS) if layout in AGENCY else [f"rep-{name}" for name in REPUBLISHERS]
    for code in codes:
        article = room.article(code, min(template.RICHEST, room.size(code) - 1))
        name = f"-{code.removeprefix('rep-')}"
        yield folder, f"{name}.html", template.article(article)
        yield folder, f"{name}.json", _json(truth_of(article, layout))
    if layout in AGENCY:
        host, path, query = "www.inform.kz", "/lenta/", "page=2"
    else:
        host, path, query = "ru.republisher.example", "/page/2/", ""
    html = SampleSite(room, layout).answer(host, path, query).body
    url = f"https://{host}{path}{'?' if query else ''}{query}"
    listing = site_of(url).layouts.read_listing(Page(html, url))
    assert listing is not None, f"{layout} reads no card of its own listing"
    yield folder, ".listing.html", html
    yield folder, ".listing.json", _json({"_url": url} | listing_facts(listing))


def _feed() -> bytes:
    """A feed file of a record an edition, for those who read feeds."""
    layout = AGENCY[0]
    template = LAYOUTS[layout]
    room = Newsroom(_ARTICLES, seed=11, now=datetime.fromisoformat(template.NOW))
    told = {"fetched_at": "2026-11-23T12:05:00Z", "crawl_id": "sample"}
    records = []
    for code in EDITIONS:
        article = room.article(code, min(template.RICHEST, room.size(code) - 1))
        record = truth_of(article, layout) | told
        records.append(line({key: record[key] for key in FIELDS}))
    return b"".join(records)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    make()
