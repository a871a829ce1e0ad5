from dataclasses import replace
from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked, redirect
from tests.lies.bed.world import World


class ListMoved(Lie):
    """From the second day on the feed stands at another address, to which the old one leads."""

    since, lasts = timedelta(hours=9), None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if asked.path == "/lenta/":
            query = "&".join(f"{name}={value}" for name, value in asked.query.items())
            return redirect(answer.kind, f"/allnews/?{query}", 301)
        if asked.path == "/allnews/":
            return world.site.answer(replace(asked, path="/lenta/"))
        return None
