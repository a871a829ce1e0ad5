from datetime import date

from tests.lies.bed.pages import Backfill
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class DayArchiveZone(Backfill):
    """The day archive goes by UTC's days, while all dates are printed in Astana's."""

    day = "2026-11-07"
    words = (r"zone", r"another day", r"outside", r"day archive")
    always_told = False

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "day" or asked.edition is None:
            return None
        first, last = (date.fromisoformat(asked.query[one]) for one in ("start_date", "end_date"))
        shown = world.news.shown(self.edition, asked.moment)
        own = [one for one in shown if first <= one.published.date() <= last]
        return world.site.listing(asked.edition, "day", asked, own)
