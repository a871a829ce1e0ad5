"""Addresses as pages write them: whatever stands there, it is an address or nothing."""

import pytest

from kazcrawl.pages.links import joined, web_address
from kazcrawl.sites.kazinform import SITE

BASE = "https://www.inform.kz/ru/words-0a1b2c"


@pytest.mark.parametrize(
    ("href", "wanted"),
    [
        ("/ru/a", "https://www.inform.kz/ru/a"),
        ("?page=2", f"{BASE}?page=2"),
        (" //inform.kz/a ", "https://inform.kz/a"),
        ("https://inform.kz:8443/a", "https://inform.kz:8443/a"),
        ("http://пример.kz/a", "http://пример.kz/a"),
        ("mailto:a@inform.kz", "mailto:a@inform.kz"),
        ("", None),
        ("#", None),
        (None, None),
        # What no address can be.
        ("https://[inform.kz/ru/a", None),
        ("https://inform.kz]/ru/a", None),
        ("https://www.inform.kz:99999/ru/a", None),
        ("https://www.inform.kz:x:y/ru/a", None),
        ("https://inform℀.kz/ru/a", None),
    ],
)
def test_an_address_is_joined_to_the_pages_or_is_none(href: str | None, wanted: str | None) -> None:
    assert joined(BASE, href) == wanted


def test_an_address_of_the_web_may_be_broken_over_lines() -> None:
    assert web_address("https://inform.kz\n/a", BASE) == "https://inform.kz/a"
    assert web_address("mailto:a@inform.kz", BASE) is None


@pytest.mark.parametrize("claimed", ["https://[www.inform.kz/ru/words-0a1b2c", "http://]", "//[::"])
def test_a_canonical_link_that_is_no_address_is_not_believed(claimed: str) -> None:
    assert SITE.addresses.believed_canonical(BASE, claimed) is None
    assert SITE.addresses.is_another(BASE, claimed) is False
