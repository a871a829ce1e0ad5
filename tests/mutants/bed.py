"""A copy of the checkout in which one file at a time is a mutant, and tests run over it."""

import importlib
import multiprocessing
import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Literal

import pytest
from hypothesis import Phase, settings

from tests.mutants.generate import mutated

Outcome = Literal["failed", "hung", "survived"]
"""What the tests did over a mutant: one failed, they were stopped, or all passed."""

_COPIED = ("kazcrawl", "tests", "samples", "docs", "deploy", "pyproject.toml", "scrapy.cfg")
# What takes a second to import and is not ours; each run of tests is a fork that has it already.
_SLOW = ("scrapy.crawler", "sqlalchemy.dialects.sqlite", "dateparser", "lxml.html")
_SLOW_TOO = ("selectolax.lexbor", "trafilatura.core", "rich.table", "orjson")
_SAID = "said.txt"
_OWN = ("kazcrawl", "tests")
_SECONDS_UNCHANGED = 3600.0
_CONTEXT = multiprocessing.get_context("fork")


class MirrorFirst:
    """Plugin that begins with the tests that mirror a file: what fails, fails soon."""

    def __init__(self, path: str) -> None:
        self.name = f"test_{Path(path).stem}"

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: item.path.stem != self.name)


class Bed:
    """A copy of ``root`` in ``folder``; runs tests over one mutant at a time."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.until = 0.0
        self._process: BaseProcess | None = None
        self._path = ""
        for name in _COPIED:
            source = root / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            folder.mkdir(parents=True, exist_ok=True)
            copy(source, folder / name)
        for name in (*_SLOW, *_SLOW_TOO):
            importlib.import_module(name)

    @property
    def sentinel(self) -> int:
        """What becomes ready when the tests have ended."""
        assert self._process is not None
        return self._process.sentinel

    def seconds(self, tests: tuple[str, ...]) -> float | None:
        """How long the tests take over the code as it is; None if they fail or never end."""
        begun = time.monotonic()
        self._start("", tests, _SECONDS_UNCHANGED)
        assert self._process is not None
        self._process.join(_SECONDS_UNCHANGED)
        return time.monotonic() - begun if self.outcome() == "survived" else None

    def complaint(self) -> str:
        """The last failure that the tests told of, in a line."""
        lines = Path(self.folder, _SAID).read_text("utf-8", "replace").splitlines() or [""]
        told = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
        return (told or lines)[-1]

    def begin(self, path: str, number: int, tests: tuple[str, ...], seconds: float) -> None:
        """Starts the tests over a mutant of the file at ``path``; they have so many seconds."""
        file = self.folder / path
        file.write_text(mutated((self.root / path).read_text("utf-8"), number), "utf-8")
        # Compiled files are told apart by moment and size: each mutant has a moment of its own.
        os.utime(file, (number + 1, number + 1))
        self._start(path, tests, seconds)

    def _start(self, path: str, tests: tuple[str, ...], seconds: float) -> None:
        self._path, self.until = path, time.monotonic() + seconds
        self._process = _CONTEXT.Process(target=_test, args=(self.folder, path, tests))
        self._process.start()

    def outcome(self) -> Outcome | None:
        """What came of it, the file restored; None while tests run that have time left."""
        assert self._process is not None
        hung = self._process.exitcode is None
        if hung and time.monotonic() < self.until:
            return None
        code = self.stop()
        if self._path:
            shutil.copy2(self.root / self._path, self.folder / self._path)
        return "hung" if hung else "survived" if code == pytest.ExitCode.OK else "failed"

    def stop(self) -> int | None:
        """Ends the tests, and the servers and commands that they began; their exit code."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        return self._process.exitcode


def _test(folder: Path, path: str, tests: tuple[str, ...]) -> None:
    """Runs tests of the copy in a process that knows nothing of the checkout's own code."""
    os.setsid()
    with Path(folder, _SAID).open("wb") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    checkout = str(Path(__file__).parents[2])
    for name in [name for name in sys.modules if name.partition(".")[0] in _OWN]:
        del sys.modules[name]
    sys.path[:] = [str(folder), *(entry for entry in sys.path if entry not in ("", checkout))]
    os.environ["PYTHONPATH"] = str(folder)
    # Processes that the tests begin would import the program that runs: this one, again.
    sys.modules["__main__"] = ModuleType("__main__")
    os.chdir(folder)
    # The first example that fails is enough, however long; the same ones are tried every time.
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", derandomize=True, database=None, phases=phases)
    options = ("-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=mutants")
    code = pytest.main([*options, *tests], plugins=[MirrorFirst(path)])
    sys.stdout.flush()
    os._exit(code)
