"""Feeds: batches of the archive as complete, checksummed JSONL files."""

from pathlib import Path

from kazcrawl.feeds.publisher import FeedError, Published, Publisher


def publish(
    url: str, folder: Path, source: str, crawl_id: str, compression: str
) -> list[Published]:
    publisher = Publisher(url, folder, source, crawl_id, compression)
    try:
        return publisher.publish()
    finally:
        publisher.close()


__all__ = ["FeedError", "Publisher"]
