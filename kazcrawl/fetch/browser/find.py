"""Which browser there is on this machine."""

import os
import shutil
from pathlib import Path

from kazcrawl.fetch.browser.errors import BrowserMissingError

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_browser(given: str) -> str:
    """The path of the browser: ``given`` (KAZCRAWL_BROWSER), or the first found in PATH.

    BrowserMissingError where there is none.
    """
    if given:
        if Path(given).is_file() and os.access(given, os.X_OK):
            return given
        trouble = f"KAZCRAWL_BROWSER={given} is no program"
    else:
        for name in _NAMES:
            if path := shutil.which(name):
                return path
        trouble = f"none of {', '.join(_NAMES)} is in PATH"
    raise BrowserMissingError(
        f"no browser: {trouble}; apt install chromium, or set KAZCRAWL_BROWSER=/path/to/chromium. "
        "Pages that need JavaScript are left out"
    )
