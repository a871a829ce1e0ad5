"""Pages that are hardly their cards': asked for again, and believed if nothing else shows them."""

import pytest
from scrapy import Request

from kazcrawl.crawl.doubt import are_unlike
from kazcrawl.items import NEW, Fetched, Found
from tests.crawl.bed import ROOT, Bed, answer, call, url_hash

ALIKE = "the same text as under other addresses"


@pytest.mark.parametrize(
    ("title", "headline", "wanted"),
    [
        ("A bridge is opened", "A bridge is opened in Astana", False),
        ("Bridge opened: photos", "Old BRIDGE opened", False),
        ("One two three four", "one two five six", False),
        ("One two three four", "one five six seven", True),
        ("桥通车了", "新桥通车", False),
        ("桥通车了", "湖边火烈鸟", True),
        ("198 flamingos", "198", False),
        ("Мост", "", False),
    ],
)
def test_less_than_half_of_the_shorter_ones_words_is_unlike(
    title: str, headline: str, wanted: bool
) -> None:
    assert are_unlike(title, headline) is are_unlike(headline, title) is wanted


def link(name: str) -> str:
    return f"{ROOT}/ru/{name}-0a1b2c"


def page(headline: str, text: str, head: str = "") -> str:
    return (
        f"<html><head><title>{headline}</title>{head}</head><body>"
        f"<h1 class='article__title'>{headline}</h1><time class='meta-date'>12:00, 1 Мая 2026"
        f"</time><div class='article__content'><p>{text}</p></div></body></html>"
    )


def ask(bed: Bed, name: str, title: str | None = "A bridge is opened") -> Request:
    return bed.articles.request(Found(url_hash(name), link(name), "ru", title=title), NEW)


def come(request: Request, body: str) -> object:
    """What comes of a page: a request, an article, or nothing."""
    (came,) = call(request, answer(request, body)) or [None]
    return came


def test_it_is_asked_for_again_behind_all_else_and_then_believed(bed: Bed) -> None:
    body = page("Flamingos at a lake", "Text.")
    again = come(request := ask(bed, "a"), body)
    assert isinstance(again, Request)
    assert (again.url, again.priority < 0) == (request.url, True)
    assert bed.report.articles.read == 0
    assert isinstance(come(again, body), Fetched)
    assert bed.waiting == []


@pytest.mark.parametrize(
    ("title", "head"),
    [
        (None, ""),
        ("Flamingos", ""),
        ("A bridge is opened", f"<link rel='canonical' href='{link('a')}'>"),
    ],
)
def test_it_is_believed_at_once_where_its_card_or_itself_says_whose_it_is(
    bed: Bed, title: str | None, head: str
) -> None:
    body = page("Flamingos at a lake", "Text.", head)
    assert isinstance(come(ask(bed, "a", title), body), Fetched)


def test_under_two_addresses_it_is_a_mix_up_and_stays_one(bed: Bed) -> None:
    body = page("Flamingos at a lake", "Text.")
    first = come(ask(bed, "a"), body)
    assert come(ask(bed, "b"), body) is None
    assert isinstance(first, Request)
    assert come(first, body) is None
    assert {row.reason for row in bed.waiting} == {ALIKE}
    assert {row.title for row in bed.waiting} == {"A bridge is opened"}
    # In a later run that hears of one of them only.
    bed.open()
    assert come(ask(bed, "a"), body) is None
    assert bed.report.failures == {ALIKE: 1}
    assert isinstance(come(ask(bed, "a"), page("The bridge is opened", "Other.")), Fetched)


def test_where_cards_bear_no_headlines_it_is_believed_after_five(bed: Bed) -> None:
    asked_again = 0
    for number in range(7):
        name, body = f"a{number}", page(f"Flamingos {number}", f"Text {number}.")
        came = come(ask(bed, name), body)
        if isinstance(came, Request):
            asked_again += 1
            came = come(came, body)
        assert isinstance(came, Fetched)
    assert asked_again == 5
