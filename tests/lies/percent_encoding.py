import re

from kazcrawl.sample_site.addresses import canonical_url
from kazcrawl.sample_site.articles import SampleArticle
from kazcrawl.sites.kazinform.addresses import ADDRESSES
from tests.lies.bed.lie import Lie
from tests.lies.bed.site import Answer, Asked
from tests.lies.bed.world import World


class PercentEncoding(Lie):
    """Slugs have Cyrillic letters; the listing writes them in lower case, the feeds in upper."""

    lasts = None

    def plan(self, world: World) -> None:
        for piece in world.news.pieces[self.edition][1::3]:
            slug = f"астана-жаңалық-{piece.versions[0][1].slug.rpartition('-')[2]}"
            if "-q-" not in piece.versions[0][1].slug:
                piece.rewrite(slug=slug, url=ADDRESSES.canonical(canonical_url(self.edition, slug)))

    def href(self, article: SampleArticle, href: str) -> str:
        return re.sub("%..", lambda octet: octet[0].lower(), href)

    def shape(self, world: World, asked: Asked, answer: Answer) -> Answer | None:
        return answer if "%" in asked.path else None
