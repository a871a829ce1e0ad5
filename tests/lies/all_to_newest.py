from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked, redirect
from tests.lies.bed.world import World


class AllToNewest(FalseArticles):
    """For an hour every article redirects to the newest one."""

    words = (r"redirect", r"same (article|text|page|address)", r"many addresses", r"led? to")
    share = 1.0

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        newest = world.news.shown(self.edition, asked.moment)[0]
        return None if answer.articles[0].url == newest.url else redirect("article", newest.url)
