"""Scrapy extensions: what happens beside the walk while a crawl runs."""
