"""The lies that the crawl does not see through yet, each with what goes wrong.

A test that begins to pass fails until its entry is gone from here: whoever mends one, strikes it
out.
"""

KNOWN: dict[str, str] = {
    "all_to_newest": "all addresses become aliases of the newest article and are never fetched",
    "cache_mixup": "one article's text is archived under all the addresses, or they become aliases",
    "canonical_port": "a page with such a link raises, and its article is never archived",
    "headline_403": "an article whose headline is the words of a refusal is never archived",
    "hex_a": "three articles are taken for one",
    "login_wall": "the wall's text is archived as the articles'",
    "percent_encoding": "one address in two spellings becomes two articles",
    "renamed_slug": "the same article under its new address is a second record",
    "soft_404_new": "new articles are given up after two such runs, the days are called complete",
}
