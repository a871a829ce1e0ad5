from dataclasses import replace

from kazcrawl.sample_site.articles import SampleArticle
from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class UpperCase(Lie):
    """The listing writes every third address that has a key in capitals; the site answers it."""

    lasts = None

    def href(self, article: SampleArticle, href: str) -> str:
        has_key = "-q-" not in article.slug
        if article.edition != self.edition or article.number % 3 or not has_key:
            return href
        return href.replace(article.slug, article.slug.upper())

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.is_listing:
            return answer
        if answer.kind != "article" or asked.path == asked.path.lower():
            return None
        return world.site.answer(replace(asked, path=asked.path.lower()))
