"""The archive of a crawl: articles that come close together are committed together."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection

from kazcrawl.archive.errors import ArchiveError
from kazcrawl.archive.lookup import Known
from kazcrawl.archive.store import Addition, Archive

# An article waits for others no longer, and for no more of them.
_SECONDS, _MOST = 0.05, 20


class GatheringArchive(Archive):
    """An archive that gathers additions for an instant; whoever reads or writes it otherwise
    finds them there."""

    def __init__(self, url: str, *, create: bool = True) -> None:
        super().__init__(url, create=create)
        self._gathered: list[tuple[Addition, asyncio.Future[bool]]] = []
        self._names: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def add_soon(self, addition: Addition) -> bool:
        """As ``add``: what was added is committed when this returns. Raises ArchiveError."""
        loop = asyncio.get_running_loop()
        is_added: asyncio.Future[bool] = loop.create_future()
        self._gathered.append((addition, is_added))
        self._names.update((addition.article.id, *addition.names))
        if addition.key_hash:
            self._names.add(addition.key_hash)
        if len(self._gathered) == _MOST:
            self._commit_or_tell()
        elif self._timer is None:
            self._timer = loop.call_later(_SECONDS, self._commit_or_tell)
        return await is_added

    def commit(self) -> None:
        """Commits what was gathered, now. Raises ArchiveError, as ``add_soon`` does then."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        gathered, self._gathered = self._gathered, []
        self._names.clear()
        if not gathered:
            return
        waiting = [is_added for _, is_added in gathered if not is_added.done()]
        try:
            outcomes = self.add_all([addition for addition, _ in gathered])
        except ArchiveError as error:
            for is_added in waiting:
                is_added.set_exception(error)
            raise
        for (_, is_added), outcome in zip(gathered, outcomes, strict=True):
            if not is_added.done():
                is_added.set_result(outcome)

    def _commit_or_tell(self) -> None:
        try:
            self.commit()
        except ArchiveError:
            return  # whoever waits is told

    # --- what else is asked of it -------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        self.commit()
        with super().reading() as reader:
            yield reader

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        self.commit()
        with super().writing() as connection:
            yield connection

    def known(self, hashes: Sequence[str]) -> dict[str, Known]:
        if not self._names.isdisjoint(hashes):
            self.commit()
        with super().reading() as reader:
            return self.known_to(reader, hashes)

    def sharing(self, key_hashes: Sequence[str]) -> dict[str, list[Known]]:
        if not self._names.isdisjoint(key_hashes):
            self.commit()
        with super().reading() as reader:
            return self.sharing_to(reader, key_hashes)

    def close(self) -> None:
        self._commit_or_tell()
        super().close()
