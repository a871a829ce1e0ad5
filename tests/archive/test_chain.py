"""The chain of batches: each link once, behind its source's last, and where a version stands."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from kazcrawl import clock
from kazcrawl.archive import Archive, chain
from kazcrawl.archive.batches import all_batches
from kazcrawl.archive.chain import Link, Place, link_of, linked, place_of
from kazcrawl.archive.forgetting import forget
from kazcrawl.archive.rights import Right, note_rights
from kazcrawl.feeds.publisher import publish
from tests.archive.conftest import NOW
from tests.archive.test_store import numbered

MADE = Link(0, None, "s", "h", None, None)


def test_a_link_stands_behind_its_sources_last_and_stays(
    archive: Archive, clock_at: Callable[[datetime], None]
) -> None:
    told: list[tuple[str | None, list[str]]] = []

    def make(previous: str | None, rights: list[Right]) -> Link:
        told.append((previous, [right.host for right in rights]))
        return MADE._replace(previous=previous, head=f"h{len(told)}")

    for host, days in (("old", 3), ("late", 2)):
        moment = clock.text(NOW - timedelta(days=days))
        note_rights(archive, [Right(host, "k", "w", "u", moment, moment)])
    with archive.writing() as connection:
        places = [
            linked(connection, source, batch_id, make).place
            for source, batch_id in (("a", 7), ("a", 9), ("b", 8), ("a", 7), ("a", 10))
        ]
        assert places == [1, 2, 1, 1, 3]
        assert link_of(connection, 9) == MADE._replace(place=2, previous="h1", head="h2")
        assert link_of(connection, 99) is None
    assert told == [(None, ["late"]), ("h1", ["late"]), (None, ["late"]), ("h2", ["late"])]
    assert [own.head for own in chain.chain(archive, "a")] == ["h1", "h2", "h4"]


def test_a_version_stands_at_its_line_and_the_newest_is_meant(
    archive: Archive, tmp_path: Path
) -> None:
    for number in (1, 2, 3):
        archive.add(numbered(number))
    publish(archive.url, tmp_path / "feeds", "kazinform", "c1")
    changed = numbered(2)
    changed.content_hash, changed.article_body = "0" * 32, "Text 2 again."
    archive.add(changed)
    assert place_of(archive, changed.id, None) == Place(1, 2), "the second is not published yet"
    publish(archive.url, tmp_path / "feeds", "kazinform", "c2")
    assert place_of(archive, changed.id, None) == place_of(archive, changed.id, 2) == Place(2, 1)
    assert place_of(archive, changed.id, 1) == Place(1, 2)
    assert place_of(archive, changed.id, 3) is place_of(archive, "f" * 32, None) is None


def test_a_forgotten_line_is_known_by_its_number_and_digest(
    archive: Archive, tmp_path: Path
) -> None:
    for number in (1, 2, 3):
        archive.add(numbered(number))
    publish(archive.url, tmp_path / "feeds", "kazinform", "c1")
    forget(archive, numbered(2).url)
    (own,) = all_batches(archive)
    with archive.reading() as reader:
        told = chain.forgotten_in(reader, own.batch_id)
    assert [(number, len(digest)) for number, digest in told.items()] == [(2, 64)]
