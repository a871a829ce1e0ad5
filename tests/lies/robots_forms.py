import gzip
from random import Random

from kazcrawl.sample_site.addresses import canonical_url
from kazcrawl.sites.kazinform.editions import EDITIONS
from tests.lies.bed.lie import Lie
from tests.lies.bed.runner import Crawled
from tests.lies.bed.site import Answer, Asked, redirect
from tests.lies.bed.world import World

_FORMS = ("bom", "utf-16", "gzip", "redirect")
_ELSEWHERE = "static.inform.kz"


class RobotsForms(Lie):
    """robots.txt has a BOM, is UTF-16 or gzipped without saying so, or lies on another host."""

    lasts = None

    def __init__(self, edition: str, random: Random) -> None:
        super().__init__(edition, random)
        self.form = random.choice(_FORMS)

    def plan(self, world: World) -> None:
        for piece in world.news.pieces[self.edition][5::20]:
            key = piece.versions[0][1].slug.rpartition("-")[2]
            slug = f"barred-by-robots-{key}"
            piece.rewrite(slug=slug, url=canonical_url(self.edition, slug))
            piece.is_barred = True

    def concerns(self, asked: Asked) -> bool:
        return super().concerns(asked) or asked.host == _ELSEWHERE

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind != "robots":
            return None
        if self.form == "redirect" and asked.host != _ELSEWHERE:
            return redirect("robots", f"https://{_ELSEWHERE}/robots.txt", 301)
        path = EDITIONS[self.edition].article.format(slug="barred").rstrip("/")
        text = f"User-agent: *\nDisallow: {path}\n"
        body = {
            "bom": text.encode("utf-8-sig"),
            "utf-16": text.encode("utf-16"),
            "gzip": gzip.compress(text.encode()),
        }.get(self.form, text.encode())
        return Answer("robots", 200, body, {"Content-Type": "text/plain"})

    def objections(self, world: World, crawled: Crawled) -> list[str]:
        """What is forbidden is not asked for."""
        asked = [row for row in world.asked if "barred-by-robots" in row.path]
        return [f"{len(asked)} requests that robots.txt ({self.form}) forbids"] if asked else []
