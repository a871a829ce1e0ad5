"""Jannah's "Load more": the button's script, and admin-ajax.php behind it."""

import json
import re
from urllib.parse import parse_qs

from kazcrawl.sample_site.switches import Switches

AJAX, SCRIPT = "/wp-admin/admin-ajax.php", "/wp-content/themes/jannah/load-more.js"
_ACTION = "tie_archives_load_more"
# Only the script knows what it sends besides: some sites have it so against crawlers.
_SECRET = "kaz"  # noqa: S105 nothing is kept behind it

_CODE = """"use strict";
const button = document.getElementById("load-more-archives");
button.addEventListener("click", (event) => {
  event.preventDefault();
  const next = Number(button.dataset.page) + 1;
  const form = {action: "tie_archives_load_more", query: button.dataset.query,
                max: button.dataset.max, page: next, token: ["k", "a", "z"].join("")};
  fetch("/wp-admin/admin-ajax.php", {method: "POST", body: new URLSearchParams(form)})
    .then((answer) => answer.json())
    .then((found) => {
      document.getElementById("posts-container").insertAdjacentHTML("beforeend", found.code);
      button.dataset.page = next;
      if (found.hide_next) { button.style.display = "none"; }
    });
});
"""


def has_pages(code: str, switches: Switches) -> bool:
    """Whether a republisher answers at ``/page/N/``."""
    return code != "rep-kk" or switches.republisher != "button"


def script() -> str:
    """What makes the button work."""
    return _CODE


def with_script(listing: str) -> str:
    """A listing page whose button works."""
    return listing.replace("</body>", f'<script src="{SCRIPT}"></script>\n</body>')


def page_asked(form: str, switches: Switches) -> int | None:
    """The page that a form asks admin-ajax.php for, None where it gives nothing."""
    sent = {name: values[0] for name, values in parse_qs(form).items()}
    if sent.get("action") != _ACTION or switches.republisher == "pages":
        return None
    if switches.republisher == "button" and sent.get("token") != _SECRET:
        return None
    page = sent.get("page", "")
    return int(page) if page.isdecimal() else None


def answer(listing: str, *, last: bool) -> str:
    """The JSON that admin-ajax.php gives: a listing page's cards, and whether it is the last."""
    cards = re.search(r'<ul id="posts-container">(.*)</ul><div class="pages-nav">', listing, re.S)
    return json.dumps({"hide_next": last, "code": cards[1] if cards else ""})
