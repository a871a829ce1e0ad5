"""What servers say of being asked again, and which hosts are one server."""

from datetime import UTC, datetime, timedelta

import pytest
from scrapy.http import Response

from kazcrawl.config.values import read_servers
from kazcrawl.fetch.refusals import retry_after
from kazcrawl.fetch.servers import server_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(seconds=120)),
        (" 0 ", timedelta()),
        ("Mon, 23 Nov 2026 12:30:00 GMT", timedelta(minutes=30)),
        ("Mon, 23 Nov 2026 17:30:00 +0500", timedelta(minutes=30)),
        ("0120", timedelta(seconds=120)),
        ("Monday, 23-Nov-26 12:30:00 GMT", timedelta(minutes=30)),
        ("Mon Nov 23 12:30:00 2026", timedelta(minutes=30)),
        ("Mon, 23 Nov 2026 07:30:00 EST", timedelta(minutes=30)),
        ("Mon, 23 Nov 2026 11:00:00 GMT", -timedelta(hours=1)),
        ("9" * 5_000, timedelta(seconds=10**9)),
        *((said, None) for said in ("soon", "-5", "", "+120", "120.5", "120, 120", "1 hour")),
        ("\u00b2", None),
        ("Mon, 32 Nov 2026 12:30:00 GMT", None),
        (f"Mon, 23 Nov {'9' * 30} 12:30:00 GMT", None),
        (f"Mon, 23 Nov 2026 12:30:00 +{'9' * 20}", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_of_any_form_and_anything_else_is_none(
    value: str, wait: timedelta | None
) -> None:
    answer = Response("https://x.example/", status=429, headers={"Retry-After": value})
    found = retry_after(answer, NOW)
    assert (found - NOW if found else None) == wait


def test_hosts_are_their_own_server_unless_a_pair_names_another() -> None:
    servers = read_servers("*.inform.kz=kazinform, cn.inform.kz = china,qazinform.com=kazinform")
    assert server_of("kaz.inform.kz", servers) == "kazinform"
    assert server_of("inform.kz", servers) == "kazinform"
    assert server_of("cn.inform.kz", servers) == "china"
    assert server_of("qazinform.com", servers) == "kazinform"
    assert server_of("notinform.kz", servers) == "notinform.kz"
    assert read_servers("") == {}
    nested = read_servers("*.inform.kz=kazinform,*.cn.inform.kz=china")
    assert server_of("www.cn.inform.kz", nested) == "china", "by the pair that says most"


@pytest.mark.parametrize("text", ["inform.kz", "=kazinform", "inform.kz="])
def test_what_is_no_pair_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="inform"):
        read_servers(text)
