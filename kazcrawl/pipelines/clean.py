"""Removes what is not the article from its text."""

from kazcrawl.items import Fetched
from kazcrawl.pipelines.ahead import cleaned_lead_of, cleaned_of
from kazcrawl.pipelines.step import Step


class Clean(Step):
    """Applies the cleaning rules to body and description; counts the lines each rule removed."""

    def process_item(self, item: Fetched) -> Fetched:
        article = item.article
        cleaned = cleaned_of(item)
        article.article_body = "\n\n".join(cleaned.lines) or None
        item.removed.extend(cleaned.removed)
        if article.description:
            lead = cleaned_lead_of(item)
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
