"""What must hold after any death of the process and one more run."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kazcrawl.feeds.manifests import manifests_of
from tests.support import differences, feed_files, feed_records


def broken(data: Path, truth: Iterable[dict[str, Any]], *beside: Path) -> str:
    """What does not hold of the promise, readable; empty when all of it holds.

    The union of the feeds equals the truth, no revision comes twice, every file is what its
    manifest says, batches are numbered without gaps, and no part is left. ``beside`` are further
    data folders of one archive.
    """
    folders = (data, *beside)
    said = [differences(truth, [row for own in folders for row in feed_records(own)])]
    files = sorted(
        (path for own in folders for path in feed_files(own)), key=lambda path: path.name
    )
    for number, file in enumerate(files, 1):
        manifests = [path.read_bytes() for path in manifests_of(file) if path.exists()]
        if len(manifests) != 2 or len(set(manifests)) != 1:
            said.append(f"not two equal manifests: {file}")
            continue
        manifest = json.loads(manifests[0])
        content = file.read_bytes()
        if manifest["sha256"] != hashlib.sha256(content).hexdigest():
            said.append(f"not its manifest's checksum: {file}")
        if manifest["records"] != len(content.splitlines()):
            said.append(f"not its manifest's number of records: {file}")
        if f"-{number:06d}." not in file.name:
            said.append(f"batch {number} is missing before {file}")
    said += [f"left behind: {path}" for own in folders for path in own.rglob("*.part")]
    return "\n".join(one for one in said if one)
