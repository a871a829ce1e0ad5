"""Feeds: batches of the archive as complete, checksummed JSONL files, and how they are read.

Whoever reads imports from here; publishing is in ``kazcrawl.feeds.publisher``, which needs the
archive. Nothing of Scrapy, Twisted or SQLAlchemy comes with this.
"""

from kazcrawl.feeds.cursor import Cursor
from kazcrawl.feeds.reading import Reading, UnreadableFeedError, read

__all__ = ["Cursor", "Reading", "UnreadableFeedError", "read"]
