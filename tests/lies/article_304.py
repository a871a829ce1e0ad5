from datetime import timedelta

from tests.lies.bed.pages import FalseArticles
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class Article304(FalseArticles):
    """Articles answer 304 to requests without a condition."""

    words = (r"\b304\b", r"not modified", r"unchanged")
    lasts = timedelta(hours=6)

    def instead(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return None if asked.is_conditional else Answer("article", 304)
