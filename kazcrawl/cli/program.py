"""What comes first where this is the program, whether called as kazcrawl or as scrapy."""

import atexit
import gc

from kazcrawl.cli import signals, streams
from kazcrawl.logs.program import is_command_line

_begun: list[bool] = []


def begin() -> None:
    """Streams that bear all, and an answer to signals; nothing where it is a library."""
    if _begun or not is_command_line():
        return
    _begun.append(True)
    # Imports make what stays: to look for garbage among it is a tenth of a short run.
    gc.set_threshold(200_000)
    # And to look for it among all that goes at the end is another tenth.
    atexit.register(gc.freeze)
    signals.leave_at_once()
    streams.make_sound()


def begin_work() -> None:
    """All is loaded: no garbage is looked for among that any more, but among what comes."""
    if _begun:
        gc.freeze()
        gc.set_threshold(20_000)
