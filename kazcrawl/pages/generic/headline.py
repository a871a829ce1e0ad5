"""The headline of a page of unknown layout: what its titles and its h1 agree on."""

from lxml.html import HtmlElement

from kazcrawl.pages.generic.claims import Claims
from kazcrawl.pages.generic.values import same_words, text_of


def headline_of(tree: HtmlElement, claims: Claims) -> str | None:
    """The h1 that the page's titles agree with; else the metadata's title; else a lone h1."""
    h1s = []
    for el in tree.iter("h1"):
        t = text_of(" ".join(el.itertext("*")))
        if t:
            h1s.append(t)
    best, how = None, 0.0
    for t in h1s[:6]:
        for c in claims.titles:
            s = same_words(t, c)
            # A short h1 (the section, the site) has all its words in a long title: size must agree too.
            s *= (
                min(len(t), len(c)) / max(len(t), len(c))
                if len(t) < 0.5 * len(c) or len(c) < 0.5 * len(t)
                else 1.0
            )
            if s > how and len(t) > 5:
                best, how = t, s
    if best and how >= 0.6:
        return best
    if claims.title:
        return claims.title
    long = [t for t in h1s if len(t) > 15]
    return next(iter(long or h1s), None)
