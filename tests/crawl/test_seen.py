"""What a walk remembers of what it saw is small, and as true as sets and lists of texts."""

import tracemalloc
from random import Random

from kazcrawl.crawl.seen import Ids, SeenPages, numbers_of


def test_ids_are_in_that_were_put_in_and_no_others() -> None:
    random, ids, wanted = Random(1), Ids(["begun with"]), {"begun with"}
    for _ in range(3000):
        name = f"id{random.randrange(2000)}"
        assert (name in ids) == (name in wanted)
        ids.add(name)
        wanted.add(name)
    assert len(ids) == len(wanted)
    assert all(name in ids for name in wanted)
    assert "other" not in ids


def test_a_hundred_thousand_ids_take_no_more_than_36_bytes_each() -> None:
    tracemalloc.start()
    ids, pages = Ids(), SeenPages()
    for page in range(4000):
        names = [f"{page:016x}{card:016x}" for card in range(25)]
        pages.put(page, names)
        for name in names:
            ids.add(name)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(ids) == 100_000
    assert held / 100_000 < 48


def test_pages_are_told_in_their_order_whenever_they_came() -> None:
    pages = SeenPages()
    assert pages.depth == 0
    for page, names in ((1, ["a", "b"]), (3, ["d"]), (2, ["b", "c"])):
        pages.put(page, names)
    assert list(pages.numbers()) == list(numbers_of("abbcd"))
    assert list(pages.numbers(before=3)) == list(numbers_of("abbc"))
    assert pages.depth == 3
    pages.put(2, ["e"])
    pages.drop_from(3)
    assert list(pages.numbers()) == list(numbers_of("abe"))
    assert pages.depth == 2


def test_ids_themselves_are_kept_of_the_last_pages_alone() -> None:
    pages = SeenPages()
    for page in range(1, 21):
        pages.put(page, [f"id{page}"])
    assert [pages.last_ids(page) for page in (1, 12, 13, 20, 21)] == [
        [], [], ["id13"], ["id20"], [],
    ]  # fmt: skip
    pages.put_numbers(20, numbers_of(["other"]))
    assert pages.last_ids(20) == []
    pages.drop_from(19)
    assert pages.last_ids(19) == []
