"""The read-only HTTP interface: the feed from a cursor on, the newest as Atom and JSON Feed."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from io import BytesIO
from typing import Any

import orjson
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.log import server_logger

from kazcrawl.archive import Archive, ArchiveError
from kazcrawl.archive.following import Portion, last_places, portion, why_no_place
from kazcrawl.archive.published import newest
from kazcrawl.export.atom import write_atom
from kazcrawl.export.jsonfeed import write_json_feed
from kazcrawl.export.page import Page
from kazcrawl.feeds.cursor import START, Cursor
from kazcrawl.serve.readers import Readers
from kazcrawl.sites.registry import main_site

LONG_POLL = 15.0
"""Seconds for which a follower with nothing to read waits for the next batch."""

_LIMIT, _MOST = 100, 1000
_MOST_BYTES = 4 * 2**20
# Articles of /atom and /feed.json.
_NEWEST = 50

_READERS = web.AppKey("readers", Readers)
_PATIENCE = web.AppKey("patience", float)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(readers: Readers, patience: float = LONG_POLL) -> web.Application:
    """The application; ``patience`` is how long a follower waits, in seconds."""
    app = web.Application(middlewares=[_failures])
    app[_READERS], app[_PATIENCE] = readers, patience
    app.router.add_get("/feed", _feed)
    app.router.add_get("/atom", partial(_newest, write_atom, "application/atom+xml"))
    app.router.add_get("/feed.json", partial(_newest, write_json_feed, "application/feed+json"))
    app.router.add_get("/health", _health)
    return app


async def serve(url: str, host: str, port: int, started: Callable[[str], None]) -> None:
    """Serves the archive at a database URL until it is cancelled. ``started`` is told the
    address. Raises OSError where it cannot listen."""
    readers = Readers(url)
    server_logger.addFilter(_is_ours)
    runner = web.AppRunner(application(readers), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        own_host, own_port = runner.addresses[0][:2]
        started(f"http://{f'[{own_host}]' if ':' in own_host else own_host}:{own_port}")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
        readers.close()


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether what is logged is no mere mistake of who asked: that is told with its answer."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)


@web.middleware
async def _failures(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What is wrong is said in one line of JSON."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        return web.json_response({"error": error.text}, status=error.status)
    except ArchiveError as error:
        return web.json_response({"error": str(error)}, status=503)


async def _feed(request: web.Request) -> web.StreamResponse:
    asked = _asked(request, "after", "limit", "source")
    limit = _limit(asked.get("limit"))
    after = _cursor(asked.get("after"))
    readers = request.app[_READERS]
    source = await _source(readers, asked)
    if why := await readers.read(partial(why_no_place, source=source, place=after)):
        raise web.HTTPBadRequest(text=f"after: cursor '{after}': {why}")
    read = partial(portion, source=source, after=after, most=limit, most_bytes=_MOST_BYTES)
    found = await readers.read(read)
    if (
        not found.lines
        and "after" in asked
        and await readers.published_behind(source, after, request.app[_PATIENCE])
    ):
        found = await readers.read(read)
    return _tagged(request, _page(found, asked, limit), "application/json")


def _page(found: Portion, asked: dict[str, str], limit: int) -> bytes:
    """The records as they stand in the feed's lines, and where to go on."""
    cursor = str(Cursor(*found.place))
    own = f"&source={asked['source']}" if "source" in asked else ""
    further = f"/feed?after={cursor}&limit={limit}{own}" if found.has_more else None
    told = orjson.dumps({"cursor": cursor, "next_page": further})
    records = b",".join(line[:-1] for line in found.lines)
    return b'{"records":[' + records + b"]," + told[1:] + b"\n"


async def _newest(
    write: Callable[..., None], kind: str, request: web.Request
) -> web.StreamResponse:
    asked = _asked(request, "edition", "source")
    readers = request.app[_READERS]
    source = await _source(readers, asked)
    editions = (asked["edition"],) if "edition" in asked else ()

    def body(archive: Archive) -> bytes:
        records = newest(archive, source, editions, _NEWEST)
        changed = max((record["fetched_at"] for record in records), default=None)
        target = BytesIO()
        write(target, records, Page(source, None, str(request.url), updated=changed))
        return target.getvalue()

    return _tagged(request, await readers.read(body), kind)


async def _health(request: web.Request) -> web.StreamResponse:
    _asked(request)
    ends = await request.app[_READERS].read(last_places)
    cursors = {source: str(Cursor(*place)) for source, place in ends.items()}
    return web.json_response({"status": "ok", "cursors": cursors})


def _asked(request: web.Request, *known: str) -> dict[str, str]:
    """The query; what is not known in it, or is there twice, is refused."""
    for name in request.query:
        if name not in known:
            there = f"; there are {', '.join(known)}" if known else ""
            raise web.HTTPBadRequest(text=f"{name}: there is no such parameter{there}")
        if len(request.query.getall(name)) > 1:
            raise web.HTTPBadRequest(text=f"{name}: given twice")
    return dict(request.query)


def _limit(given: str | None) -> int:
    if given is None:
        return _LIMIT
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given[:9]) <= _MOST:
        raise web.HTTPBadRequest(text=f"limit {given}: must be 1 to {_MOST}")
    return int(given)


def _cursor(given: str | None) -> Cursor:
    try:
        return START if given is None else Cursor.read(given)
    except ValueError as error:
        raise web.HTTPBadRequest(text=f"after: {error}") from None


async def _source(readers: Readers, asked: dict[str, str]) -> str:
    """Whose feed it is: of one spider, or the agency's where it is not said, if it has any."""
    there = sorted(await readers.read(last_places))
    own = main_site().name
    chosen = asked.get("source") or (own if own in there or not there else there[0])
    if chosen not in there and "source" in asked:
        raise web.HTTPNotFound(text=f"source {chosen}: there is {', '.join(there) or 'none'}")
    return chosen


def _tagged(request: web.Request, body: bytes, kind: str) -> web.Response:
    """An answer with its ETag; only that, where the reader has it already."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers: dict[str, Any] = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    known = request.if_none_match or ()
    if any(one.value in (tag, "*") for one in known):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)
