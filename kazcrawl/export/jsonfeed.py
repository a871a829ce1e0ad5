"""JSON Feed 1.1: a file a day, each leading to the day before it."""

from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import orjson

from kazcrawl.export.addresses import mime_type
from kazcrawl.export.page import Format, Page

VERSION = "https://jsonfeed.org/version/1.1"


def _write(path: Path, records: Iterable[dict[str, Any]], page: Page) -> None:
    with path.open("wb") as file:
        write_json_feed(file, records, page)


def write_json_feed(target: IO[bytes], records: Iterable[dict[str, Any]], page: Page) -> None:
    """Writes a feed of records to a file that is open."""
    head = {"version": VERSION, "title": title(page), "feed_url": page.url}
    if page.older:
        head["next_url"] = page.older
    target.write(orjson.dumps(head)[:-1] + b',"items":[')
    for number, record in enumerate(records):
        target.write(b",\n" * bool(number) + orjson.dumps(item(record)))
    target.write(b"]}\n")


def title(page: Page) -> str:
    """What a feed's file is called."""
    return f"{page.source} {page.day}" if page.day else page.source


def item(record: dict[str, Any]) -> dict[str, Any]:
    """A record as an item; what is not known is left out, as the format wants it."""
    pictures = [image["url"] for image in record["image"]]
    known = {
        "id": record["id"],
        "url": record["url"],
        "title": record["headline"],
        "content_text": record["article_body"] or record["headline"] or "",
        "summary": record["description"],
        "image": pictures[0] if pictures else None,
        "date_published": record["date_published"],
        "date_modified": record["date_modified"],
        "authors": [{"name": name} for name in record["author"]],
        "tags": [*record["article_section"], *record["keywords"]],
        "language": record["in_language"],
        "attachments": [{"url": url, "mime_type": mime_type(url)} for url in pictures[1:]],
    }
    # The content is there even where it is empty: an item without any is not valid.
    return {name: value for name, value in known.items() if value or name == "content_text"}


FORMAT = Format(".json", _write, newest_only=True)
