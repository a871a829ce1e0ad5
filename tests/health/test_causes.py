"""Why pages failed, in words, and at which editions."""

from collections import Counter

import pytest

from kazcrawl.fetch.refusals import REFUSALS as STATUSES
from kazcrawl.health.causes import REFUSALS, cause, causes, names

WORDS = {
    "CannotResolveHostError": "the host's name cannot be resolved",
    "DownloadConnectionRefusedError": "no server accepts the connection",
    "DownloadTimeoutError": "no answer in time",
    "DownloadFailedError": "the connection failed",
    "DownloadCancelledError": "the answer was too large",
    "ResponseDataLossError": "the answer was cut off",
    "no end": "pages broke off before their end, </html>",
    "robots.txt": "robots.txt forbids it",
    "off-site": "led to another site",
    "401": "HTTP 401, a log-in is asked for",
    "403": "HTTP 403, forbidden",
    "challenge": "a challenge or log-in page stands in the place of the page",
    "no text": "an answer without text",
    "redirects": "redirected in circles",
    "429": "HTTP 429, too many requests",
    "503": "HTTP 503",
    "browser missing": "browser missing",
}


@pytest.mark.parametrize(("name", "words"), WORDS.items())
def test_a_cause_in_words(name: str, words: str) -> None:
    assert cause(name) == words


def test_refusals_are_those_that_the_crawl_counts() -> None:
    assert (*(str(status) for status in STATUSES), "challenge") == REFUSALS


def test_editions_in_a_sentence_are_in_order() -> None:
    assert names(["ru", "ar", "kk"]) == "ar, kk, ru"


def test_causes_that_all_editions_share_are_added_up_the_most_frequent_first() -> None:
    failures = {"oz": Counter({"503": 2, "429": 9}), "ar": Counter({"429": 1, "503": 12})}
    assert causes(failures) == "HTTP 503 (14), HTTP 429, too many requests (10)"
    assert causes(failures, named=True) == (
        "HTTP 503 (14), HTTP 429, too many requests (10) at ar, oz"
    )


def test_each_edition_has_its_own_causes_where_they_differ() -> None:
    failures = {
        "oz": Counter({"503": 2}),
        "ar": Counter({"503": 3}),
        "cn": Counter({"503": 1, "403": 4}),
        "ru": Counter[str](),
    }
    assert causes(failures) == "HTTP 503 (5) at ar, oz; HTTP 403, forbidden (4), HTTP 503 (1) at cn"


def test_causes_of_which_nobody_knows_where_have_no_place() -> None:
    untold = {"": Counter({"503": 2})}
    assert causes(untold, named=True) == "HTTP 503 (2)"
    assert causes(untold | {"ar": Counter({"404": 1})}) == "HTTP 503 (2); HTTP 404 (1) at ar"
    assert causes(untold | {"ar": Counter({"503": 1})}, named=True) == "HTTP 503 (3) at ar"


def test_without_failures_there_is_no_cause() -> None:
    assert causes({}) == ""
    assert causes({"ar": Counter()}, named=True) == ""
