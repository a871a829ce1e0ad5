"""Several machines: what is to be done stands in a queue in the archive's own database.

A worker runs one job at a time as a child of its own, ``scrapy crawl`` or another command. Who
asks which server is the fence's to say, not the queue's.
"""
