"""Nothing reaches the archive that is not an article."""

from scrapy.exceptions import DropItem

from kazcrawl.items import Article
from kazcrawl.pipelines.step import Step


class Validate(Step):
    """Drops what has no headline or no text after cleaning.

    Stats: ``invalid/<field>`` by the field that is missing.
    """

    def process_item(self, item: Article) -> Article:
        for name in ("headline", "article_body"):
            if not getattr(item, name):
                self.count(f"invalid/{name}")
                raise DropItem(f"no {name}: {item.url}")
        return item
