"""The search: a shell that shows nothing without JavaScript, and the endpoints behind it."""

import json
import zlib
from urllib.parse import parse_qs

from kazcrawl.sample_site.articles import Newsroom, SampleArticle
from kazcrawl.sample_site.calendar import clock_first
from kazcrawl.sample_site.layouts.parts import html_page
from kazcrawl.sample_site.switches import Switches
from kazcrawl.sites.edition import Edition
from kazcrawl.sites.kazinform.editions import EDITIONS

HOST = "search.inform.kz"
JSON = "application/json; charset=utf-8"
NEVER = 0
"""A status that is none: the request is not answered at all."""

_CARDS = 10
# Edition by the word by which the endpoint calls its language.
_BY_WORD = {("kz" if code == "kk" else code): code for code in EDITIONS}

_SHELL = """<main class="search"><h1>Search</h1>
<img src="https://img.inform.kz/kazinform-photobank/media/banner.webp" alt="">
<div class="search__list" id="results"></div><ul class="pagination" id="pager"></ul></main>
<script src="https://counter.example/track.js"></script>
<script src="/static/js/search.js"></script>"""

_SCRIPT = """const given = new URLSearchParams(location.search);
const page = Number(given.get("page") || 1);
fetch("https://%(host)s/shell/%(code)s?" + new URLSearchParams({q: given.get("q"), page: page}))
  .then((answer) => answer.json())
  .then((found) => {
    const list = document.getElementById("results");
    for (const one of found.items) {
      const card = document.createElement("div");
      card.className = "searchCard";
      const link = document.createElement("a");
      link.href = one.path;
      for (const [name, text] of [["title", one.title], ["time", one.time]]) {
        const part = document.createElement("div");
        part.className = "searchCard_" + name;
        part.textContent = text;
        link.append(part);
      }
      card.append(link);
      list.append(card);
    }
    const pager = document.getElementById("pager");
    for (let number = 1; number <= found.pages; number += 1) {
      const item = document.createElement("li");
      item.className = "page-item" + (number === found.page ? " active" : "");
      item.textContent = number;
      pager.append(item);
    }
  });
"""
# Every way by which a script reaches out; none may leave the browser.
_LURE = """{
const quiet = () => {};
fetch("http://%(lure)s/fetch", {mode: "no-cors"}).catch(quiet);
fetch("/static/js/away").catch(quiet);
navigator.sendBeacon("http://%(lure)s/beacon", "x");
new Image().src = "http://%(lure)s/image";
try { new WebSocket("ws://%(lure)s/socket").onerror = quiet; } catch { quiet(); }
try { window.open("http://%(lure)s/window"); } catch { quiet(); }
const frame = document.createElement("iframe");
frame.src = "http://%(lure)s/frame";
document.body.append(frame);
const talk = new RTCPeerConnection({iceServers: [{urls: "stun:%(lure)s"}]});
talk.createDataChannel("x");
talk.createOffer().then((offer) => talk.setLocalDescription(offer)).catch(quiet);
}
"""
_ENDLESS = "for (;;) {}\n"


class Search:
    """Finds articles by words of their headline, in an order of its own that is not time's.

    A page past the end shows the first one, as all the site's listings do.
    """

    def __init__(self, room: Newsroom, switches: Switches) -> None:
        self.room = room
        self.switches = switches
        self.hung = 0

    def shell(self, edition: Edition) -> str:
        """The page at ``/search_results/``: the same whatever is searched for."""
        return html_page(edition.language, "Search", "", _SHELL)

    def script(self, edition: Edition) -> str:
        """The script that fills the shell."""
        if self._hangs("script", edition.code):
            return _ENDLESS
        lure = _LURE % {"lure": self.switches.search_lure} if self.switches.search_lure else ""
        return lure + _SCRIPT % {"host": HOST, "code": edition.code}

    def answer(self, path: str, query: str) -> tuple[int, str, str]:
        """Status, body and content type of an address of the search's own host."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        match [part for part in path.split("/") if part]:
            case ["search", word] if word in _BY_WORD:
                return self._endpoint(_BY_WORD[word], asked)
            case ["shell", code] if code in EDITIONS:
                if self._hangs("request", code):
                    return NEVER, "", JSON
                shown, last, found = self._page(code, asked, _CARDS)
                items = [
                    {
                        "title": one.headline,
                        "path": one.url.removeprefix(EDITIONS[code].root),
                        "time": clock_first(code, one.published),
                    }
                    for one in found
                ]
                return 200, _text({"items": items, "page": shown, "pages": last}), JSON
        return 404, '{"detail": "Not Found"}', JSON

    def _endpoint(self, code: str, asked: dict[str, str]) -> tuple[int, str, str]:
        match self.switches.search:
            case "absent":
                return 404, '{"detail": "Not Found"}', JSON
            case "html":
                page = html_page("en", "Kazinform", "", "<h1>Kazinform</h1>")
                return 200, page, "text/html; charset=utf-8"
        size = _number(asked.get("per_page"), _CARDS)
        shown, _, found = self._page(code, asked, min(size, 50))
        rows = [
            {
                "id": one.number,
                # What was searched for stands out in the answer, as search engines do it.
                "title": one.headline.replace(asked["q"], f"<em>{asked['q']}</em>"),
                "slug": one.slug,
                "published_at": one.published.isoformat(),
            }
            for one in found
        ]
        return 200, _text({"status": "ok", "data": {"page": shown, "rows": rows}}), JSON

    def _page(
        self, code: str, asked: dict[str, str], size: int
    ) -> tuple[int, int, list[SampleArticle]]:
        """The page shown, the last page, and the articles found on it."""
        found = self._find(code, asked.get("q", ""))
        last = max(1, -(-len(found) // size))
        page = _number(asked.get("page"), 1)
        shown = page if page <= last else 1
        return shown, last, found[(shown - 1) * size : shown * size]

    def _find(self, code: str, words: str) -> list[SampleArticle]:
        if not words.strip():
            return []
        found = [
            article
            for number in range(self.room.size(code))
            if not self.room.is_gone(code, number)
            and words.casefold() in (article := self.room.article(code, number)).headline.casefold()
        ]
        return sorted(found, key=lambda one: zlib.crc32(one.slug.encode()))

    def _hangs(self, how: str, code: str) -> bool:
        switches = self.switches
        if switches.search_hang != how or switches.search_hang_edition not in ("", code):
            return False
        self.hung += 1
        return not switches.search_hang_times or self.hung <= switches.search_hang_times


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and int(text) else otherwise


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
