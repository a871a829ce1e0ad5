"""One random schedule of faults over three workers on one archive, and what must hold after it."""

import random
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from kazcrawl.archive import Archive
from kazcrawl.cluster import desk
from kazcrawl.config import Config
from tests.cluster.bed import Machine, everything, records, republished, together
from tests.netns import Namespace, namespace
from tests.postgres import Postgres, postgres
from tests.support import differences
from tests.witness import Witness, witness

SERVERS = "*.inform.kz=kazinform,*.qazinform.com=kazinform"
MACHINES = 3
_LONGEST = 900.0
_BEGINS, _ENDS = re.compile(r"job (\d+) begins"), re.compile(r"job (\d+) ended")
_WAITS = re.compile(r"^(\S+ \S+) job (\d+): its worker is gone, it waits again", re.MULTILINE)


class Bed(NamedTuple):
    """Where schedules run: a database server, and a network that can be cut where one may be."""

    server: Postgres
    site: Witness
    network: Namespace | None


@contextmanager
def opened_bed(articles: int, beside: int) -> Iterator[Bed]:
    """The servers of one schedule; ``beside`` tells it from those that run at the same time."""
    with ExitStack() as stack:
        try:
            network = stack.enter_context(namespace(f"kazfaults{beside}", 78 + beside))
        except pytest.skip.Exception as reason:
            print(reason, flush=True)
            network = None
        near, far = (network.near, network.far) if network else ("127.0.0.1", "127.0.0.1")
        server = stack.enter_context(postgres(far))
        yield Bed(server, stack.enter_context(witness(articles, host=near)), network)


class Schedule:
    """One random schedule; ``said`` is what was done when, ``done`` how often."""

    def __init__(self, folder: Path, bed: Bed, seed: int) -> None:
        self.random = random.Random(seed)
        self.bed = bed
        self.url = bed.server.database()
        Archive(self.url).close()
        self.config = Config(
            KAZCRAWL_ARCHIVE=self.url, KAZCRAWL_DATA=str(folder), KAZCRAWL_SERVERS=SERVERS
        )
        self.machines = [self._machine(folder, number) for number in range(MACHINES)]
        self.said: list[str] = []
        self.done: Counter[str] = Counter()
        self.killed: list[tuple[float, int]] = []
        self.began = time.monotonic()

    def _machine(self, folder: Path, number: int) -> Machine:
        inside = self.bed.network.command() if self.bed.network and number == 0 else []
        return Machine(
            folder / f"w{number}",
            self.url,
            self.bed.site,
            inside,
            KAZCRAWL_CLUSTER_STUCK="20s",
            KAZCRAWL_CLUSTER_ATTEMPTS="20",
            KAZTEST_SILENCE="",
        )

    def run(self, faults: int, pause: float) -> list[str]:
        """What does not hold after it; empty when all of it holds."""
        self.bed.site.slow = 1.0
        desk.add(self.config, everything(self.config.servers))
        try:
            for machine in self.machines:
                machine.start()
            for _ in range(faults):
                time.sleep(self.random.uniform(0.2, 1) * pause)
                self._fault()
            self.bed.site.slow = 0.0
            for machine in self.machines:
                machine.signal(signal.SIGCONT, child=True)
            end = time.monotonic() + _LONGEST
            while self._is_at_work():
                if time.monotonic() > end:
                    return [f"not done after {_LONGEST:.0f} s: {desk.status(self.config)}"]
                for machine in self.machines:
                    machine.start()
                time.sleep(1)
        finally:
            for machine in self.machines:
                machine.end()
        return self._broken()

    def _is_at_work(self) -> bool:
        told = desk.status(self.config)
        return bool(told["running"] or told["waiting"])

    def slowest(self) -> float:
        """The most seconds after which the job of a killed worker waited again."""
        logs = "\n".join(machine.log() for machine in self.machines)
        waits = [(_seconds(when), int(job)) for when, job in _WAITS.findall(logs)]
        after = [
            min((when - killed for when, name in waits if name == job and when > killed), default=0)
            for killed, job in self.killed
        ]
        return max(after, default=0)

    def _broken(self) -> list[str]:
        wrong = [f"dead: {job}" for job in desk.status(self.config)["dead"]]
        for machine in self.machines:
            if code := machine.scrapy("publish"):
                wrong.append(f"publish in {machine.folder.name}: exit code {code}")
        site = self.bed.site
        if said := differences(site.truth() + republished(site), records(self.machines)):
            wrong.append(said)
        hosts = {request.host for request in site.asked}
        named = {host: "kazinform" for host in hosts if "inform." in host}
        return wrong + list(together(site.asked, named))

    # --- what happens -------------------------------------------------------------------------

    def _fault(self) -> None:
        choices: list[Callable[[Machine], None]] = [
            self._kill, self._kill, self._freeze, self._freeze_worker, self._hang_up, self._restart,
        ]  # fmt: skip
        if self.bed.network:
            choices.append(self._cut)
        chosen = self.random.choice(choices)
        # Who does nothing has little to lose.
        busy = [own for own in self.machines if own.crawls()]
        machine = self.random.choice(busy or self.machines)
        name = chosen.__name__[1:]
        whom = machine.folder.name if name in ("kill", "freeze", "freeze_worker") else "all"
        self.said.append(f"{time.monotonic() - self.began:6.1f} s  {name} {whom}")
        self.done[name] += 1
        chosen(machine)
        for each in self.machines:
            each.start()

    def _kill(self, machine: Machine) -> None:
        ended = set(_ENDS.findall(machine.log()))
        began = [job for job in _BEGINS.findall(machine.log()) if job not in ended]
        self.killed += [(time.time(), int(job)) for job in began[-1:]]
        machine.signal(signal.SIGKILL)
        time.sleep(self.random.uniform(0, 2))

    def _freeze(self, machine: Machine) -> None:
        machine.signal(signal.SIGSTOP, child=True)
        time.sleep(self.random.choice((1, 8, 45)))
        machine.signal(signal.SIGCONT, child=True)

    def _freeze_worker(self, machine: Machine) -> None:
        machine.signal(signal.SIGSTOP)
        time.sleep(self.random.choice((1, 30)))
        machine.signal(signal.SIGCONT)

    def _hang_up(self, _: Machine) -> None:
        self.bed.server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname IS NOT NULL AND random() < 0.5"
        )

    def _restart(self, _: Machine) -> None:
        self.bed.server.stop(self.random.choice((signal.SIGINT, signal.SIGQUIT)))
        time.sleep(self.random.uniform(0, 3))
        self.bed.server.start()

    def _cut(self, _: Machine) -> None:
        assert self.bed.network is not None
        self.bed.network.cut()
        time.sleep(self.random.choice((5, 20, 60)))
        self.bed.network.mend()


def _seconds(when: str) -> float:
    """The moment of a line of a log."""
    return datetime.strptime(when, "%Y-%m-%d %H:%M:%S,%f").timestamp()
