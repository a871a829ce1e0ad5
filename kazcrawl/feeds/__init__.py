"""Feeds: batches of the archive as complete, checksummed JSONL files."""

from kazcrawl.feeds.publisher import PATIENCE, FeedError, Published, publish, rebuild

__all__ = ["PATIENCE", "FeedError", "Published", "publish", "rebuild"]
