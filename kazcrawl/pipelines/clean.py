"""Removes what is not the article from its text."""

from kazcrawl import cleaning
from kazcrawl.pipelines.step import Step
from kazcrawl.record import Article
from kazcrawl.text import tidy


class Clean(Step):
    """Applies the boilerplate rules to body and description.

    Counts in ``RunReport.cleaned`` the lines removed by each rule, in ``cleaned_articles`` the
    articles that lost any.
    """

    def process_item(self, item: Article) -> Article:
        lines = [text for part in (item.article_body or "").split("\n") if (text := tidy(part))]
        cleaned = cleaning.clean(lines, item.headline)
        item.article_body = "\n\n".join(cleaned.lines) or None
        if item.description and not cleaning.clean([tidy(item.description)]).lines:
            cleaned.removed["description"] += 1
            item.description = None
        self.report.cleaned.update(cleaned.removed)
        self.report.cleaned_articles += bool(cleaned.removed)
        # The credit that stood in the text is the first picture's, if that has none.
        if cleaned.credits and item.image and item.image[0]["credit"] is None:
            item.image[0]["credit"] = cleaned.credits[0]
        return item
