"""Which fields come, by edition and layout: a field that vanishes is a trouble of its own."""

from kazcrawl.items import Fetched
from kazcrawl.pipelines.step import Step

ATTRIBUTES = {
    "headline": "headline",
    "body": "article_body",
    "date": "date_published",
    "author": "author",
    "section": "article_section",
    "image": "image",
}
"""The fields that are counted, and the record's attribute of each."""


class FieldFill(Step):
    """Counts what the articles of a run hold, unchanged ones among them.

    The verdict compares the shares with those of past runs (health/fields.py).
    """

    def process_item(self, item: Fetched) -> Fetched:
        article = item.article
        counts = self.report.edition(article.edition).of_layout(article.layout or "")
        counts["records"] += 1
        for name, attribute in ATTRIBUTES.items():
            counts[name] += bool(getattr(article, attribute))
        return item
