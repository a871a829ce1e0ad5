"""Ways to tamper with a copy of feeds, generated: each changes something at or before a batch.

The hand is clever: it mends what it knows of (sizes, checksums, digests, heads) as far as it can
without the publisher's key. ``python -m tests.feeds.tampering --number 10000`` tries many.
"""

import argparse
import base64
import hashlib
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kazcrawl.feeds.chain import Digests, digest_of_records, statement_digest
from kazcrawl.record import line, without_text
from tests.support import ROOT

sys.path.insert(0, str(ROOT / "docs"))
import check_feeds

OWN_KEY = Ed25519PrivateKey.from_private_bytes(b"a stranger's own key, 32 bytes!!")


class Feeds:
    """A copy of a spider's feeds, to be tampered with."""

    def __init__(self, folder: Path, randomly: random.Random) -> None:
        self.folder, self.randomly = folder, randomly
        self.apart = folder.parent / ".manifests" / folder.name
        self.paths = sorted(folder.glob("dt=*/*.jsonl"))

    def manifests(self, path: Path) -> list[Path]:
        name = f"{path.name.split('.')[0]}.manifest.json"
        return [path.with_name(name), self.apart / path.parent.name / name]

    def told(self, path: Path) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.manifests(path)[0].read_bytes())
        return told

    def tell(self, path: Path, told: dict[str, Any]) -> None:
        for own in self.manifests(path):
            own.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")

    def lines(self, path: Path) -> list[bytes]:
        return path.read_bytes().splitlines(keepends=True)

    def mend(self, path: Path, lines: list[bytes] | None = None, **more: Any) -> None:
        """Writes a file's lines, and a manifest that describes it; its head with it, now and then,
        and those of all batches behind it."""
        if lines is not None:
            path.write_bytes(b"".join(lines))
        told = self.told(path) | more
        content = path.read_bytes()
        told |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        depth = self.randomly.randrange(4)
        if depth:
            digests = Digests()
            told["records"] = sum(1 for _ in digests.through(self.lines(path)))
            gone = {int(number): one for number, one in told.get("forgotten", {}).items()}
            told["records_digest"] = digest_of_records(digests.leaves(gone))
        self.tell(path, told)
        if depth == 2:
            self.chain([path])
        elif depth == 3:
            self.chain(self.paths)

    def chain(self, paths: list[Path]) -> None:
        """Gives batches new heads, each behind the one before; unsigned, or with another key."""
        signs = self.randomly.random() < 0.5
        previous = self.told(paths[0]).get("previous") if len(paths) == 1 else None
        for path in paths:
            told = self.told(path) | {"previous": previous}
            told.pop("signature", None)
            told.pop("key", None)
            if signs:
                raw = OWN_KEY.public_key().public_bytes_raw()
                told["key"] = base64.b64encode(raw).decode()
            told["head"] = _sha256(f"{previous or ''}:{statement_digest(told)}")
            if signs:
                signature = OWN_KEY.sign(f"kazcrawl {told['head']}".encode())
                told["signature"] = base64.b64encode(signature).decode()
            self.tell(path, told)
            previous = told["head"]


