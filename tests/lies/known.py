"""The lies that the crawl does not see through yet, each with what goes wrong.

A test that begins to pass fails until its entry is gone from here: whoever mends one, strikes it
out.
"""

KNOWN: dict[str, str] = {
    "cache_mixup": "one article's text is archived under all the addresses, or they become aliases",
    "headline_403": "an article whose headline is the words of a refusal is never archived",
    "login_wall": "the wall's text is archived as the articles'",
    "soft_404_new": "new articles are given up after two such runs, the days are called complete",
}
