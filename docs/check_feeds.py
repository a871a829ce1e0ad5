"""Checks a copy of a spider's feeds, without the crawler that wrote them. Needs check_proof.py.

python3 check_feeds.py feeds/kazinform [--head HEX] [--key BASE64]

HEX is the last head that you saw yourself, BASE64 the publisher's public key (signatures need the
package cryptography, feeds packed as .zst Python 3.14). Exit code 0 and the newest head, which is
to be kept for the next time, or 1 and what does not hold.
"""

import gzip
import hashlib
import json
import sys

from check_proof import check_signature, digest, main, sha, statement


def check(folder, seen, key, chain):
    """What does not hold, a line each; the chain is filled: manifests, the oldest first."""
    batches, files = {}, set()
    for place in (folder, folder.parent / ".manifests" / folder.name):
        for path in sorted(place.glob("dt=*/*.manifest.json")):
            told = json.loads(path.read_bytes())
            if path.read_text("utf-8") != json.dumps(told, indent=2, ensure_ascii=False) + "\n":
                yield f"{path}: is not as it was written"
            file = folder / path.parent.name / told["file"]
            files.add(file)
            yield from (f"{path}: {what}" for what in check_batch(told, path, file))
            batches[told["previous"]] = told
    if not files:
        yield f"{folder}: holds no batch"
    others = set(folder.glob("dt=*/[!.]*.jsonl*")) - files
    yield from (f"{file}: has no manifest" for file in others)
    previous = None
    while previous in batches:
        chain.append(batches.pop(previous))
        previous = chain[-1]["head"]
    yield from (f"{told['file']}: what was before it is not here" for told in batches.values())
    heads = [told["head"] for told in chain]
    if seen and seen not in heads:
        yield "the head that you saw is not in this chain: something before it is not as it was"
    signed = [told for told in chain if "signature" in told]
    if key:
        yield from check_signature(signed[-1] if signed else {}, heads, key)


def check_batch(told, path, file):
    """What does not hold of a batch by itself."""
    content = file.read_bytes() if file.is_file() else b""
    if (told["bytes"], told["sha256"]) != (len(content), hashlib.sha256(content).hexdigest()):
        yield f"{file.name} is not what it says"
        return
    place = f"dt={told['created_at'][:10]}/{told['file'].split('.')[0]}.manifest.json"
    if not path.as_posix().endswith(f"/{place}"):
        yield "does not stand where it was"
    gone = told.get("forgotten", {})
    lines = [line.decode() for line in unpacked(content, file.suffix).splitlines(keepends=True)]
    digests = [digest(line, gone.get(str(number))) for number, line in enumerate(lines, 1)]
    stubs = {str(n) for n, line in enumerate(lines, 1) if digest(line, "x") != digest(line, "")}
    if not gone.keys() <= stubs:
        yield "says that records are forgotten which are not"
    if (told["records"], told["records_digest"]) != (len(lines), sha("".join(digests))):
        yield "its records are not those that were published"
    if told["head"] != sha(f"{told['previous'] or ''}:{statement(told)}"):
        yield "it does not say what was chained"
    if told.get("key"):
        yield from check_signature(told, [told["head"]], told["key"])


def unpacked(content, suffix):
    if suffix == ".zst":
        from compression import zstd

        return zstd.decompress(content)
    return gzip.decompress(content) if suffix == ".gz" else content


def checked(folder, seen, key):
    wrong, chain = [], []
    wrong.extend(check(folder.absolute(), seen, key, chain))
    forgotten = sum(len(told.get("forgotten", {})) for told in chain)
    shown = [f"{len(chain)} batches; {forgotten} of their records are forgotten since"]
    return wrong, [*shown, f"head {chain[-1]['head'] if chain else 'none'}"]


if __name__ == "__main__":
    sys.exit(main(checked, __doc__))
