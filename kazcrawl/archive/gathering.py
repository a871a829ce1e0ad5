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
        try:
            outcomes = self.add_all([addition for addition, _ in gathered])
        except ArchiveError as error:
            for _, is_added in gathered:
                _tell(is_added, error)
            raise
        except Exception:
            # One of them cannot be written: that must not keep the others.
            for addition, is_added in gathered:
                self._add_alone(addition, is_added)
            return
        for (_, is_added), outcome in zip(gathered, outcomes, strict=True):
            _tell(is_added, outcome)

    def _add_alone(self, addition: Addition, is_added: "asyncio.Future[bool]") -> None:
        try:
            _tell(is_added, self.add_all([addition])[0])
        except Exception as error:
            _tell(is_added, error)

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
        """Commits what was gathered, and gives the connections back. Raises ArchiveError."""
        try:
            self.commit()
        finally:
            super().close()


def _tell(is_added: "asyncio.Future[bool]", outcome: bool | Exception) -> None:
    if is_added.done():  # whoever waited was stopped
        return
    if isinstance(outcome, Exception):
        is_added.set_exception(outcome)
    else:
        is_added.set_result(outcome)
