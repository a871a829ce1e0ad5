"""The pages that every run asks for are kept as they last were, in one row each."""

from kazcrawl.archive import Archive
from kazcrawl.archive.schema import standing
from kazcrawl.archive.standing import Standing, recall, remember

RSS = Standing("https://x.example/rss", "2026-11-23T12:00:00Z", 200, '"e"', "Mon", "[]")
ROBOTS = Standing("https://x.example/robots.txt", "2026-11-23T12:00:01Z", 404)


def test_a_page_comes_back_as_it_was_and_the_newest_look_stays(archive: Archive) -> None:
    assert recall(archive, RSS.url) is None
    remember(archive, [RSS, ROBOTS])
    assert recall(archive, RSS.url) == RSS
    assert recall(archive, ROBOTS.url) == ROBOTS
    newer = Standing(RSS.url, "2026-11-23T12:30:00Z", 304, '"f"', None, "[1]")
    remember(archive, iter([newer]))
    remember(archive, [])
    assert recall(archive, RSS.url) == newer
    assert recall(archive, ROBOTS.url) == ROBOTS
    with archive.reading() as reader:
        hashes = sorted(row.url_hash for row in reader.execute(standing.select()))
    # The first 32 hex digits of SHA-256 of the addresses.
    assert hashes == [
        "01ff1a2e05bd0b6c8326edeef67f5fd2",
        "2f63b70919a7cad42dce5b25c04b4a67",
    ]


def test_an_address_with_half_a_letter_can_be_asked_for(archive: Archive) -> None:
    assert recall(archive, "https://x.example/\ud800") is None
