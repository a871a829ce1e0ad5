"""Item pipelines, one thing a file; each counts what it changed in the crawl's stats."""