def stub_of(own: bytes) -> bytes:
    """A feed line without its text: what forgetting leaves of it."""
    return line(without_text(json.loads(own)))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def change_byte(feeds: Feeds, path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[feeds.randomly.randrange(len(content))] ^= 1 << feeds.randomly.randrange(8)
    path.write_bytes(bytes(content))


def change_manifest_byte(feeds: Feeds, path: Path) -> None:
    own = feeds.randomly.choice(feeds.manifests(path))
    content = bytearray(own.read_bytes())
    content[feeds.randomly.randrange(len(content))] ^= 1 << feeds.randomly.randrange(8)
    own.write_bytes(bytes(content))


def change_text(feeds: Feeds, path: Path) -> None:
    lines = feeds.lines(path)
    place = feeds.randomly.randrange(len(lines))
    record = json.loads(lines[place])
    name = feeds.randomly.choice(
        ["headline", "article_body", "url", "date_published", "fetched_at"]
    )
    record[name] = f"{record[name]}."
    lines[place] = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    feeds.mend(path, lines)


def drop_line(feeds: Feeds, path: Path) -> None:
    lines = feeds.lines(path)
    lines.pop(feeds.randomly.randrange(len(lines)))
    feeds.mend(path, lines)


def repeat_line(feeds: Feeds, path: Path) -> None:
    lines = feeds.lines(path)
    feeds.mend(path, [*lines, feeds.randomly.choice(lines)])


def swap_lines(feeds: Feeds, path: Path) -> None:
    lines = feeds.lines(path)
    first, second = feeds.randomly.sample(range(len(lines)), 2)
    lines[first], lines[second] = lines[second], lines[first]
    feeds.mend(path, lines)


def move_line(feeds: Feeds, path: Path) -> None:
    other = feeds.randomly.choice([one for one in feeds.paths if one != path])
    lines = feeds.lines(path)
    moved = lines.pop(feeds.randomly.randrange(len(lines)))
    feeds.mend(path, lines)
    feeds.mend(other, [*feeds.lines(other), moved])


def empty_line_without_a_word(feeds: Feeds, path: Path) -> None:
    lines = feeds.lines(path)
    whole = [place for place, line in enumerate(lines) if stub_of(line) != line]
    place = feeds.randomly.choice(whole)
    lines[place] = stub_of(lines[place])
    feeds.mend(path, lines)


def forge_a_forgotten_record(feeds: Feeds, path: Path) -> None:
    """The text goes, and something else of the record is altered with it."""
    lines = feeds.lines(path)
    place = feeds.randomly.choice(
        [place for place, line in enumerate(lines) if stub_of(line) != line]
    )
    whole = hashlib.sha256(lines[place]).hexdigest()
    stub = json.loads(stub_of(lines[place]))
    stub[feeds.randomly.choice(["url", "date_published", "edition"])] = "forged"
    lines[place] = json.dumps(stub, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    forgotten = feeds.told(path).get("forgotten", {}) | {str(place + 1): whole}
    feeds.mend(path, lines, forgotten=forgotten)


def tell_of_a_forgotten_record(feeds: Feeds, path: Path) -> None:
    told = feeds.told(path)
    number = str(feeds.randomly.randrange(1, told["records"] + 2))
    told["forgotten"] = told.get("forgotten", {}) | {number: _sha256("nothing")}
    feeds.tell(path, told)


def change_manifest(feeds: Feeds, path: Path) -> None:
    told = feeds.told(path)
    name = feeds.randomly.choice([*told, "more"])
    if feeds.randomly.random() < 0.3 and name in told:
        del told[name]
    else:
        told[name] = feeds.randomly.choice([None, 7, "x", [], told["head"]])
    feeds.tell(path, told)


def lose_batch(feeds: Feeds, path: Path) -> None:
    gone = [path, *feeds.manifests(path)]
    for own in feeds.randomly.choice([gone, gone[:1], gone[1:]]):
        own.unlink()
    rest = [one for one in feeds.paths if one != path]
    if len(gone) == 3 and not path.exists() and feeds.randomly.random() < 0.3:
        feeds.chain([one for one in rest if feeds.manifests(one)[0].exists()])


def lose_the_end(feeds: Feeds, path: Path) -> None:
    for own in feeds.paths[feeds.paths.index(path) :]:
        for one in (own, *feeds.manifests(own)):
            one.unlink()


def swap_batches(feeds: Feeds, path: Path) -> None:
    other = feeds.randomly.choice([one for one in feeds.paths if one != path])
    pairs = [(path, other), *zip(feeds.manifests(path), feeds.manifests(other), strict=True)]
    for first, second in feeds.randomly.choice([pairs, pairs[:1], pairs[1:]]):
        one, two = first.read_bytes(), second.read_bytes()
        first.write_bytes(two)
        second.write_bytes(one)


def add_batch(feeds: Feeds, path: Path) -> None:
    name = f"kazinform-{feeds.randomly.randrange(100, 999999):06d}.jsonl"
    forged = path.with_name(name)
    forged.write_bytes(path.read_bytes().replace(b"Headline", b"Forged"))
    if feeds.randomly.random() < 0.8:
        told = feeds.told(path) | {"file": name}
        for key in feeds.randomly.choice([(), ("head", "previous", "key", "signature")]):
            told.pop(key, None)
        feeds.tell(forged, told)
        feeds.mend(forged)


def move_day(feeds: Feeds, path: Path) -> None:
    for own in (path, *feeds.manifests(path)):
        moved = own.parent.parent / "dt=2026-11-01" / own.name
        moved.parent.mkdir(parents=True, exist_ok=True)
        own.rename(moved)


def rewrite_all(feeds: Feeds, path: Path) -> None:
    lines = feeds.lines(path)
    lines.pop()
    path.write_bytes(b"".join(lines))
    feeds.mend(path)
    feeds.chain(feeds.paths)


def unsign(feeds: Feeds, path: Path) -> None:
    told = feeds.told(path)
    told.pop("signature")
    if feeds.randomly.random() < 0.5:
        told.pop("key")
    feeds.tell(path, told)


KINDS: list[Callable[[Feeds, Path], None]] = [
    change_byte, change_manifest_byte, change_text, drop_line, repeat_line, swap_lines, move_line,
    empty_line_without_a_word, forge_a_forgotten_record, tell_of_a_forgotten_record,
    change_manifest, lose_batch, lose_the_end, swap_batches, add_batch, move_day, rewrite_all,
    unsign,
]  # fmt: skip


def problems(folder: Path, head: str | None, key: str | None) -> list[str]:
    """What the stranger's script finds wrong."""
    try:
        wrong, _ = check_feeds.checked(folder, head, key)
    except Exception as error:  # as the script itself: what cannot be read does not hold
        wrong = [f"this cannot be read ({error!r})"]
    told: list[str] = wrong
    return told


def tampered(feeds: Path, place: Path, seed: int, last: int) -> tuple[str, Path]:
    """A copy of a spider's feeds with one thing changed in its first ``last`` batches."""
    randomly = random.Random(seed)
    shutil.copytree(feeds.parent, place)
    copy = Feeds(place / feeds.name, randomly)
    before = _tree(place)
    kind = randomly.choice(KINDS)
    while _tree(place) == before:
        kind(copy, randomly.choice(copy.paths[:last]))
    return kind.__name__, copy.folder


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=16)
    given = parser.parse_args()
    from tests.feeds.test_proving import publish_some

    with tempfile.TemporaryDirectory() as folder:
        house = publish_some(Path(folder))
        seen, missed = 0, []
        for number in range(given.number):
            place = Path(folder, "copy")
            kind, copy = tampered(house.feeds, place, given.seed * 1_000_000 + number, 4)
            told = problems(copy, house.heads[3], house.key)
            seen += bool(told)
            if not told:
                missed.append(f"{kind}, seed {given.seed * 1_000_000 + number}")
            alarms = problems(house.feeds, house.heads[number % 6], house.key)
            assert not alarms, alarms
            shutil.rmtree(place)
        print(f"{seen} of {given.number} told, {len(missed)} missed {missed[:10]}, no false alarm")


if __name__ == "__main__":
    main()
