"""What changed on a page that every run asks for: archived articles that are looked at again."""

import zlib
from collections.abc import Iterator

import orjson
from scrapy import Request
from scrapy.http import Response

from kazcrawl import clock
from kazcrawl.archive.waiting import look_again
from kazcrawl.crawl.articles import Articles
from kazcrawl.crawl.walk import Entry, Walk
from kazcrawl.items import Found

Cards = dict[str, tuple[str, Entry]]
"""The cards of a page by their articles' ids: address and entry."""

_Seen = dict[str, list[str]]
# What a standing page showed: for each article its moment (or "") and its title's checksum.


class Changes:
    """Compares the standing pages of a walk with what they showed before."""

    def __init__(self, articles: Articles, walk: Walk) -> None:
        self.articles = articles
        self.context = articles.context
        self.walk = walk

    def looks(
        self,
        response: Response,
        url: str,
        cards: Cards,
        titles: dict[str, str | None],
        *,
        is_whole: bool,
    ) -> Iterator[Request]:
        """Looks at the archived articles whose card changed since the page was last seen.

        ``is_whole``: the page shows everything of its span, so an article that is no longer among
        the others was taken away, and is looked at as well; what is older than all that it shows
        has only scrolled off. Raises ArchiveError.
        """
        before = self.context.standing.before(url)
        seen: _Seen = {
            url_hash: [_moment(entry), _checksum(titles[url_hash])]
            for url_hash, (_, entry) in cards.items()
        }
        self.context.standing.learn(self.walk.edition, url, response, orjson.dumps(seen).decode())
        if before is None or not before.content:
            return
        known: _Seen = orjson.loads(before.content)
        # A card without a year or day ("14:25") reads as another moment every day.
        changed = [
            url_hash
            for url_hash, (_, checksum) in seen.items()
            if url_hash in known and known[url_hash][1] != checksum
        ]
        oldest = min((moment for moment, _ in seen.values() if moment), default="")
        vanished = [
            url_hash
            for url_hash, (moment, _) in known.items()
            if is_whole and url_hash not in seen and oldest and moment > oldest
        ]
        report = self.context.report.edition(self.walk.edition)
        report.changed += self._note(changed, "changed")
        report.vanished += self._note(vanished, "vanished")
        if changed or vanished:
            yield from self.articles.signalled(self.walk.edition)

    def _note(self, url_hashes: list[str], reason: str) -> int:
        """Notes those of the articles that are held to be looked at; gives how many."""
        archive = self.context.archive
        held = [
            Found(known.url_hash, archive.newest(known.url_hash)["url"], self.walk.edition)
            for known in archive.known(url_hashes).values()
            if known.status == "usable"
        ]
        look_again(archive, self.context.site.name, held, reason)
        return len(held)


def _moment(entry: Entry) -> str:
    return clock.text(entry.published) if entry.published else ""


def _checksum(title: str | None) -> str:
    return f"{zlib.crc32((title or '').encode('utf-8', 'surrogatepass')):08x}"
