"""The sample site as a real HTTP server on loopback."""

import hashlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import islice
from typing import IO, Any
from urllib.parse import unquote

from twisted.internet import endpoints, reactor
from twisted.internet.interfaces import IPullProducer
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Request, Site
from zope.interface import implementer

from kazcrawl.record import line
from kazcrawl.sample_site import search
from kazcrawl.sample_site.addresses import BY_HOST
from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.faults import FAULTS, Faults
from kazcrawl.sample_site.layouts import REPUBLISHER
from kazcrawl.sample_site.site import SampleSite
from kazcrawl.sample_site.switches import Switches
from kazcrawl.sample_site.syndication import last_change
from kazcrawl.sample_site.truth import truth

_HOUR = timedelta(hours=1)


class Front(Resource):
    """Every address of every host; ``log`` gets a line a request.

    ``/_truth.jsonl`` gives the records that a crawl must make, ``/_clock?now=<moment>`` sets the
    time of a living site.
    """

    isLeaf = True  # noqa: N815 Twisted's name

    def __init__(self, site: SampleSite, log: IO[str] | None, faults: Faults) -> None:
        super().__init__()
        self.site = site
        self.log = log
        self.faults = faults

    def render(self, request: Request) -> Any:
        """The answer to a request, by its ``Host`` header."""
        host = request.getRequestHostname().decode("ascii", "replace").lower()
        path, _, query = request.uri.decode("ascii", "replace").partition("?")
        if path == "/_truth.jsonl":
            return self._truth(request, query)
        if path == "/_clock":
            self.site.room.moment = datetime.fromisoformat(unquote(query).removeprefix("now="))
            return b""
        if self.log:
            print(host, request.uri.decode("ascii", "replace"), file=self.log, flush=True)
        if request.method == b"POST":
            assert request.content is not None
            query = request.content.read().decode("utf-8", "replace")
        if self.site.room.moment is not None:
            # A living site's clock is the simulation's, so that its crawler's agrees with it.
            request.setHeader("Date", _http_date(self.site.room.moment))
        elif abs(datetime.now(UTC) - self.site.room.now) > _HOUR:
            # It stands still at another time, and says nothing of it.
            request.responseHeaders.removeHeader("Date")
        answer = self.site.answer(host, path, query)
        if answer.status == search.NEVER:
            return NOT_DONE_YET
        body = answer.body.encode()
        request.setResponseCode(answer.status)
        request.setHeader("Content-Type", answer.content_type)
        if answer.content_type == search.JSON:
            request.setHeader("Access-Control-Allow-Origin", "*")
        if answer.location:
            request.setHeader("Location", answer.location)
        if fault := self.faults.of(host + path):
            return FAULTS[fault](request, body)
        if answer.status == 200 and self._is_unchanged(request, host, path, body):
            return b""
        return b"" if request.method == b"HEAD" else body

    def _is_unchanged(self, request: Request, host: str, path: str, body: bytes) -> bool:
        """Sets what may be asked again with; True when the request holds the same already.

        Servers differ: one edition's feeds have only a time, one edition's pages nothing.
        """
        edition = BY_HOST.get(host)
        if edition is None or edition.code == "ar":
            return False
        if edition.code == "kk" and path in (*edition.syndication.values(), edition.last_news):
            number = 200 if path == edition.syndication["rss"] else 300
            changed = last_change(self.site.room, edition, number).encode()
            request.setHeader("Last-Modified", changed)
            unchanged = request.getHeader(b"If-Modified-Since") == changed
        else:
            tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'.encode()
            request.setHeader("ETag", tag)
            unchanged = request.getHeader(b"If-None-Match") == tag
        if unchanged:
            request.setResponseCode(304)
        return unchanged

    def _truth(self, request: Request, query: str) -> int:
        source = query.removeprefix("source=") or "kazinform"
        layout = self.site.layout_name if source == "kazinform" else REPUBLISHER
        request.setHeader("Content-Type", "application/jsonl; charset=utf-8")
        Pour(request, truth(self.site.room, layout, source))
        return NOT_DONE_YET


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


@implementer(IPullProducer)
class Pour:
    """Writes records as they are made: a large site's truth is never held in memory."""

    def __init__(self, request: Request, records: Iterator[dict[str, Any]]) -> None:
        self.request = request
        self.records = records
        request.registerProducer(self, False)

    def resumeProducing(self) -> None:  # noqa: N802 Twisted's name
        """Writes the next few records, or ends the answer."""
        chunk = [line(record) for record in islice(self.records, 50)]
        if chunk:
            self.request.write(b"".join(chunk))
        else:
            self.request.unregisterProducer()
            self.request.finish()

    def stopProducing(self) -> None:  # noqa: N802 Twisted's name
        """The reader went away."""
        self.records = iter(())


def serve(
    room: Newsroom,
    layout: str,
    port: int,
    log: IO[str] | None = None,
    *,
    renamed: bool = False,
    faults: Faults | None = None,
    rss: dict[str, str] | None = None,
    robots: str = "",
    switches: Switches | None = None,
) -> None:
    """Serves until the process is ended; prints one line when it listens (port 0: any)."""
    endpoint = endpoints.TCP4ServerEndpoint(reactor, port, interface="127.0.0.1")
    site = SampleSite(room, layout, renamed=renamed, rss=rss, robots=robots, switches=switches)
    front = Front(site, log, faults or Faults(0, {}, room.seed))
    listening = endpoint.listen(Site(front))  # type: ignore[no-untyped-call]

    def listens(found: Any) -> None:
        print(f"sample site on http://127.0.0.1:{found.getHost().port}", flush=True)  # noqa: T201

    def fails(failure: Any) -> None:
        print(f"sample site: {failure.value}", file=sys.stderr)  # noqa: T201
        reactor.stop()  # type: ignore[misc]

    listening.addCallbacks(listens, fails)
    reactor.run()  # type: ignore[misc]
