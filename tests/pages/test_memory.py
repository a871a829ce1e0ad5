"""A process that reads page after page of unknown layout does not grow."""

import json
import subprocess
import sys

from tests.support import ROOT, environment

MEGABYTES = 8.0


def test_reading_unknown_pages_holds_no_memory() -> None:
    code = (
        "import json; from benchmarks.generic_memory import growth; "
        "print(json.dumps(growth(900, first=300, step=300)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment()
    )
    assert run.returncode == 0, run.stderr[-2000:]
    marks = json.loads(run.stdout)
    assert [number for number, _ in marks] == [300, 600, 900]
    assert marks[-1][1] - marks[0][1] < MEGABYTES, marks
