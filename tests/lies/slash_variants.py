from kazcrawl.sample_site.articles import SampleArticle
from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_FORMS = ("{}", "{}/", "{}//", "{}/?from=main", "{}/#comments", "{}?page=1")


class SlashVariants(Lie):
    """The listing writes addresses with slashes, fragments and parameters, ever differently."""

    lasts = None

    def href(self, article: SampleArticle, href: str) -> str:
        if article.edition != self.edition:
            return href
        return self.random.choice(_FORMS).format(href.rstrip("/"))

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return answer if answer.is_listing else None
