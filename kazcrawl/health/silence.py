"""An edition that always has news and now has none: somebody's cache may answer in its place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from kazcrawl.health.case import Case

# Silences of a day are told of editions that had none for a fortnight, if they are longer by far
# than any before: in thirty simulated weeks of small editions, twice as long occurs by chance.
_DAY, _FORTNIGHT, _TIMES = timedelta(days=1), timedelta(days=14), 3


@dataclass(frozen=True, slots=True)
class Silence:
    """``since``: when a run last met a new article; ``longest``: the longest time between two
    such runs before."""

    since: datetime
    longest: timedelta


def silence(case: Case, code: str) -> Silence | None:
    """The silence of an edition that is told by this run, or None.

    It has lasted a day or more, and thrice as long as any before, of an edition of which runs
    met something new every day of a fortnight. It is told once in that time.
    """
    began = case.report.started
    runs = sorted(
        (past.report for past in case.past if code in past.report.asked),
        key=lambda report: report.started,
    )
    moments = [report.started for report in runs if report.met(code).articles.asked]
    if not case.report.ordinary or case.report.met(code).articles.asked or not moments:
        return None
    since = moments[-1]
    longest = max((after - before for before, after in pairwise(moments)), default=_DAY)
    if since - moments[0] < _FORTNIGHT or longest >= _DAY:
        return None
    span = max(_DAY, _TIMES * longest)
    is_news = (began - since) // span > (runs[-1].started - since) // span
    return Silence(since, longest) if is_news else None
