"""Which fields come, by edition and layout: a field that vanishes is a trouble of its own."""

from kazcrawl.health.fields import FILLED, RECORDS
from kazcrawl.items import Fetched
from kazcrawl.pipelines.step import Step


class Fill(Step):
    """Counts what the articles of a run hold, unchanged ones among them.

    Counts in ``EditionReport.fill`` by layout the records, and how many of them have each of
    headline, body, date, author, section and image. The verdict compares the shares with those of
    past runs (health/fields.py).
    """

    def process_item(self, item: Fetched) -> Fetched:
        article = item.article
        counts = self.report.edition(article.edition).of_layout(article.layout or "")
        counts[RECORDS] += 1
        for name, attribute in FILLED.items():
            counts[name] += bool(getattr(article, attribute))
        return item
