"""Which fields come, by edition and layout: a field that vanishes is a trouble of its own."""

from kazcrawl.health.fields import FILLED, RECORDS
from kazcrawl.pipelines.step import Step
from kazcrawl.record import Article


class Fill(Step):
    """Counts what the articles of a run hold, unchanged ones among them.

    Counts in ``EditionReport.fill`` by layout the records, and how many of them have each of
    headline, body, date, author, section and image. The verdict compares the shares with those of
    past runs (health/fields.py).
    """

    def process_item(self, item: Article) -> Article:
        counts = self.report.edition(item.edition).of_layout(item.layout or "")
        counts[RECORDS] += 1
        for name, attribute in FILLED.items():
            counts[name] += bool(getattr(item, attribute))
        return item
