from dataclasses import replace

from kazcrawl.sample_site.articles import SampleArticle
from kazcrawl.sites.kazinform.editions import EDITIONS
from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_TWINS = {"en": "www.qazinform.com", "ru": "inform.kz"}


class Www(Lie):
    """The listing links to the host's twin with or without ``www``, which answers itself."""

    editions = ("en", "ru")
    lasts = None

    def href(self, article: SampleArticle, href: str) -> str:
        twin = _TWINS.get(article.edition)
        return f"https://{twin}{href}" if article.edition == self.edition and twin else href

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.is_listing:
            return answer
        if asked.host != _TWINS[self.edition]:
            return None
        return world.site.answer(replace(asked, host=EDITIONS[self.edition].host))
