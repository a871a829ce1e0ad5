"""Feeds: batches of the archive as complete, checksummed JSONL files."""

from kazcrawl.feeds.publisher import FeedError, Published, publish, rebuild

__all__ = ["FeedError", "Published", "publish", "rebuild"]
