from datetime import timedelta

from tests.lies.bed.lie import Lie
from tests.lies.bed.runner import Crawled
from tests.lies.bed.site import Answer, Asked, redirect
from tests.lies.bed.world import World


class CookieWall(Lie):
    """Whoever brings no cookie is given one and sent to the same address again."""

    words = (r"cookie",)
    always_told = False
    lasts = timedelta(hours=6)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        if answer.kind == "robots" or "wall=passed" in asked.headers.get("cookie", ""):
            return None
        query = "&".join(f"{name}={value}" for name, value in asked.query.items())
        again = redirect(answer.kind, asked.path + (f"?{query}" if query else ""))
        again.headers["Set-Cookie"] = "wall=passed; Path=/"
        return again

    def objections(self, world: World, crawled: Crawled) -> list[str]:
        """Runs that got nothing say why."""
        failed = [run for run in crawled.runs if run.code]
        said = [row for run in failed for row in run.sentences]
        return ["no sentence names the cookie"] if failed and "cookie" not in str(said) else []
