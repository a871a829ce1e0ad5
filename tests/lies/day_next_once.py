from datetime import date, timedelta

from tests.lies.bed.pages import Backfill
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class DayNextOnce(Backfill):
    """The day archive answers with the articles of the next day, once."""

    day = "2026-11-06"
    words = (r"zone", r"another day", r"outside", r"day archive", r"contradict")
    always_told = False

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        is_day = answer.kind == "day" and asked.query["start_date"] == self.day
        if not is_day or self.effects or asked.edition is None:
            return None
        next_day = date.fromisoformat(self.day) + timedelta(days=1)
        shown = world.news.shown(self.edition, asked.moment)
        own = [one for one in shown if world.site.day_of(one) == next_day]
        return world.site.listing(asked.edition, "day", asked, own)
