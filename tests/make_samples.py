"""Makes ``samples/``: a page of every layout and edition beside the record that it must give.

Run it when a layout of the sample site changes, and read what changed before committing it.
"""

import json
from datetime import datetime
from pathlib import Path

from kazcrawl.record import FIELDS, line
from kazcrawl.sample_site.articles import REPUBLISHERS, Newsroom
from kazcrawl.sample_site.layouts import LAYOUTS
from kazcrawl.sample_site.site import SampleSite
from kazcrawl.sample_site.truth import truth_of
from kazcrawl.sites.kazinform.editions import EDITIONS
from tests.support import NOW, ROOT

SAMPLES = ROOT / "samples"
LISTINGS = SAMPLES / "listings"

_NEWEST = {
    "g1": "2020-12-01T08:00:00+00:00",
    "g15": "2022-09-21T08:00:00+00:00",
    "g2": "2025-08-30T08:00:00+00:00",
    "g3": NOW,
    "jannah": NOW,
}
# Of each edition the article whose page carries most: figure, quotation, related links, chrome.
_NUMBER = {"g1": 37, "g15": 52, "g2": 67, "g3": 82, "jannah": 7}


def make(folder: Path = SAMPLES) -> None:
    """Writes all samples into ``folder``."""
    (folder / "listings").mkdir(parents=True, exist_ok=True)
    feed = []
    for layout, templates in LAYOUTS.items():
        # Each layout in its own time: addresses, datelines and the clock were others then.
        room = Newsroom(1400, seed=11, now=datetime.fromisoformat(_NEWEST[layout]))
        codes = [f"rep-{name}" for name in REPUBLISHERS] if layout == "jannah" else list(EDITIONS)
        for code in codes:
            article = room.article(code, min(_NUMBER[layout], room.size(code) - 1))
            record = truth_of(article, layout)
            name = f"{layout}-{code.removeprefix('rep-')}"
            (folder / f"{name}.html").write_text(templates.article(article), "utf-8")
            text = json.dumps(record, ensure_ascii=False, indent=1)
            (folder / f"{name}.json").write_text(text + "\n", "utf-8")
            if layout == "g3":
                told = {"fetched_at": "2026-11-23T12:05:00Z", "crawl_id": "sample"}
                feed.append({key: (record | told)[key] for key in FIELDS})
        host = "ru.republisher.example" if layout == "jannah" else "www.inform.kz"
        path = "/page/2/" if layout == "jannah" else "/lenta/"
        answer = SampleSite(room, "g3" if layout == "jannah" else layout).answer(
            host, path, "" if layout == "jannah" else "page=2"
        )
        (folder / "listings" / f"{layout}.html").write_text(answer.body, "utf-8")
    (folder / "feed.jsonl").write_bytes(b"".join(line(record) for record in feed))


if __name__ == "__main__":
    make()
