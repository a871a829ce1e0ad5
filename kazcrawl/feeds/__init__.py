"""Feeds: batches of the archive as complete, checksummed JSONL files."""

from kazcrawl.feeds.publisher import FeedError, Publisher

__all__ = ["FeedError", "Publisher"]
