"""Removes what is not the article from its text."""

from kazcrawl import cleaning
from kazcrawl.pipelines.step import Step
from kazcrawl.record import Article
from kazcrawl.text import tidy


class Clean(Step):
    """Applies the boilerplate rules to body and description.

    Stats: ``cleaned/<rule>`` lines removed by each rule, ``cleaned/articles`` articles that
    lost any.
    """

    def process_item(self, item: Article) -> Article:
        lines = [text for part in (item.article_body or "").split("\n") if (text := tidy(part))]
        cleaned = cleaning.clean(lines, item.headline)
        item.article_body = "\n\n".join(cleaned.lines) or None
        if item.description and not cleaning.clean([tidy(item.description)]).lines:
            self.count("cleaned/description")
            item.description = None
        for removed in cleaned.removed:
            self.count(f"cleaned/{removed.rule}")
        if cleaned.removed:
            self.count("cleaned/articles")
        # The credit that stood in the text is the first picture's, if that has none.
        if cleaned.credits and item.image and item.image[0]["credit"] is None:
            item.image[0]["credit"] = cleaned.credits[0]
        return item
