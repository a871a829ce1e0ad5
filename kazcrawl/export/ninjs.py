"""IPTC ninjs 3.1: an object for each version, one a line.

What of a record has no home in ninjs (``date_modified``, ``date_published_raw`` and ``_local``,
``layout``, ``crawl_id``, what is null beside what is empty) is left out; docs/exporting.md says so.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kazcrawl.export.addresses import uri
from kazcrawl.export.page import Format, Page
from kazcrawl.record import line

_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
_STATUS = {"usable": "usable", "gone": "canceled"}
PLAIN = "text/plain"
SECTION, KEYWORD = "section", "keyword"
"""What subjects are to the article, in their ``rel``."""


def _write(path: Path, records: Iterable[dict[str, Any]], page: Page) -> None:
    with path.open("wb") as file:
        for record in records:
            own = ninjs(record)
            if said := page.rights.get(urlsplit(record["url"]).hostname or ""):
                own["rightsInfo"] = {"encodedRights": said}
            file.write(line(own))


def ninjs(record: dict[str, Any]) -> dict[str, Any]:
    """A record as a ninjs object; what is null or empty is absent."""
    dateline = record["dateline"] or {}
    known = {
        "uri": uri(record["url"]),
        "type": "text",
        "representationType": "full",
        "profile": "text",
        "standard": _STANDARD,
        "version": str(record["revision"]),
        "versionCreated": record["fetched_at"],
        "firstCreated": record["date_published"],
        "contentCreated": record["date_published"],
        "pubStatus": _STATUS[record["status"]],
        "language": record["in_language"],
        "headlines": _texts("main", record["headline"]),
        "descriptions": _texts("summary", record["description"]),
        "bodies": [
            {**text, "charCount": len(text["value"]), "wordCount": len(text["value"].split())}
            for text in _texts("main", record["article_body"])
        ],
        "by": ", ".join(record["author"]),
        "located": dateline.get("place"),
        "infoSources": _named(dateline.get("agency")),
        "subjects": [
            {"name": name, "rel": rel}
            for rel, names in (
                (SECTION, record["article_section"]),
                (KEYWORD, record["keywords"]),
            )
            for name in names
        ],
        "associations": [_picture(*pair) for pair in enumerate(record["image"], 1)],
        "altIds": [
            {"role": name, "value": record[name]} for name in _IDS if record[name] is not None
        ],
    }
    return {name: value for name, value in known.items() if value}


_IDS = ("id", "source", "edition", "content_hash")


def _texts(role: str, text: str | None) -> list[dict[str, Any]]:
    return [{"role": role, "contentType": PLAIN, "value": text}] if text else []


def _named(name: str | None) -> list[dict[str, str]]:
    return [{"name": name}] if name else []


def _picture(number: int, image: dict[str, Any]) -> dict[str, Any]:
    known = {
        "name": f"picture-{number}",
        "uri": uri(image["url"]),
        "type": "picture",
        "descriptions": _texts("caption", image["caption"]),
        "by": image["credit"],
    }
    return {name: value for name, value in known.items() if value}


FORMAT = Format(".ninjs.jsonl", _write)
