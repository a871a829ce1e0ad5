"""Push as commands do it: begun before anything is published, done when all else is."""

import time
from collections.abc import Iterator

from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.config import Config
from kazcrawl.health import Verdict
from kazcrawl.push import PATIENCE, begin, push_batches, push_verdict


def begin_pushing(archive: Archive, config: Config) -> None:
    """To be called before anything is published. Raises ArchiveError, OSError."""
    if config.on_batch:
        begin(archive, config.data, config.on_batch)


def push(
    config: Config, verdict: Verdict | None = None, source: str = "", crawl_id: str = ""
) -> Iterator[str]:
    """Tells of a bad verdict, then of what was published; PATIENCE seconds for both.

    Gives what went wrong, a line each; it changes no exit code.
    """
    until = time.monotonic() + PATIENCE
    secret = config.webhook_secret
    if config.on_verdict and verdict is not None and not verdict.healthy:
        told = (verdict, source, crawl_id, config.on_verdict, secret, PATIENCE / 2)
        if line := push_verdict(*told):
            yield line
    if config.on_batch:
        try:
            archive = Archive(config.archive_url, create=False)
            try:
                left = until - time.monotonic()
                line = push_batches(archive, config.data, config.on_batch, secret, left)
            finally:
                archive.close()
        except (ArchiveError, OSError) as error:
            line = f"KAZCRAWL_ON_BATCH: {error}"
        if line:
            yield line
