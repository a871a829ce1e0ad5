"""A network namespace whose way to one address of this machine can be cut, packets dropped."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_NOBODY = "02:00:00:00:00:99"


class Namespace:
    """A namespace with two ways out: to ``near``, and to ``far``, which can be cut.

    A cut is silent, as when a cable is pulled: neither side hears anything of the other.
    """

    def __init__(self, name: str, net: int) -> None:
        self.name = name
        self.near, self.far, self._own = f"10.{net}.1.1", f"10.{net}.2.1", f"10.{net}.2.2"
        _ip("netns", "add", name)
        for number, address in ((1, self.near), (2, self.far)):
            inside, outside = f"{name}i{number}", f"{name}o{number}"
            _ip("link", "add", outside, "type", "veth", "peer", "name", inside, "netns", name)
            _ip("addr", "add", f"{address}/24", "dev", outside)
            _ip("link", "set", outside, "up")
            _ip("-n", name, "addr", "add", f"10.{net}.{number}.2/24", "dev", inside)
            _ip("-n", name, "link", "set", inside, "up")
        _ip("-n", name, "link", "set", "lo", "up")

    def command(self, *arguments: str) -> list[str]:
        """A command line that runs inside."""
        return ["ip", "netns", "exec", self.name, *arguments]

    def cut(self) -> None:
        """From now on what either side of ``far`` sends arrives nowhere."""
        for where, device, other in (
            (("-n", self.name), f"{self.name}i2", self.far),
            ((), f"{self.name}o2", self._own),
        ):
            told = ("neigh", "replace", other, "lladdr", _NOBODY, "dev", device)
            _ip(*where, *told, "nud", "permanent")

    def mend(self) -> None:
        """The cable is plugged in again."""
        _ip("-n", self.name, "neigh", "del", self.far, "dev", f"{self.name}i2")
        _ip("neigh", "del", self._own, "dev", f"{self.name}o2")


@contextmanager
def namespace(name: str = "kaztest", net: int = 77) -> Iterator[Namespace]:
    """A namespace; skips the test where this machine does not allow one."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("no network namespace may be made here: a cut network is not tested")
    _ip("netns", "del", name, check=False)
    try:
        made = Namespace(name, net)
    except subprocess.CalledProcessError as error:
        _ip("netns", "del", name, check=False)
        pytest.skip(f"no network namespace: {error.stderr}: a cut network is not tested")
    try:
        yield made
    finally:
        _ip("netns", "del", name)


def _ip(*arguments: str, check: bool = True) -> None:
    subprocess.run(["ip", *arguments], check=check, capture_output=True, text=True)
