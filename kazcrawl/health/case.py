"""A run as the rules of a verdict look at it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from kazcrawl.health.causes import REFUSALS, causes
from kazcrawl.health.past import PastRun, comparable
from kazcrawl.health.run_report import UNTOLD, RunReport


class Case:
    """A run beside the past runs that it can be compared with.

    An extraordinary run (a past range, some sections only) is compared with none. ``told`` are
    the editions of which a rule told already: each is told of once, by the gravest rule;
    ``is_failure_told`` whether the errors of the program were.
    """

    def __init__(self, report: RunReport, past: Sequence[PastRun]) -> None:
        self.report = report
        self.past = [run for run in past if run.ordinary and run.started < report.started]
        self.usual = comparable(past, report.started) if report.ordinary else []
        self.told: set[str] = set()
        self.is_failure_told = False

    @property
    def editions(self) -> list[str]:
        """The editions of which no rule told yet, in order."""
        return sorted({*self.report.asked, *self.report.editions} - self.told - {UNTOLD})

    def refused(self) -> dict[str, int]:
        """Refused pages by edition; every failed one where all failures were refusals."""
        editions, reasons = self.report.editions.items(), set(self.report.failures)
        counts = {code: edition.refused for code, edition in editions}
        if not any(counts.values()) and reasons and reasons <= set(REFUSALS):
            counts = {
                code: edition.listings.failed + edition.articles.failed
                for code, edition in editions
            }
        return {code: counts[code] for code in self.editions if counts.get(code)}

    def usually_seen(self, code: str) -> float:
        """How many articles an edition's listings named in comparable runs: the median, or 0."""
        numbers = [run.met(code).seen for run in self.usual]
        told = [number for number in numbers if number is not None]
        return median(told) if told else 0

    def causes(self, editions: Iterable[str]) -> str:
        """Why pages of these editions failed, those of which it is not told where among them."""
        return causes({code: self.report.met(code).failures for code in (*editions, UNTOLD)})

    def failures(self, code: str) -> Counter[str]:
        """Why pages of an edition failed, and of what came why it is of no use."""
        edition = self.report.met(code)
        useless = {
            "fits no known layout": edition.listings.unfit + edition.articles.unfit,
            "no headline or no text": edition.articles.invalid,
        }
        return edition.failures + Counter(useless)
