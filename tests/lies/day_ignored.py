from dataclasses import replace

from tests.lies.bed.pages import Backfill
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class DayIgnored(Backfill):
    """The day archive does not heed the day: it is the feed, from its newest article."""

    day = "2026-11-07"
    words = (r"zone", r"another day", r"outside", r"day archive", r"contradict", r"\bday\b")
    always_told = False

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "day":
            return None
        return replace(
            world.site.answer(replace(asked, query={"page": str(asked.page)})), kind="day"
        )
