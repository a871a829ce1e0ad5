"""What the browser's tests share: a browser that must be there, and crawls that use it."""

from pathlib import Path
from typing import Any

from kazcrawl.fetch.browser import BrowserMissingError
from kazcrawl.fetch.browser.find import find_browser
from kazcrawl.fetch.browser.processes import descendants
from tests.conftest import lack
from tests.support import Site, crawl_command, run_stats, scrapy

QUICK = ("-s", "AUTOTHROTTLE_ENABLED=0")
"""The sample site needs no care, and the tests their time."""


def need_browser() -> None:
    """Skips a test where there is no Chromium; on CI the test fails."""
    try:
        find_browser("")
    except BrowserMissingError:
        lack("chromium is not installed: pages that need JavaScript are not tested")


def search(data: Path, site: Site, *arguments: str, **variables: str) -> Any:
    """Runs a search of a sample site as a user would."""
    return scrapy(*crawl_command(data, site, *arguments, *QUICK), **variables)


def matching(site: Site, words: str, *editions: str) -> list[dict[str, Any]]:
    """The truth's articles that a search for ``words`` in ``editions`` must find."""
    found = [
        row
        for row in site.truth()
        if row["edition"] in editions and words.casefold() in row["headline"].casefold()
    ]
    assert found, "a search that finds nothing shows nothing"
    return found


def data_of(run: Any) -> Path:
    """The data folder that a run's command line names."""
    setting = next(one for one in run.args if one.startswith("KAZCRAWL_DATA="))
    return Path(setting.partition("=")[2])


def stat(run: Any, name: str) -> int:
    """A stat of a run as the archive keeps it, 0 when it is not there."""
    found: int = run_stats(data_of(run)).get(name, 0)
    return found


def logged(run: Any) -> str:
    """The log of a run's data folder."""
    return (data_of(run) / "logs" / "kazcrawl.log").read_text()


def browsers_of(pid: int) -> list[int]:
    """The browser processes below a process, parents first."""
    found = []
    for one in descendants(pid):
        try:
            words = Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith((b"/chromium", b"/google-chrome")) and not any(
            word.startswith(b"--type=") for word in words
        ):
            found.append(one)
    return found


def left_over(data: Path) -> str:
    """Processes that still hold a crawl's mark in their environment; empty when all ended."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"KAZTEST_MARK={data}".encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:80])
        except OSError:
            continue
    return "\n".join(found)
