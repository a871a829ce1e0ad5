"""A run in a few lines, for the log."""

from collections.abc import Iterator

from kazcrawl.health.counts import Counts
from kazcrawl.health.run_report import UNTOLD, RunReport


def summary(report: RunReport) -> Iterator[str]:
    """A run in a few lines, one an edition: what the log of a healthy run holds of it."""
    for code in sorted({*report.asked, *report.editions} - {UNTOLD}):
        edition = report.met(code)
        pages = _counted(edition.listings, but="pages")
        told = f"{code}: {edition.listings.pages} listing pages" + (f" ({pages})" if pages else "")
        articles = _counted(edition.articles)
        yield f"{told}; {articles}" if articles else told
    yield (
        f"{report.requests} requests, {report.received_bytes / 1e6:.1f} MB "
        f"in {report.seconds:.0f} s"
    )


def _counted(counts: Counts, but: str = "") -> str:
    counted = sorted((name, count) for name, count in counts.items() if count and name != but)
    return ", ".join(f"{count} {name}" for name, count in counted)
