from dataclasses import replace

from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked, redirect
from tests.lies.bed.world import World


class RssShortLinks(Lie):
    """RSS has short links, which redirect to the articles."""

    words = (r"\brss\b",)
    always_told = False
    lasts = None

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        shown = world.news.shown(self.edition, asked.moment)
        if answer.kind == "rss" and asked.edition is not None:
            root = asked.edition.root
            items = [replace(one, url=f"{root}/s/{one.number}") for one in answer.articles]
            return world.site.rss(asked.edition, items)
        if asked.path.startswith("/s/"):
            number = int(asked.path.removeprefix("/s/"))
            url = next((one.url for one in shown if one.number == number), None)
            return redirect("article", url) if url else None
        return None
