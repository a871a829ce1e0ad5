"""Runs a command, and prints the CPU seconds of it and of whatever it left behind.

python benchmarks/reaper.py COMMAND…
"""

import contextlib
import ctypes
import os
import subprocess
import sys

# What loses its parent becomes a child of this process (prctl(2)).
_PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    """Ends as the command ended, when no process of it is left."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    silent = subprocess.DEVNULL
    code = subprocess.run(sys.argv[1:], stdout=silent, stderr=silent).returncode
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    print(sum(os.times()[2:4]))
    sys.exit(code)


if __name__ == "__main__":
    main()
