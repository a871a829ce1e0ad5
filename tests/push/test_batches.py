"""Batches to a receiver: each at least once, in order, whatever the receiver does."""

import base64
import hashlib
import hmac
import json
import random
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from kazcrawl import clock
from kazcrawl.push import lag
from tests.push.conftest import SECRET, House, Receiver
from tests.support import feed_files, feed_records


def test_a_receiver_gets_each_batch_as_its_lines(house: House, receiver: Receiver) -> None:
    house.publish(0)
    house.begin(receiver.address)
    house.publish(1, 2)
    house.publish(3)
    assert house.push(receiver.address) is None
    assert [body for _, body in receiver.taken] == [
        path.read_bytes() for path in feed_files(house.folder)[1:]
    ]
    assert house.push(receiver.address) is None
    assert len(receiver.came) == 2, "what was taken is not sent again"
    assert {headers["path"] for headers, _ in receiver.came} == {"/hook?x=1"}


def test_a_receiver_gets_the_batches_of_every_source(house: House, receiver: Receiver) -> None:
    house.begin(receiver.address)
    house.publish(1)
    house.publish(2, source="republisher")
    assert house.push(receiver.address) is None
    assert [headers["webhook-id"] for headers, _ in receiver.taken] == [
        "kazinform-000001-0", "republisher-000001-0",
    ]  # fmt: skip
    house.publish(3, source="republisher")
    assert house.push(receiver.address) is None
    assert receiver.taken[-1][0]["webhook-id"] == "republisher-000002-0"


def test_an_address_in_capitals_is_one_and_no_command(house: House, receiver: Receiver) -> None:
    loud = receiver.address.replace("http://", "HTTP://")
    house.begin(loud)
    house.publish(1)
    assert house.push(loud) is None
    assert len(receiver.taken) == 1


def test_a_place_that_the_archive_never_gave_is_told_and_nothing_is_passed_over(
    house: House, receiver: Receiver
) -> None:
    house.begin(receiver.address)
    house.publish(1)
    house.push(receiver.address)
    state = house.folder / "push.json"
    state.write_text(state.read_text().replace('"2.0"', '"9.0"'))
    house.publish(2)
    assert house.push(receiver.address) == (
        f"KAZCRAWL_ON_BATCH: nothing is sent: {state} says that all before 9.0 was taken, and "
        "kazinform is published up to 3.0"
    )
    assert len(receiver.came) == 1


@pytest.mark.parametrize("content", ["{", "[1]", '{"@": [1]}', '{"@": {"cursors": {"k": "x"}}}'])
def test_a_damaged_state_is_told_with_its_file(
    house: House, receiver: Receiver, content: str
) -> None:
    house.begin(receiver.address)
    state = house.folder / "push.json"
    (name,) = json.loads(state.read_text())
    state.write_text(content.replace("@", name))
    with pytest.raises(OSError, match="is damaged") as told:
        house.push(receiver.address)
    assert told.value.filename == str(state)


def test_a_large_batch_comes_in_parts_of_at_most_a_megabyte(
    house: House, receiver: Receiver
) -> None:
    house.begin(receiver.address)
    house.publish(*range(7), size=200_000)
    house.publish(8)
    assert house.push(receiver.address) is None
    sizes = [len(body) for _, body in receiver.taken]
    assert len(sizes) == 5
    assert max(sizes) <= 1_000_000
    assert receiver.records == feed_records(house.folder)
    assert [headers["webhook-id"] for headers, _ in receiver.taken] == [
        "kazinform-000001-0", "kazinform-000001-2", "kazinform-000001-4", "kazinform-000001-6",
        "kazinform-000002-0",
    ]  # fmt: skip


