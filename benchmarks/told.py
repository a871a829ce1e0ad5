"""What a benchmark found, printed and written as JSON with the machine and its load."""

import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

from tests.support import ROOT

RESULTS = ROOT / "build" / "benchmarks"


def tell(name: str, results: dict[str, Any]) -> Path:
    """Prints results as a table of JSON lines and writes them to build/benchmarks/NAME.json."""
    machine = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({"machine": machine} | results, indent=1))
    json.dump({"machine": machine} | _rounded(results), sys.stdout, indent=1)
    print()
    return path


def _processor() -> str:
    try:
        rows = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((row.partition(":")[2].strip() for row in rows if "model name" in row), "")


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    return round(value, 3) if isinstance(value, float) else value
