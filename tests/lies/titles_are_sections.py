import re

from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class TitlesAreSections(Lie):
    """The cards bear no headlines, but the name of their section."""

    lasts = None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if not answer.is_listing:
            return None
        answer.body = re.sub(
            rb'(_title">|card-title">)[^<]*', rb"\1Economy and society", answer.body
        )
        return answer
