"""What comes first where this is the program, whether called as kazcrawl or as scrapy."""

from kazcrawl.cli import signals, streams
from kazcrawl.logs.program import is_command_line

_begun: list[bool] = []


def begin() -> None:
    """Streams that bear all, and an answer to signals; nothing where it is a library."""
    if _begun or not is_command_line():
        return
    _begun.append(True)
    signals.leave_at_once()
    streams.make_sound()
