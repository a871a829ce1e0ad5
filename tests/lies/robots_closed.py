from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class RobotsClosed(Lie):
    """For an hour robots.txt is that of a site under construction: everything is forbidden."""

    words = (r"robots",)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "robots":
            return None
        text = b"User-agent: *\nDisallow: /\n"
        return Answer("robots", 200, text, {"Content-Type": "text/plain"})
