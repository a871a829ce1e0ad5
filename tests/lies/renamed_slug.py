from dataclasses import replace
from datetime import timedelta

from kazcrawl.sample_site.addresses import canonical_url
from kazcrawl.sample_site.articles import SampleArticle
from tests.lies.bed.lie import Lie
from tests.lies.bed.news import START
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class RenamedSlug(Lie):
    """Articles get another slug with the same key; their old addresses redirect to the new."""

    lasts = None

    def plan(self, world: World) -> None:
        pieces = [
            piece
            for piece in world.news.pieces[self.edition]
            if "-q-" not in piece.versions[0][1].slug and not piece.is_pinned
        ]
        recent = [piece for piece in pieces if piece.appears > START - timedelta(hours=24)]
        for piece in recent[:16:2]:
            key = piece.versions[-1][1].slug.rpartition("-")[2]
            slug = f"renamed-by-its-editors-{key}"
            since = max(piece.appears, START) + timedelta(hours=world.random.choice((1, 7)))
            piece.change(since, slug=slug, url=canonical_url(self.edition, slug))
            # Whatever is changed later has the new slug as well.
            piece.versions = [
                (moment, version)
                if moment <= since
                else (moment, _with(version, slug, self.edition))
                for moment, version in piece.versions
            ]

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return answer if answer.kind == "article" and answer.status == 301 else None


def _with(version: SampleArticle, slug: str, edition: str) -> SampleArticle:
    return replace(version, slug=slug, url=canonical_url(edition, slug))
