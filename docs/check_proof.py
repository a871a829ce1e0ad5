"""Checks the proof of a record that `scrapy prove` wrote, without the crawler.

python3 check_proof.py proof.json [--head HEX] [--key BASE64]

HEX is the last head that you saw, BASE64 the publisher's public key (needs package cryptography).
Exit code 0 and what is shown, or 1 and what does not hold.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

LOOSE = {"bytes", "sha256", "forgotten", "previous", "head", "signature"}
PACKED = {"ensure_ascii": False, "separators": (",", ":")}
GONE = dict.fromkeys(("headline", "description", "article_body", "dateline", "content_hash"))
GONE |= {key: [] for key in ("article_section", "keywords", "author", "image")} | {"status": "gone"}


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def digest(line, whole):
    """A record's digest; ``whole`` is that of its line before its text was forgotten, if it was."""
    stub = json.dumps(json.loads(line) | GONE, **PACKED) + "\n"
    return sha(sha(stub) + (whole if whole and stub == line else sha(line)))


def statement(manifest):
    told = {name: manifest[name] for name in manifest if name not in LOOSE}
    return sha(json.dumps(told, **PACKED, sort_keys=True))


def check(proof, seen, key):
    """What does not hold, a line each."""
    own, line, place = proof["manifest"], proof["line"], proof["place"]
    gone = own.get("forgotten", {}).get(str(line))
    if line < 1 or digest(proof["record"], gone) != proof["digests"][line - 1]:
        yield "the record is not the one that was published on this line"
    records = len(proof["digests"]), sha("".join(proof["digests"]))
    if records != (own["records"], own["records_digest"]):
        yield "the batch does not have these records"
    if statement(own) != proof["statements"][place - 1]:
        yield "the manifest is not the one that was chained"
    heads = [""]
    for each in proof["statements"]:
        heads.append(sha(f"{heads[-1]}:{each}"))
    if (own["previous"] or "", own["head"]) != (heads[place - 1], heads[place]):
        yield "the batch does not stand at this place of the chain"
    if seen and seen not in heads[1:]:
        yield "the head that you saw is not in this chain: something before it is not as it was"
    if key:
        yield from check_signature(proof["signed"] or {}, heads[place:], key)


def check_signature(signed, heads, key):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey as Key

    try:
        assert signed["head"] in heads
        raw = base64.b64decode(key), base64.b64decode(signed["signature"])
        assert tuple(base64.b64encode(own).decode() for own in raw) == (key, signed["signature"])
        Key.from_public_bytes(raw[0]).verify(raw[1], f"kazcrawl {signed['head']}".encode())
    except Exception:  # whatever is there instead, another spelling of the same bytes too
        yield "no head from this batch on is signed with this key"


def main(checked, text):
    parser = argparse.ArgumentParser(description=text.splitlines()[0])
    for name in ("what", "--head", "--key"):
        parser.add_argument(name)
    given = parser.parse_args()
    try:
        wrong, shown = checked(Path(given.what), given.head, given.key)
    except Exception as error:  # whatever somebody put there
        wrong, shown = [f"this cannot be read ({error!r})"], []
    print(*([f"does not hold: {told}" for told in wrong] or shown), sep="\n")
    if not given.head:
        print("no head given: all of it may have been made anew, or cut off at its end")
    if not given.key:
        print("no key given: anybody may have made it")
    return bool(wrong)


def checked(path, seen, key):
    proof = json.loads(path.read_bytes())
    record, own = json.loads(proof["record"]), proof["manifest"]
    shown = [f"{record['id']} revision {record['revision']}: {own['file']}, line {proof['line']}"]
    shown.append(f"published {own['created_at']} by the publisher's word")
    if str(proof["line"]) in own.get("forgotten", {}):
        shown.append("its text was forgotten since: that it was there is shown, not what it said")
    return list(check(proof, seen, key)), shown


if __name__ == "__main__":
    sys.exit(main(checked, __doc__))
