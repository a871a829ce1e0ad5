"""What was published can be proved to a stranger, and what was tampered with is told."""

import base64
import json
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kazcrawl.archive import Archive
from kazcrawl.archive.forgetting import forget
from kazcrawl.feeds.chain import statement_digest
from kazcrawl.feeds.proving import UnprovableError, proof
from kazcrawl.feeds.publisher import publish, rebuild
from kazcrawl.feeds.verify import verify
from tests.archive.test_store import article
from tests.feeds.tampering import problems, tampered
from tests.support import ROOT, scrapy

import check_proof  # isort: skip  # beside check_feeds, where tampering has put the path


class House(NamedTuple):
    """A data folder with six signed batches; the first has a record that is forgotten."""

    archive: Archive
    folder: Path
    key: str

    @property
    def feeds(self) -> Path:
        return self.folder / "feeds/kazinform"

    @property
    def manifests(self) -> list[dict[str, Any]]:
        paths = sorted(self.feeds.glob("dt=*/*.manifest.json"))
        return [json.loads(path.read_bytes()) for path in paths]

    @property
    def heads(self) -> list[str]:
        return [told["head"] for told in self.manifests]

    def publish(self, *bodies: str) -> None:
        for body in bodies:
            self.archive.add(article(body, url_of(body), layout="g3"))
        publish(
            self.archive.url, self.folder / "feeds", "kazinform", "c", key=self.folder / "key.pem"
        )


def url_of(body: str) -> str:
    return f"https://www.inform.kz/ru/word-{crc32(body.encode()):08x}"


