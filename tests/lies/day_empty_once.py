from tests.lies.bed.pages import Backfill
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class DayEmptyOnce(Backfill):
    """A day of the archive has no article the first time that it is asked for."""

    day = "2026-11-06"
    words = (r"empty", r"contradict", r"no article", r"\d{4}-\d\d-\d\d")
    always_told = False

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        is_day = answer.kind == "day" and asked.query["start_date"] == self.day
        if not is_day or self.effects or asked.edition is None:
            return None
        return world.site.cards(asked.edition, "day", asked.path, [], 1, 1)
