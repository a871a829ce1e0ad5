"""The archive read in threads: a slow read, or a slow reader, keeps nobody else waiting."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kazcrawl.archive import Archive
from kazcrawl.archive.following import last_places

# Reads at once; each takes milliseconds.
_THREADS = 4
# How often it is looked for something new, in seconds, while anybody waits for it.
_EVERY = 0.5

Answer = TypeVar("Answer")
Place = tuple[int, int]


class Readers:
    """Threads with an archive each, and those who wait for what is published next."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._own = threading.local()
        self._opened: list[Archive] = []
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="archive")
        self._waiting = 0
        self._looked = asyncio.Event()
        self._ends: dict[str, Place] = {}
        self._looking: asyncio.Task[None] | None = None

    async def read(self, what: Callable[[Archive], Answer]) -> Answer:
        """What a function of the archive gives, called in a thread. Raises as it does."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._call, what)

    async def published_behind(self, source: str, place: Place, patience: float) -> bool:
        """Waits until something of a source is published behind a place; False when in so many
        seconds nothing was."""
        self._waiting += 1
        self._looking = self._looking or asyncio.ensure_future(self._look())
        try:
            async with asyncio.timeout(patience):
                while self._ends.get(source, (1, 0)) <= place:
                    await self._looked.wait()
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
        return True

    def close(self) -> None:
        """Ends the threads and gives the connections back."""
        if self._looking is not None:
            self._looking.cancel()
        self._pool.shutdown()
        for archive in self._opened:
            archive.close()

    def _call(self, what: Callable[[Archive], Answer]) -> Answer:
        if not hasattr(self._own, "archive"):
            self._own.archive = Archive(self._url, create=False)
            self._opened.append(self._own.archive)
        return what(self._own.archive)

    async def _look(self) -> None:
        """One look for all who wait."""
        while True:
            if self._waiting:
                try:
                    self._ends = await self.read(last_places)
                except Exception:  # whoever reads next is told
                    self._ends = {}
                self._looked.set()
                self._looked.clear()
            await asyncio.sleep(_EVERY)
