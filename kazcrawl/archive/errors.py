"""What can be wrong with an archive, said in one line."""


class ArchiveError(Exception):
    """The archive cannot be used; the message says what and where, in one line."""


class BusyError(ArchiveError):
    """Another process has held the archive for longer than anybody waits."""
