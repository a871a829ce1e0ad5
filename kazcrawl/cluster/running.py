"""A job's command as a child of the worker."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence

from kazcrawl.cluster.outcome import Outcome

# After a first signal a run ends within a minute; what then remains hangs.
_GRACE = 90.0


class Child:
    """The command of a job; it dies with this process, however that dies."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = command
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None
        self._is_stopped = False

    async def run(self) -> Outcome:
        """Runs it to its end."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kazcrawl.cluster.child", str(os.getpid()), *self._command),
            env=self._environment, stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is the worker's to hear: a second signal cuts short
        )  # fmt: skip
        if self._is_stopped:
            self.stop()
        _, said = await self._process.communicate()
        code = self._process.returncode
        assert code is not None
        return Outcome.of(code, said.decode("utf-8", "replace"))

    def stop(self) -> None:
        """Asks it to end, which it does with what it has; kills what hangs."""
        self._is_stopped = True
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            asyncio.get_running_loop().call_later(_GRACE, self._kill)

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
