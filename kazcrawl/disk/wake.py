"""An event that a poll of file descriptors hears of."""

import os


class Wake:
    """Set once, from any thread; readable for ``select.poll`` from then on."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        self.is_set = False

    def fileno(self) -> int:
        """The descriptor to poll."""
        return self._read

    def set(self) -> None:
        """Wakes whoever polls; a second call does nothing."""
        if not self.is_set:
            self.is_set = True
            os.close(self._write)
