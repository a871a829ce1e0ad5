"""The archive of who adds many articles: those that come close together are committed together."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from sqlalchemy import Connection

from kazcrawl.archive.errors import ArchiveError
from kazcrawl.archive.lookup import Known
from kazcrawl.archive.store import Addition, Archive

# An article waits for others no longer, and for no more of them.
_SECONDS, _MOST = 0.05, 20

# Is told whether a version was added, or why none could be.
Told = Callable[[bool | Exception], None]


class GatheringArchive(Archive):
    """An archive that gathers additions for an instant; whoever reads or writes it otherwise
    finds them there."""

    def __init__(self, url: str, *, create: bool = True) -> None:
        super().__init__(url, create=create)
        self._gathered: list[tuple[Addition, Told]] = []
        self._names: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None

    def gather(self, addition: Addition, told: Told) -> None:
        """As ``add``, with those before and behind it; once it is committed, or cannot be, ``told``
        is called. Raises ArchiveError, and what ``told`` raises."""
        self._gathered.append((addition, told))
        self._names.update((addition.article.id, *addition.names))
        if addition.key_hash:
            self._names.add(addition.key_hash)
        if len(self._gathered) == _MOST:
            self.commit()

    async def add_soon(self, addition: Addition) -> bool:
        """As ``add``: what was added is committed when this returns. Raises ArchiveError."""
        loop = asyncio.get_running_loop()
        is_added: asyncio.Future[bool] = loop.create_future()
        with suppress(ArchiveError):  # whoever waits is told
            self.gather(addition, partial(_tell, is_added))
        if self._gathered and self._timer is None:
            self._timer = loop.call_later(_SECONDS, self._commit_or_tell)
        return await is_added

    def commit(self) -> None:
        """Commits what was gathered, now. Raises ArchiveError, as who added it is told, too."""
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
            for _, told in gathered:
                told(error)
            raise
        except Exception:
            # One of them cannot be written: that must not keep the others.
            for addition, told in gathered:
                told(self._added_alone(addition))
            return
        for (_, told), outcome in zip(gathered, outcomes, strict=True):
            told(outcome)

    def _added_alone(self, addition: Addition) -> bool | Exception:
        try:
            return self.add_all([addition])[0]
        except Exception as error:
            return error

    def _commit_or_tell(self) -> None:
        with suppress(ArchiveError):  # whoever waits is told
            self.commit()

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
        with self._reading_of(hashes) as reader:
            return self.known_to(reader, hashes)

    def sharing(self, key_hashes: Sequence[str]) -> dict[str, list[Known]]:
        with self._reading_of(key_hashes) as reader:
            return self.sharing_to(reader, key_hashes)

    def validators(self, url_hash: str) -> tuple[str | None, str | None]:
        with self._reading_of([url_hash]) as reader:
            return self.validators_to(reader, url_hash)

    @contextmanager
    def _reading_of(self, hashes: Sequence[str]) -> Iterator[Connection]:
        """For a question about some articles: most often none of them was gathered."""
        if not self._names.isdisjoint(hashes):
            self.commit()
        with super().reading() as reader:
            yield reader

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
