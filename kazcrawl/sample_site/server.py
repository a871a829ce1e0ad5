"""The sample site as a real HTTP server on loopback."""

import sys
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from twisted.internet import endpoints, reactor
from twisted.internet.interfaces import IPullProducer
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Request, Site
from zope.interface import implementer

from kazcrawl.items import line
from kazcrawl.sample_site import search
from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.site import SampleSite
from kazcrawl.sample_site.switches import Switches
from kazcrawl.sample_site.truth import truth


class Front(Resource):
    """Every address of every host; ``log`` gets a line a request."""

    isLeaf = True  # noqa: N815 Twisted's name

    def __init__(self, site: SampleSite, log: IO[str] | None) -> None:
        super().__init__()
        self.site = site
        self.log = log

    def render(self, request: Request) -> Any:
        """The answer to a request, by its ``Host`` header."""
        host = request.getRequestHostname().decode("ascii", "replace").lower()
        path, _, query = request.uri.decode("ascii", "replace").partition("?")
        if self.log:
            print(host, request.uri.decode("ascii", "replace"), file=self.log, flush=True)
        if path == "/_truth.jsonl":
            return self._truth(request, query)
        if request.method == b"POST":
            assert request.content is not None
            query = request.content.read().decode("utf-8", "replace")
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
        return b"" if request.method == b"HEAD" else body

    def _truth(self, request: Request, query: str) -> int:
        source = query.removeprefix("source=") or "kazinform"
        layout = self.site.layout_name if source == "kazinform" else "jannah"
        request.setHeader("Content-Type", "application/jsonl; charset=utf-8")
        Pour(request, truth(self.site.room, layout, source))
        return NOT_DONE_YET


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
    switches: Switches | None = None,
) -> None:
    """Serves until the process is ended; prints one line when it listens (port 0: any)."""
    endpoint = endpoints.TCP4ServerEndpoint(reactor, port, interface="127.0.0.1")
    site = SampleSite(room, layout, renamed=renamed, switches=switches)
    listening = endpoint.listen(Site(Front(site, log)))  # type: ignore[no-untyped-call]

    def listens(found: Any) -> None:
        print(f"sample site on http://127.0.0.1:{found.getHost().port}", flush=True)  # noqa: T201

    def fails(failure: Any) -> None:
        print(f"sample site: {failure.value}", file=sys.stderr)  # noqa: T201
        reactor.stop()  # type: ignore[misc]

    listening.addCallbacks(listens, fails)
    reactor.run()  # type: ignore[misc]
