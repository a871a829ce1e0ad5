"""One random schedule of faults over three workers on one archive, and what must hold after it."""

import random
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kazcrawl.archive import Archive
from kazcrawl.cluster import desk
from kazcrawl.cluster.work import Work
from kazcrawl.config import Config
from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.calendar import astana
from tests.agency.install import installed
from tests.agency.site import truth as agency_truth
from tests.cluster.bed import Machine, records, together
from tests.cluster.tasks import everything, news_and_past, republished, second_agency
from tests.netns import Namespace, namespace
from tests.postgres import Postgres, postgres
from tests.support import differences
from tests.witness import Witness, witness

SERVERS = "*.inform.kz=kazinform,*.qazinform.com=kazinform"
MACHINES = 3
_LONGEST = 900.0
# Moment, number and kind of a job, as a worker's log has them.
_BEGINS, _WAITS = (
    re.compile(rf"^(\S+ \S+) job (\d+){words}: (\w+)", re.MULTILINE)
    for words in (" begins", ": its worker is gone, it waits again")
)
_ENDS = re.compile(r"job (\d+) ended")


class Bed(NamedTuple):
    """Where schedules run: a database server, and a network that can be cut where one may be.

    ``since``: the day from which on the site is wanted, beside a second agency; None: all of it.
    """

    server: Postgres
    site: Witness
    network: Namespace | None
    since: date | None


@contextmanager
def opened_bed(articles: int, beside: int, days: int) -> Iterator[Bed]:
    """The servers of one schedule; ``beside`` tells it from those that run at the same time, and
    the site is wanted of so many ``days`` up to now, with 0 of all that it ever had."""
    with ExitStack() as stack:
        try:
            network = stack.enter_context(namespace(f"kazfaults{beside}", 78 + beside))
        except pytest.skip.Exception as reason:
            print(reason, flush=True)
            network = None
        near, far = (network.near, network.far) if network else ("127.0.0.1", "127.0.0.1")
        server = stack.enter_context(postgres(far))
        now = datetime.now(UTC)
        room = Newsroom(articles, 1, now, days=days) if days else None
        site = stack.enter_context(witness(articles, host=near, room=room, hook=second_agency))
        since = (astana(now) - timedelta(days=days - 1)).date() if days else None
        yield Bed(server, site, network, since)


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
        # The second agency, and backfills that give way in time.
        self._more = installed(folder / "agency") | {"KAZCRAWL_CLUSTER_SLICE": "20s"}
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
            **(self._more if self.bed.since else {}),
        )

    def run(self, faults: int, pause: float) -> list[str]:
        """What does not hold after it; empty when all of it holds."""
        self.bed.site.slow = 1.0
        desk.add(self.config, self._works())
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

    def _works(self) -> Iterable[Work]:
        if self.bed.since is None:
            return everything(self.config.servers)
        until = astana(self.bed.site.room.now).date()
        return news_and_past(self.config.servers, self.bed.since, until)

    def _truth(self, held: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """What must have come; of what lists show from before ``since``, that which came."""
        since, site = str(self.bed.since), self.bed.site
        if self.bed.since is None:
            return site.truth() + republished(site)
        ids = {row["id"] for row in held}
        wanted = [
            row
            for row in site.truth()
            if row["date_published_local"][:10] >= since or row["id"] in ids
        ]
        return wanted + republished(site) + agency_truth()

    def _is_at_work(self) -> bool:
        told = desk.status(self.config)
        return bool(told["running"] or told["waiting"])

    def begun(self) -> int:
        """How often a job began, again too."""
        return len(_BEGINS.findall(self._logs()))

    def slowest(self) -> tuple[float, float]:
        """The most seconds after which the job of a killed worker waited again, and ran again."""
        return self._after_kills(_WAITS), self._after_kills(_BEGINS)

    def _after_kills(self, told: re.Pattern[str]) -> float:
        """The most seconds from a kill to the next line of its worker's job."""
        lines = [(_seconds(when), int(job)) for when, job, _ in told.findall(self._logs())]
        after = [
            min((when - killed for when, name in lines if name == job and when > killed), default=0)
            for killed, job in self.killed
        ]
        return max(after, default=0)

    def _logs(self) -> str:
        return "\n".join(machine.log() for machine in self.machines)

    def _broken(self) -> list[str]:
        wrong = [f"dead: {job}" for job in desk.status(self.config)["dead"]]
        for machine in self.machines:
            if code := machine.scrapy("publish"):
                wrong.append(f"publish in {machine.folder.name}: exit code {code}")
        held = records(self.machines)
        if said := differences(self._truth(held), held):
            wrong.append(said)
        asked = self.bed.site.asked
        named = {one.host: "kazinform" for one in asked if "inform." in one.host}
        return wrong + list(together(asked, named))

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
        during = "+".join(kind for own in self.machines for _, kind in _at_work_on(own))
        self.said.append(f"{time.monotonic() - self.began:6.1f} s  {name} {whom} ({during})")
        self.done[name] += 1
        chosen(machine)
        for each in self.machines:
            each.start()

    def _kill(self, machine: Machine) -> None:
        self.killed += [(time.time(), job) for job, _ in _at_work_on(machine)]
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


def _at_work_on(machine: Machine) -> list[tuple[int, str]]:
    """The job that a worker is at, if any: its number and kind."""
    ended = set(_ENDS.findall(machine.log()))
    told = _BEGINS.findall(machine.log())
    began = [(int(job), kind) for _, job, kind in told if job not in ended]
    return began[-1:]


def _seconds(when: str) -> float:
    """The moment of a line of a log."""
    return datetime.strptime(when, "%Y-%m-%d %H:%M:%S,%f").timestamp()
