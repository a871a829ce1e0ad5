"""What the parts of a crawl share: the run they belong to. None of them knows the spider."""

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kazcrawl import clock
from kazcrawl.archive import ArchiveError
from kazcrawl.archive.fence import Fence, fence_for
from kazcrawl.archive.gathering import GatheringArchive
from kazcrawl.archive.runs import begin_run
from kazcrawl.config import Config
from kazcrawl.crawl.memory import Memory
from kazcrawl.crawl.standing import StandingPages
from kazcrawl.fetch.clocks import ServerClocks
from kazcrawl.fetch.ends import PageEnds
from kazcrawl.health import PastRun, RunReport
from kazcrawl.logs.program import called
from kazcrawl.raw import RawWriter
from kazcrawl.sites.site import Site


class RunContext:
    """One run over one site.

    ``close`` is called with a reason, once, when nothing can be kept and the crawl must end.
    ``is_answering`` tells whether anything at all came of the site yet. ``archive`` and
    ``standing`` are there from ``open`` to ``close_stores``. ``past`` are the runs that this one
    is judged by, once that was done. ``fence`` may hold servers already; those that it does not
    hold are taken when they are first asked. ``published`` are the feed files that the run made.
    """

    archive: GatheringArchive
    standing: StandingPages
    raw: RawWriter | None = None
    past: list[PastRun] | None = None

    def __init__(
        self,
        site: Site,
        config: Config,
        close: Callable[[str], None],
        is_answering: Callable[[], bool],
        fence: Fence | None = None,
    ) -> None:
        self.site = site
        self.config = config
        self.fence = fence or fence_for(config.archive_url, f"{called()} crawl {site.name}")
        self.started: datetime = clock.now()
        self.crawl_id = f"{self.started:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
        self.report = RunReport(
            site.name, self.started, crawl_id=self.crawl_id, any_host=site.any_host
        )
        self.memory = Memory()
        self.clocks = ServerClocks()
        self.ends = PageEnds()
        self.published: list[Path | str] = []
        self.is_answering = is_answering
        self._close = close
        self._is_open = self._is_given_back = False

    def open(self) -> None:
        """Opens archive and raw pages, and notes that the run began. Raises ArchiveError."""
        self._is_given_back = False
        self.archive = GatheringArchive(self.config.archive_url)
        self._is_open = True
        self.standing = StandingPages(self.archive)
        if self.config.raw_bytes:
            self.raw = RawWriter(self.config.raw, self.crawl_id, self.config.raw_bytes)
        begin_run(self.archive, self.crawl_id, self.site.name, clock.text(self.started))

    @property
    def has_begun(self) -> bool:
        """Whether the run had its archive, at some time."""
        return self._is_open or self._is_given_back

    def close_stores(self) -> None:
        """Gives archive, raw pages and servers back; a second call does nothing."""
        if self.raw is not None:
            self.raw.close()
            self.raw = None
        if self._is_open:
            self._is_open, self._is_given_back = False, True
            try:
                self.archive.close()
            except ArchiveError as error:
                self.report.trouble.setdefault("archive", str(error))
        if self.fence is not None:
            self.fence.close()

    def stop(self, what: str, error: Exception) -> None:
        """Ends the crawl because ``what`` (archive, feed, raw) cannot be kept.

        What comes too late for an archive that was given back is the next run's.
        """
        if what == "archive" and self._is_given_back:
            return
        if what not in self.report.trouble:
            self.report.trouble[what] = str(error)
            # After the crawl there is nothing left to end.
            if self._is_open:
                self._close(f"{what}_failed")
