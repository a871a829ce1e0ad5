from kazcrawl.sample_site.addresses import canonical_url
from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World

_SLUGS = ("astana-zhanalyq-a12345", "region-ekonomika-a12345", "meken-dala_a12345")


class HexA(Lie):
    """Different articles have the hex key a12345, and an old one has the ID that looks so."""

    lasts = None

    def plan(self, world: World) -> None:
        pieces = [one for one in world.news.pieces[self.edition] if not one.is_pinned]
        chosen = world.random.sample(pieces, len(_SLUGS))
        for piece, slug in zip(chosen, _SLUGS, strict=True):
            piece.rewrite(slug=slug, url=canonical_url(self.edition, slug))

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return answer if asked.path.rstrip("/").endswith("a12345") else None
