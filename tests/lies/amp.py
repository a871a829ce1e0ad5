from dataclasses import replace

from kazcrawl.sample_site.articles import SampleArticle
from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class Amp(Lie):
    """The listing links to AMP twins, which answer themselves."""

    lasts = None

    def href(self, article: SampleArticle, href: str) -> str:
        if article.edition != self.edition or article.number % 2:
            return href
        return f"/amp/{article.slug}" if article.number % 4 else f"{href.rstrip('/')}/amp"

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.is_listing:
            return answer
        segments = asked.path.strip("/").split("/")
        if "amp" not in segments or asked.edition is None:
            return None
        slug = next(one for one in reversed(segments) if one != "amp")
        return world.site.answer(replace(asked, path=asked.edition.article.format(slug=slug)))
