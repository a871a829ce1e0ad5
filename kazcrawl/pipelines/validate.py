"""Nothing reaches the archive that is not an article."""

from kazcrawl.items import Fetched
from kazcrawl.pipelines.step import AccountedFor, Step


class InvalidArticle(AccountedFor):
    """An item that is no article; ``reason`` says why in a few words."""

    def __init__(self, reason: str, url: str) -> None:
        super().__init__(f"{reason}: {url}")
        self.reason = reason


class Validate(Step):
    """Drops what has no headline or no text after cleaning."""

    def process_item(self, item: Fetched) -> Fetched:
        for name in ("headline", "article_body"):
            if not getattr(item.article, name):
                self.report.invalid[name] += 1
                raise InvalidArticle(f"no {name}", item.article.url)
        return item
