"""Who holds what in a cluster, in a real PostgreSQL: whoever froze is ended, and only who did."""

import time

import pytest

from kazcrawl.archive import Archive, holders
from kazcrawl.archive.fence import Fence
from kazcrawl.archive.holders import end_stuck, housekeeping, opened_session
from kazcrawl.archive.sessions import own_engine


def test_who_holds_a_server_and_gets_on_with_nothing_is_ended(database: str) -> None:
    Archive(database).close()
    holder = Fence(database, "scrapy crawl kazinform")
    holder.take("kazinform")
    with housekeeping(database) as session:
        assert session is not None
        with housekeeping(database) as second:
            assert second is None
        assert end_stuck(session, 60) == []
        holder._moved_at -= 100
        holder.look()
        assert [name.split(",")[0] for name in end_stuck(session, 60)] == ["scrapy crawl kazinform"]
    while holder.lost is None:
        time.sleep(0.01)
    holder.close()


def test_a_housekeeper_that_froze_at_it_is_ended_so_that_the_next_round_is_anothers(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = own_engine(database).connect()
    assert holders._HOUSEKEEPING.take(frozen)
    for seconds, is_free in ((60.0, False), (0.0, True)):
        monkeypatch.setattr(holders, "_LONGEST_ROUND", seconds)
        with housekeeping(database) as session:
            assert session is None
        assert until_free(database, 200 if is_free else 1) is is_free
    frozen.invalidate()
    frozen.close()


def until_free(url: str, times: int) -> bool:
    """Whether somebody else may keep house, soon."""
    for _ in range(times):
        with opened_session(url) as session:
            if holders._HOUSEKEEPING.take(session):
                return True
        time.sleep(0.02)
    return False
