"""Why pages failed, in an operator's words."""

from collections import Counter
from collections.abc import Iterable, Mapping

from kazcrawl.health.run_report import UNTOLD

REFUSALS = ("401", "403", "407", "429", "451", "challenge")
"""Failures by which a server says that it does not want us."""

# What Scrapy calls a failure, in an operator's words.
_CAUSES = {
    "CannotResolveHostError": "the host's name cannot be resolved",
    "DownloadConnectionRefusedError": "no server accepts the connection",
    "DownloadTimeoutError": "no answer in time",
    "DownloadFailedError": "the connection failed",
    "DownloadCancelledError": "the answer was too large",
    "ResponseDataLossError": "the answer was cut off",
    "no end": "pages broke off before their end, </html>",
    "robots.txt": "robots.txt forbids it",
    "off-site": "led to another site",
    "led to another article": "led to the address of another article",
    "401": "HTTP 401, a log-in is asked for",
    "403": "HTTP 403, forbidden",
    "challenge": "a challenge or log-in page stands in the place of the page",
    "no text": "an answer without text",
    "certificate": "the server's certificate is not trusted, or is for another name",
    "never sent": "a middleware, a scheduler or a setting of Scrapy's dropped the requests",
    "cards of no articles": "most cards of a listing are no articles of its edition",
    "left alone": "the server is left alone for a while, as it asked or for its refusals",
    "cookie wall": "a cookie wall: redirected to the same page for a cookie, again and again",
    "redirects": "redirected in circles",
    "429": "HTTP 429, too many requests",
}


def cause(name: str) -> str:
    """A failure's name, as ``EditionReport.failures`` counts it, in an operator's words."""
    return _CAUSES.get(name, f"HTTP {name}" if name.isdecimal() else name)


def names(editions: Iterable[str]) -> str:
    """Editions as a list in a sentence."""
    return ", ".join(sorted(editions))


def causes(failures: Mapping[str, Counter[str]], *, named: bool = False) -> str:
    """Why pages of editions failed, the most frequent cause first.

    ``HTTP 503 (14), no answer in time (2)`` where all editions have the same causes; else, or if
    ``named``, with the editions: ``HTTP 503 (9) at ar, oz; no answer in time (2) at cn``.
    """
    alike: dict[frozenset[str], dict[str, Counter[str]]] = {}
    for edition, counts in sorted(failures.items()):
        if counts:
            alike.setdefault(frozenset(counts), {})[edition] = counts
    told = []
    for group in alike.values():
        text = _listed(sum(group.values(), Counter()))
        where = names(edition for edition in group if edition != UNTOLD)
        told.append(f"{text} at {where}" if where and (named or len(alike) > 1) else text)
    return "; ".join(told)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{cause(name)} ({number})" for name, number in counts.most_common())
