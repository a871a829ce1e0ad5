from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked, missing
from tests.lies.bed.world import World


class Articles404(FalseArticles):
    """For an hour half of the articles are not there."""

    words = (r"are not there",)

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return missing("article", asked.edition, 404) if asked.edition else None
