"""Which fields come, by edition and layout: a field that vanishes is a trouble of its own."""

from kazcrawl.pipelines.step import Step
from kazcrawl.record import Article

_FIELDS = {
    "headline": "headline",
    "body": "article_body",
    "date": "date_published",
    "author": "author",
    "section": "article_section",
    "image": "image",
}


class FieldCoverage(Step):
    """Counts what the articles of a run hold, unchanged ones among them.

    Stats: ``field/<edition>/<layout>/records``, and ``…/<field>`` for each of headline, body,
    date, author, section and image: how many of the records have it. The verdict compares the
    shares with those of past runs (health/fields.py).
    """

    def process_item(self, item: Article) -> Article:
        prefix = f"field/{item.edition}/{item.layout}"
        self.count(f"{prefix}/records")
        for name, attribute in _FIELDS.items():
            if getattr(item, attribute):
                self.count(f"{prefix}/{name}")
        return item
