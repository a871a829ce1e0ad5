"""What sites said of rights: in their words, with the first and the last moment of each."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from kazcrawl import clock
from kazcrawl.archive import Archive
from kazcrawl.archive.rights import Right, note_rights, rights_of, rights_seen
from tests.archive.conftest import NOW


def said(host: str, words: str, days: int = 0, kind: str = "robots.txt") -> Right:
    moment = clock.text(NOW + timedelta(days=days))
    return Right(host, kind, words, f"https://{host}/{days}", moment, moment)


def test_words_that_are_said_again_keep_their_first_moment(archive: Archive) -> None:
    note_rights(archive, [said("a", "no")])
    note_rights(archive, [said("a", "no", 3)])
    (right,) = rights_seen(archive)
    assert right == said("a", "no", 3)._replace(first_seen=clock.text(NOW))


def test_other_words_another_place_or_host_are_statements_of_their_own(archive: Archive) -> None:
    other = [said("b", "no"), said("a", "no", kind="tdmrep.json"), said("a", "yes", 1)]
    note_rights(archive, [*other, said("a", "no")])
    assert rights_seen(archive) == [said("a", "no"), said("a", "yes", 1), other[1], other[0]]


def test_the_bytes_are_those_of_the_first_time_that_were_kept(archive: Archive) -> None:
    for day, evidence in enumerate((None, b"\xff\x00no\r\n", b"no, later")):
        note_rights(archive, [said("a", "no", day)._replace(evidence=evidence)])
    (right,) = rights_seen(archive)
    assert right.evidence == b"\xff\x00no\r\n"
    assert right.told()["evidence"] == hashlib.sha256(right.evidence).hexdigest()
    assert said("a", "no").told()["evidence"] is None
    assert {**right._asdict(), "evidence": None} == {**right.told(), "evidence": None}


def test_what_was_not_seen_of_late_is_left_out(
    archive: Archive, clock_at: Callable[[datetime], None]
) -> None:
    note_rights(archive, [said("a", "old"), said("b", "new", 2)])
    with archive.reading() as reader:
        since = clock.text(NOW + timedelta(days=2))
        assert rights_of(reader, since) == [said("b", "new", 2)]
        assert len(rights_of(reader)) == 2
