"""The lies that the crawl does not see through yet, each with what goes wrong.

A test that begins to pass fails until its entry is gone from here: whoever mends one, strikes it
out.
"""

KNOWN: dict[str, str] = {}
