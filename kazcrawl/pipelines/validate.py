"""Nothing reaches the archive that is not an article."""

from scrapy.exceptions import DropItem

from kazcrawl.pipelines.step import Step
from kazcrawl.record import Article


class InvalidArticle(DropItem):
    """An item that is no article; ``reason`` says why in a few words."""

    def __init__(self, reason: str, url: str) -> None:
        super().__init__(f"{reason}: {url}")
        self.reason = reason


class Validate(Step):
    """Drops what has no headline or no text after cleaning.

    Counts in ``RunReport.invalid`` by the field that is missing.
    """

    def process_item(self, item: Article) -> Article:
        for name in ("headline", "article_body"):
            if not getattr(item, name):
                self.report.invalid[name] += 1
                raise InvalidArticle(f"no {name}", item.url)
        return item
