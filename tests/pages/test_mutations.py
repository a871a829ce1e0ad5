"""Every sample page damaged in many ways: the article, a flagged one, or nothing; never another's.

What stands outside the article of every sample (the site's own words, a comment form and a box
of related articles put beside it) must never be a line of a record of a known layout. An
advertisement inside the body is known by its mark alone: where that is destroyed it is not asked.
"""

from contextlib import suppress
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kazcrawl.crawl import records
from kazcrawl.crawl.records import UnreadableError, read_page
from kazcrawl.pages import GENERIC, Page
from tests.pages.damage import (
    GARBAGE,
    MUTATIONS,
    PAGES,
    WANTED,
    check,
    damaged,
    dropped,
    renamed,
    with_strangers,
)
from tests.pages.soup import read_with_soup
from tests.samples import FETCHED, read_article, read_listing


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_damaged_page_gives_the_article_a_flagged_one_or_nothing(
    mutation: str, name: str
) -> None:
    for seed in range(6):
        check(damaged(mutation, name, str(seed)), name)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_torn_at_any_byte_gives_a_beginning_of_the_article(name: str) -> None:
    content = PAGES[name].encode()
    random = Random(name)
    # A torn embedded post has its address behind what there is of its text.
    lines = [one for one in WANTED[name]["article_body"].split("\n\n") if "://" not in one]
    # Chrome that is torn is not told from text.
    chrome = [line for line, _, _ in records.read_article(content, WANTED[name]["url"]).removed]
    for cut in random.sample(range(len(content)), 12):
        try:
            found = read_page(content[:cut], WANTED[name]["url"], fetched_at=FETCHED)
        except UnreadableError:
            continue
        if found["layout"] == GENERIC:
            continue
        read = [one for one in found["article_body"].split("\n\n") if "://" not in one]
        *whole, last = read
        assert whole == lines[: len(whole)]
        could_be = (*lines[len(whole) : len(whole) + 1], *chrome)
        assert len(whole) == len(lines) or any(line.startswith(last[:-3]) for line in could_be)


def test_harmless_damage_still_gives_exactly_the_article() -> None:
    for name, html in PAGES.items():
        page = with_strangers(html).replace("</p>", " </p>\n<!-- a comment -->")
        found = read_page(page.encode(), WANTED[name]["url"], fetched_at=FETCHED)
        assert found["article_body"] == WANTED[name]["article_body"]
        assert found["headline"] == WANTED[name]["headline"]


def test_some_damaged_pages_are_still_read_by_their_layout_and_some_by_none() -> None:
    layouts: list[str | None] = []
    for name in sorted(PAGES):
        random = Random(name)
        layouts += [
            check(renamed(PAGES[name], random), name),
            check(dropped(PAGES[name], random), name),
        ]
    assert any(one == GENERIC for one in layouts)
    assert any(one not in (GENERIC, None) for one in layouts)


@settings(
    max_examples=150, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(data=st.data())
def test_no_mixture_of_a_page_and_garbage_raises(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(PAGES)))
    html = PAGES[name]
    pieces = data.draw(
        st.lists(
            st.one_of(
                st.tuples(st.integers(0, len(html)), st.integers(0, 400)).map(
                    lambda at: html[at[0] : at[0] + at[1]]
                ),
                st.sampled_from(GARBAGE),
                st.text(max_size=30),
            ),
            max_size=25,
        )
    )
    check("".join(pieces), name)


MARKUP = (*"<>/!-='\"& \n", "div", "p", "a", "table", "td", "svg", "script", "h1", "text. ")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(parts=st.lists(st.sampled_from(MARKUP), max_size=150))
def test_no_string_of_markup_raises(parts: list[str]) -> None:
    page = Page("".join(parts), "https://www.inform.kz/ru/story-0a1b2c")
    read_listing(page)
    read_article(page)


def test_no_elements_in_each_other_raise() -> None:
    for number in range(400):
        read_with_soup(number, "7")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(body=st.binary(max_size=600))
def test_no_bytes_raise(body: bytes) -> None:
    with suppress(UnreadableError):
        assert read_page(body, "https://www.inform.kz/ru/story-0a1b2c")["article_body"]