def test_messages_are_signed_as_standard_webhooks_are(house: House, receiver: Receiver) -> None:
    house.begin(receiver.address)
    house.publish(1)
    house.push(receiver.address)
    ((headers, body),) = receiver.taken
    key = base64.b64decode(SECRET[6:])
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{digest}"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 600
    assert headers["content-type"] == "application/x-ndjson"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(500, "HTTP 500"), (302, "HTTP 302"), ("drop", "Remote end closed connection")],
)
def test_what_was_not_taken_is_sent_again_alike_after_a_while(
    house: House, receiver: Receiver, answer: int | str, reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    house.begin(receiver.address)
    house.publish(1)
    receiver.answers = [answer]
    told = house.push(receiver.address)
    until = clock.text(now + timedelta(minutes=1))
    assert told is not None
    assert told.startswith(f"KAZCRAWL_ON_BATCH: {reason}")
    assert told.endswith(f"; 1 records wait, tried again after {until}")
    house.publish(2)
    assert house.push(receiver.address) is None
    assert len(receiver.came) == 1, "it is left alone for a minute"
    now += timedelta(minutes=1)
    assert house.push(receiver.address) is None
    first, again, second = receiver.came
    assert (first[0]["webhook-id"], first[1]) == (again[0]["webhook-id"], again[1])
    assert receiver.records == feed_records(house.folder)
    assert second[0]["webhook-id"] == "kazinform-000002-0"


def test_the_waiting_grows_to_an_hour_and_no_further(
    house: House, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    house.begin(receiver.address)
    house.publish(1)
    waits = []
    for _ in range(200):  # a week of it
        receiver.answers = [500]
        assert house.push(receiver.address)
        state = lag(house.archive, house.folder, receiver.address)
        assert state is not None
        assert state.next_at is not None
        waits.append((clock.parse(state.next_at) - now).total_seconds())
        now = clock.parse(state.next_at)
    assert [round(wait, -1) for wait in waits[:8]] == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert max(waits) <= 3600
    assert house.push(receiver.address) is None
    assert receiver.records == feed_records(house.folder)
    state = lag(house.archive, house.folder, receiver.address)
    assert state is not None
    assert (state.records, state.reason, state.next_at) == (0, None, None)
    house.publish(2)
    receiver.answers = [500]
    told = house.push(receiver.address)
    assert told is not None
    assert told.endswith(clock.text(now + timedelta(minutes=1))), "it begins anew"


def test_a_receiver_that_is_gone_gets_nothing_any_more(house: House, receiver: Receiver) -> None:
    house.begin(receiver.address)
    house.publish(1)
    receiver.answers = [410]
    assert house.push(receiver.address) == (
        "KAZCRAWL_ON_BATCH: HTTP 410: the receiver wants nothing any more, and gets nothing"
    )
    house.publish(2)
    assert house.push(receiver.address) is None
    assert len(receiver.came) == 1
    state = lag(house.archive, house.folder, receiver.address)
    assert state is not None
    assert (state.records, state.ended) == (2, True)


def test_a_receiver_that_hangs_takes_no_more_than_its_time(
    house: House, receiver: Receiver
) -> None:
    house.begin(receiver.address)
    house.publish(1)
    receiver.answers = ["hang"]
    told = house.push(receiver.address, patience=1.0)
    assert told is not None
    assert told.startswith("KAZCRAWL_ON_BATCH: no answer in time; 1 records wait")
    assert house.push("http://127.0.0.1:1/", patience=1.0) is None, "another begins anew"


def test_killed_hung_and_failing_at_random_it_has_the_union_once_in_order(
    house: House, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    randomly = random.Random(16)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    house.begin(receiver.address)
    for number in range(40):
        house.publish(number)
        answers = ["drop", 500, 429, 204, "hang"]
        receiver.answers = randomly.choices(answers, (3, 3, 3, 3, 1), k=2)
        house.push(receiver.address, patience=1.0)
        now += timedelta(minutes=randomly.randrange(90))
    now += timedelta(hours=1)
    receiver.answers = []
    house.push(receiver.address)
    assert receiver.records == feed_records(house.folder)
    names = [headers["webhook-id"] for headers, _ in receiver.came]
    assert len(names) > 40
    assert names == sorted(names), "in order, each until it was taken"


SAVE = """
import os, sys
with open(sys.argv[1], "ab") as file:
    file.write(os.environ["WEBHOOK_ID"].encode() + b"\\n" + sys.stdin.buffer.read())
    file.write("".join(name for name in os.environ if name.startswith("KAZCRAWL_")).encode())
sys.exit(int(sys.argv[2]))
"""


def command(tmp_path: Path, code: int = 0) -> str:
    script = tmp_path / "save it.py"
    script.write_text(SAVE)
    return f"{sys.executable} '{script}' {tmp_path / 'saved'} {code}"


def test_a_command_is_given_the_same_on_its_stdin_and_no_setting_of_ours(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAZCRAWL_ARCHIVE", "postgresql+psycopg://kazcrawl:sesame@db/kazcrawl")
    own = command(tmp_path)
    house.begin(own)
    house.publish(1, 2)
    assert house.push(own) is None
    (file,) = feed_files(house.folder)
    assert (tmp_path / "saved").read_bytes() == b"kazinform-000001-0\n" + file.read_bytes()


def test_a_command_that_fails_or_does_not_end_is_tried_again(house: House, tmp_path: Path) -> None:
    for own, reason, patience in (
        (command(tmp_path, 3), "exit code 3", 10.0),
        ("sleep 60", "did not end in time", 1.0),
        ("/no/such/program", "No such file or directory", 10.0),
        ("true", None, 10.0),
    ):
        house.begin(own)
        house.publish(len(feed_files(house.folder)))
        told = house.push(own, patience)
        assert (told or "").partition("; ")[0] == (f"KAZCRAWL_ON_BATCH: {reason}" if reason else "")


def test_what_a_command_started_ends_with_it(house: House, tmp_path: Path) -> None:
    started = tmp_path / "started"
    own = f"sh -c 'sleep 600 & echo $! > {started}.part; mv {started}.part {started}; wait'"
    house.begin(own)
    house.publish(1)
    told = house.push(own, patience=1.5)
    assert (told or "").startswith("KAZCRAWL_ON_BATCH: did not end in time; ")
    stat = Path("/proc", started.read_text().strip(), "stat")
    until = time.monotonic() + 10
    # Where nobody asks for its exit code it stays a zombie.
    while stat.exists() and ") Z " not in stat.read_text():
        assert time.monotonic() < until, "it goes on"
        time.sleep(0.01)
