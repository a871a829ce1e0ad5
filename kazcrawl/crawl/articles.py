"""Which articles are asked for: what the archive lacks, what waits, what is looked at again."""

from collections.abc import Iterable

from scrapy import Request

from kazcrawl import clock
from kazcrawl.archive import Known
from kazcrawl.archive.waiting import due, expect
from kazcrawl.crawl.answers import WAS_MISSING, Answers
from kazcrawl.crawl.walk import Entry, Walk
from kazcrawl.fetch.responses import ask_again_headers
from kazcrawl.items import LOOK, NEW, Found


class Articles(Answers):
    """Requests for articles, by what a walk lists and what the archive remembers."""

    def missing(self, walk: Walk, listed: Iterable[tuple[str, Entry]]) -> list[Request]:
        """Requests for the listed articles that neither this crawl has met nor the archive holds.

        What is listed are addresses with their cards' moments. Each is noted in the archive
        before it is asked for; one that failed of late is left until it is due again.
        """
        context, memory = self.context, self.context.memory
        counts = context.report.edition(walk.edition).articles
        cards = {entry.id: (url, entry) for url, entry in listed}
        names_by_id = {
            url_hash: context.site.addresses.identities(url) for url_hash, (url, _) in cards.items()
        }
        unmet = [name for names in names_by_id.values() for name in names if not memory.has([name])]
        known = context.archive.known(unmet)
        fresh, requests = [], []
        for url_hash, (url, entry) in cards.items():
            names = names_by_id[url_hash]
            if memory.has(names):
                continue
            held = next((known[name] for name in names if name in known), None)
            if held is None:
                day = str(context.site.day(entry.published)) if entry.published else None
                title = memory.title_of(url_hash)
                fresh.append(Found(url_hash, url, walk.edition, walk.section, day, title))
                continue
            counts.known += 1
            self._meet(names, held)
            if context.config.revisit.always and held.status == "usable":
                requests.append(self.look(url, walk.edition, held, "listed"))
        now = clock.text(clock.now())
        waiting = expect(context.archive, context.site.name, fresh)
        formers = self.leads.formers(fresh)
        for found in fresh:
            memory.meet(names_by_id[found.url_hash])
            row = waiting.get(found.url_hash)
            is_contradicted = row is not None and row.is_contradicted(now)
            if row is not None and not (is_contradicted or row.is_due(now)):
                counts.postponed += 1
                continue
            counts.asked += 1
            request = self.request(found, NEW, formers.get(found.url_hash))
            if is_contradicted:
                request.meta[WAS_MISSING] = True
            requests.append(request)
        return requests

    def _meet(self, names: Iterable[str], held: Known) -> None:
        moment = clock.parse(held.date_published) if held.date_published else None
        self.context.memory.meet(names, moment)

    def waiting(self, edition: str, days: set[str] | None, *, everything: bool) -> list[Request]:
        """Requests for what failed in earlier runs and is due; ``days`` bounds it to these days,
        ``everything`` also asks for what is not due yet."""
        context = self.context
        requests = []
        for row in due(context.archive, context.site.name, edition, NEW, everything=everything):
            names = context.site.addresses.identities(row.url)
            if (days is not None and row.day not in days) or context.memory.has(names):
                continue
            context.memory.meet(names)
            context.report.edition(edition).articles.retried += 1
            found = Found(row.url_hash, row.url, row.edition, row.section, row.day, row.title)
            context.memory.entitle(row.url_hash, row.title)
            requests.append(self.request(found, NEW, self.leads.formers([found]).get(row.url_hash)))
        return requests

    def signalled(self, edition: str) -> list[Request]:
        """Requests for the archived articles of which a listing or feed said that they changed."""
        context = self.context
        requests = []
        for row in due(context.archive, context.site.name, edition, LOOK):
            held = context.archive.known([row.url_hash]).get(row.url_hash)
            if held is not None and not context.memory.was_looked_at(held.url_hash):
                self._meet(context.site.addresses.identities(row.url), held)
                requests.append(self.look(row.url, edition, held, "signalled"))
        return requests

    def look(self, url: str, edition: str, held: Known, why: str) -> Request:
        """A request for an archived article, conditional where its server allows that."""
        report = self.context.report
        self.context.memory.look(held.url_hash)
        report.edition(edition).articles.revisited += 1
        report.looks[why] += 1
        request = self.request(Found(held.url_hash, url, edition), LOOK)
        request.headers.update(ask_again_headers(*self.context.archive.validators(held.url_hash)))
        return request
