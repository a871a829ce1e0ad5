from dataclasses import replace
from datetime import timedelta

from kazcrawl.sample_site.addresses import canonical_url
from tests.lies.bed.lie import Lie
from tests.lies.bed.news import START
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class RenamedAndEdited(Lie):
    """Articles get another slug and another headline at once; their old addresses redirect."""

    lasts = None

    def plan(self, world: World) -> None:
        recent = [
            piece
            for piece in world.news.pieces[self.edition]
            if "-q-" not in piece.versions[0][1].slug
            and not piece.is_pinned
            and piece.appears > START - timedelta(hours=24)
        ]
        for piece in recent[:16:2]:
            first = piece.versions[0][1]
            slug = f"renamed-and-edited-{first.slug.rpartition('-')[2]}"
            new = {"slug": slug, "url": canonical_url(self.edition, slug)}
            since = max(piece.appears, START) + timedelta(hours=world.random.choice((1, 7)))
            piece.versions = [(moment, one) for moment, one in piece.versions if moment <= since]
            edited = replace(piece.versions[-1][1], headline=first.later_headline, **new)
            piece.versions.append((since, edited))

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return answer if answer.kind == "article" and answer.status == 301 else None