def publish_some(folder: Path) -> House:
    own = Ed25519PrivateKey.from_private_bytes(b"the publisher's own key, 32 byte")
    form = Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    (folder / "key.pem").write_bytes(own.private_bytes(*form))
    public = base64.b64encode(own.public_key().public_bytes_raw()).decode()
    house = House(Archive(f"sqlite:///{folder / 'archive.sqlite3'}"), folder, public)
    for batch in range(6):
        house.publish(*(f"Сөз\u2028 №{batch} {line}" for line in range(4)))
    forget(house.archive, url_of("Сөз\u2028 №0 1"))
    rebuild(house.archive.url, folder / "feeds", "kazinform", ["1"])
    return house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Only read."""
    made = publish_some(tmp_path_factory.mktemp("house"))
    yield made
    made.archive.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[House]:
    """To be written to."""
    made = publish_some(tmp_path)
    yield made
    made.archive.close()


def test_each_manifest_is_chained_to_the_one_before_and_signed(house: House) -> None:
    manifests = house.manifests
    assert [told["previous"] for told in manifests] == [None, *house.heads[:-1]]
    assert {told["key"] for told in manifests} == {house.key}
    assert all(told["signature"] for told in manifests)
    assert [list(told.get("forgotten", {})) for told in manifests] == [["2"], [], [], [], [], []]
    assert list(verify(house.archive, house.folder / "feeds")) == []


def test_feeds_as_they_are_hold_whatever_head_was_seen(house: House) -> None:
    for head in (None, *house.heads):
        for key in (None, house.key):
            assert problems(house.feeds, head, key) == []


def test_forgetting_and_publishing_on_change_no_head(own: House) -> None:
    before = own.heads
    forget(own.archive, url_of("Сөз\u2028 №3 0"))
    assert list(verify(own.archive, own.folder / "feeds")) == [], "not written again yet"
    rebuild(own.archive.url, own.folder / "feeds", "kazinform", ["4"])
    own.publish("more")
    assert own.heads[:6] == before
    assert list(verify(own.archive, own.folder / "feeds")) == []
    assert problems(own.feeds, before[-1], own.key) == []
    assert "№3 0" not in "".join(path.read_text() for path in own.feeds.glob("dt=*/*.jsonl"))


def test_a_batch_keeps_its_head_and_key_when_it_is_written_again(own: House) -> None:
    before = {path: path.read_bytes() for path in own.folder.glob("feeds/**/*.json*")}
    for path in before:
        path.unlink()
    rebuild(own.archive.url, own.folder / "feeds", "kazinform", [str(n) for n in range(1, 7)])
    assert {path: path.read_bytes() for path in own.folder.glob("feeds/**/*.json*")} == before


@pytest.mark.parametrize("seed", range(200))
def test_tampering_at_or_before_the_head_that_was_seen_is_told(
    house: House, tmp_path: Path, seed: int
) -> None:
    kind, copy = tampered(house.feeds, tmp_path / "copy", seed, last=4)
    assert problems(copy, house.heads[3], house.key), kind


def proved(house: House, body: str, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = orjson.loads(
        orjson.dumps(proof(house.archive, article("", url_of(body)).id, **more))
    )
    return told


def held(told: dict[str, Any], head: str | None = None, key: str | None = None) -> list[str]:
    return list(check_proof.check(told, head, key))


def test_a_record_is_proved_to_stand_in_its_batch_before_the_head(house: House) -> None:
    told = proved(house, "Сөз\u2028 №2 3")
    assert json.loads(told["record"])["article_body"] == "Сөз\u2028 №2 3"
    assert (told["line"], told["place"], told["manifest"]["file"]) == (
        4, 3, "kazinform-000003.jsonl",
    )  # fmt: skip
    for head in house.heads:
        assert held(told, head, house.key) == []


def test_a_forgotten_record_is_proved_without_its_text(house: House) -> None:
    told = proved(house, "Сөз\u2028 №0 1", revision=1)
    assert "№0 1" not in json.dumps(told, ensure_ascii=False)
    assert held(told, house.heads[0], house.key) == []
    assert json.loads(told["record"])["article_body"] is None


def test_whatever_is_changed_in_a_proof_is_told(house: House) -> None:
    told = proved(house, "Сөз\u2028 №2 3")
    other = proved(house, "Сөз\u2028 №4 1")
    changes: list[dict[str, Any]] = [
        {"record": told["record"].replace("№2", "№9")},
        {"record": told["record"].replace("\n", " \n")},
        {"record": other["record"]}, {"line": 3}, {"line": 0}, {"place": 2},
        {"digests": told["digests"][::-1]}, {"digests": told["digests"][:-1]},
        {"manifest": other["manifest"]}, {"manifest": told["manifest"] | {"crawl_id": "x"}},
        {"manifest": told["manifest"] | {"previous": None}},
        {"statements": told["statements"][::-1]}, {"statements": told["statements"][1:]},
        {"signed": None}, {"signed": told["signed"] | {"signature": "x"}},
        {"signed": told["signed"] | {"head": house.heads[0]}},
    ]  # fmt: skip
    for change in changes:
        assert change_is_told(told | change, house), change


def change_is_told(told: dict[str, Any], house: House) -> bool:
    try:
        return bool(held(told, house.heads[3], house.key))
    except (IndexError, KeyError):
        return True


def test_another_head_or_key_is_told(house: House, own: House) -> None:
    told = proved(house, "Сөз\u2028 №2 3")
    assert held(told, "f" * 64, house.key) == [
        "the head that you saw is not in this chain: something before it is not as it was"
    ]
    stranger = base64.b64encode(bytes(32)).decode()
    assert held(told, None, stranger) == ["no head from this batch on is signed with this key"]


def test_what_is_not_published_has_no_proof(own: House) -> None:
    own.archive.add(article("unpublished", url_of("unpublished"), layout="g3"))
    with pytest.raises(UnprovableError, match="it is not published"):
        proved(own, "unpublished")
    with pytest.raises(UnprovableError, match="it is not published"):
        proved(own, "Сөз\u2028 №2 3", revision=2)


def test_the_command_and_the_strangers_scripts(house: House, tmp_path: Path) -> None:
    out = tmp_path / "proof.json"
    url_hash = article("", url_of("Сөз\u2028 №5 0")).id
    run = scrapy("prove", url_hash, "--out", str(out), "-s", f"KAZCRAWL_DATA={house.folder}")
    assert (run.returncode, run.stdout) == (0, f"{out}\n")
    script = [sys.executable, "-I", str(ROOT / "docs/check_proof.py"), str(out)]
    given = ["--head", house.heads[-1], "--key", house.key]
    done = subprocess.run([*script, *given], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == (f"{url_hash} revision 1: kazinform-000006.jsonl, line 1")
    assert len(done.stdout.splitlines()) == 2
    done = subprocess.run(script, capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[2:]) == (0, [
        "no head given: all of it may have been made anew, or cut off at its end",
        "no key given: anybody may have made it",
    ])  # fmt: skip
    feeds = [sys.executable, str(ROOT / "docs/check_feeds.py"), str(house.feeds), *given]
    done = subprocess.run(feeds, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (
        0, f"6 batches; 1 of their records are forgotten since\nhead {house.heads[-1]}\n",
    )  # fmt: skip
    done = subprocess.run([*feeds[:2], str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 1
    assert f"{tmp_path}: holds no batch" in done.stdout


def test_the_strangers_scripts_are_short_and_need_nothing_of_ours() -> None:
    for name in ("check_proof", "check_feeds"):
        text = (ROOT / f"docs/{name}.py").read_text("utf-8")
        assert len(text.splitlines()) < 100
        assert "kazcrawl." not in text
        assert "import kazcrawl" not in text


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((), "name one record by its id: scrapy prove ID"),
        (("x",), "name one record by its id: scrapy prove ID"),
        (("f" * 32,), f"{'f' * 32}: it is not published"),
        (("f" * 32, "--revision", "0"), "--revision 0: must be 1 or more"),
    ],
)
def test_what_cannot_be_proved_is_one_line(
    house: House, arguments: tuple[str, ...], line: str
) -> None:
    run = scrapy("prove", *arguments, "-s", f"KAZCRAWL_DATA={house.folder}")
    assert run.returncode == 2
    assert run.stderr == f"kazcrawl: {line}\n"


def test_a_signature_says_which_key_made_it(house: House) -> None:
    told = house.manifests[0]
    assert statement_digest(told) != statement_digest(told | {"key": "another"})


@pytest.mark.parametrize("name", ["signature", "key"])
def test_another_spelling_of_the_same_bytes_is_told(house: House, name: str) -> None:
    told = house.manifests[0]
    # Base64 leaves the last bits of what it ends with open, and passes over what is none of it.
    alphabet = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    begin, _, padding = told[name].partition("=")
    spellings = [begin[:-1] + sign + f"={padding}" for sign in alphabet] + [f" {told[name]}"]
    same = {
        spelling
        for spelling in spellings
        if base64.b64decode(spelling) == base64.b64decode(told[name])
    }
    assert len(same) > 4
    for spelling in same:
        changed = told | {name: spelling}
        wrong = list(check_proof.check_signature(changed, [told["head"]], changed["key"]))
        assert bool(wrong) == (spelling != told[name])
