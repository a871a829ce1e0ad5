"""The lies that the crawl does not see through yet, each with what goes wrong.

A test that begins to pass fails until its entry is gone from here: whoever mends one, strikes it
out.
"""

_PAGE = "the walk ends there, what is behind is lost, the days are called complete"
_CUT = "half the text is archived for good, unmarked"

KNOWN: dict[str, str] = {
    "all_to_newest": "all addresses become aliases of the newest article and are never fetched",
    "cache_mixup": "one article's text is archived under all the addresses, or they become aliases",
    "canonical_port": "a page with such a link raises, and its article is never archived",
    "cookie_wall": "the runs fail with redirects in circles; the cookie is not named",
    "cut_206": _CUT,
    "cut_br": _CUT,
    "cut_deflate": _CUT,
    "cut_gzip": _CUT,
    "cut_half": _CUT,
    "headline_403": "an article whose headline is the words of a refusal is never archived",
    "hex_a": "three articles are taken for one",
    "login_wall": "the wall's text is archived as the articles'",
    "meta_refresh": "each page is fetched again and again, and never archived",
    "page_half_once": "half the cards are lost, the days are called complete",
    "percent_encoding": "one address in two spellings becomes two articles",
    "renamed_slug": "the same article under its new address is a second record",
    "retry_after": "the next run asks although the server wanted more time",
    "robots_forms": "rules in such a form are not obeyed",
    "soft_404_new": "new articles are given up after two such runs, the days are called complete",
    "stray_bytes": "two bytes turn every quotation mark of a page into three letters",
}
