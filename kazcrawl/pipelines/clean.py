"""Removes what is not the article from its text."""

from kazcrawl import cleaning
from kazcrawl.items import Fetched
from kazcrawl.pipelines.step import Step
from kazcrawl.text import tidy


class Clean(Step):
    """Applies the cleaning rules to body and description; counts the lines each rule removed."""

    def process_item(self, item: Fetched) -> Fetched:
        article = item.article
        text = article.article_body, article.headline
        # What a pipeline before this one changed is cleaned as it is now.
        cleaned = item.ahead[1] if item.ahead and item.ahead[0] == text else _cleaned(*text)
        article.article_body = "\n\n".join(cleaned.lines) or None
        item.removed.extend(cleaned.removed)
        if article.description:
            lead = cleaning.clean([tidy(article.description)])
            if not lead.lines:
                self.report.cleaned["description"] += 1
                article.description = None
                item.removed.extend((text, rule, "lead") for text, rule, _ in lead.removed)
        self.report.cleaned.update(removed.rule for removed in cleaned.removed)
        self.report.cleaned_articles += bool(cleaned.removed)
        # The credit that stood in the text is the first picture's, if that has none.
        if cleaned.credits and article.image and article.image[0]["credit"] is None:
            article.image[0]["credit"] = cleaned.credits[0]
        return item


def clean_ahead(item: Fetched) -> Fetched:
    """The article, its text cleaned for the pipeline: the costly part of it, wherever that is."""
    text = item.article.article_body, item.article.headline
    item.ahead = text, _cleaned(*text)
    return item


def _cleaned(body: str | None, headline: str | None) -> cleaning.Cleaned:
    lines = [text for part in (body or "").split("\n") if (text := tidy(part))]
    return cleaning.clean(lines, headline)
