"""The project's Scrapy commands: ``scrapy crawl``, ``demo``, ``read``, ``publish``, …"""
