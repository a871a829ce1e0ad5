from random import Random

from tests.lies.bed.pages import FailingPage
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PagerOneOnce(FailingPage):
    """The pager of the first or second page names it as the last, once."""

    layouts = ("g2",)
    words = (*FailingPage.words, r"pager", r"recall", r"audit", r"called complete", r"defect")
    # Where the other pages show the rest, nobody can tell it from news.
    always_told = False

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.page = random.choice((1, 1, 2))

    def instead(self, world: World, asked: Asked) -> Answer:
        assert asked.edition is not None
        cards = world.site.answer(asked).articles
        return world.site.cards(asked.edition, "feed", asked.path, cards, asked.page, asked.page)
