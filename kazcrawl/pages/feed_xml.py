"""RSS, Atom and sitemaps: XML by its namespaces, as far as it can be had."""

import html
import re
from collections.abc import Iterator

from lxml import etree

from kazcrawl.pages.links import web_address
from kazcrawl.pages.listing import Card, Listing
from kazcrawl.text import pattern, tidy_or_none

# Characters of warnings, comments and declarations that may stand before a document.
_FOREWORD = 65_536
_ROOT = pattern(r"<((?:[\w.-]+:)?(?:rss|rdf|feed|urlset|sitemapindex))(?=[\s>/])", re.IGNORECASE)
_HTML = pattern(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_ITEMS = {"rss": "item", "rdf": "item", "feed": "entry", "urlset": "url", "sitemapindex": "sitemap"}
# A CDATA section, in which everything stands for itself, or an ampersand that XML cannot read.
_AMPERSAND = pattern(
    r"(?s:<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!(?:amp|lt|gt|quot|apos|#\d+|#[xX][0-9a-fA-F]+);)(\w+;)?"
)
_CONTROL = pattern(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
# References to halves of signs, as programs write them that think in UTF-16.
_HALVES = pattern(r"(?:&#(?:[xX][dD][89a-fA-F][0-9a-fA-F]{2}|5[5-7][0-9]{3});)+")
_ITEM_END = pattern(r"</(?:[\w.-]+:)?(?:item|entry|url|sitemap)\s*>", re.IGNORECASE)

# Namespaces of others whose elements tell something of an item; where a document has another
# address for one of them, its own prefix says which is meant.
_PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}
# What of a guid or id is an address, and no mere number.
_FULL = pattern(r"(?:https?:)?//|/\w", re.IGNORECASE)
# The namespaces that RSS itself was given, beside none.
_RSS = (
    *("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"),
    "http://backend.userland.com/rss2",
)
_TITLES = ("title", "news:title", "dc:title")
_PUBLISHED = (
    *("pubdate", "published", "news:publication_date", "dc:date", "dcterms:issued"),
    *("atom:published", "issued", "created", "date"),
)
_MODIFIED = ("lastmod", "updated", "modified", "atom:updated", "dcterms:modified")


def read_xml(text: str, url: str) -> Listing | None:
    """The items of an RSS, Atom or sitemap document in its order, None for anything else.

    ``parts`` are those of a sitemap index, the newest first. What stands before the document
    and behind it is passed over. Entities of the document's own are not expanded.
    """
    start = _ROOT.search(text, 0, _FOREWORD)
    if start is None or _HTML.search(text, 0, start.start()):
        return None
    end = text.rfind(f"</{start[1]}>")
    document = text[start.start() : end + len(start[1]) + 3 if end > 0 else None]
    sound, is_mended = _mended(document if end > 0 else _whole_items(document))
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(sound.encode("utf-8", "replace"), parser, base_url=url or None)
    except (etree.XMLSyntaxError, ValueError):
        return None
    kind = _split(root)[1] if root is not None else ""
    if kind not in _ITEMS:
        return None
    is_mended = is_mended or any(_is_fault(entry) for entry in parser.error_log)
    items = list(_items(root, _ITEMS[kind]))
    base = _home(root, url)
    if kind == "sitemapindex":
        return Listing(layout=kind, parts=_parts(items, base), whole=not is_mended)
    # A base of its own, or of what holds it, is nearer to an item than the channel's address.
    is_based = "xml:base" in sound
    cards = [card for node in items if (card := _card(node, node.base if is_based else base))]
    return Listing(layout=kind, cards=cards, whole=not is_mended)


def _whole_items(document: str) -> str:
    """A document that breaks off without the item in which it does: half an address is none."""
    ends = [item.end() for item in _ITEM_END.finditer(document)]
    return document[: ends[-1]] if ends else document


def _mended(document: str) -> tuple[str, bool]:
    """A document whose ampersands and signs an XML parser can read, and whether that took
    anything: behind the first fault of that kind the parser drops entities that are sound."""

    def mend(match: re.Match[str]) -> str:
        if not match[0].startswith("&"):
            return match[0]
        meant = html.unescape(match[0]) if match[1] else match[0]
        # No reference to what the document or nobody declares.
        return html.escape(meant, quote=False)

    mended = _AMPERSAND.sub(mend, _HALVES.sub(_joined, _CONTROL.sub("", document)))
    return mended, mended != document


def _joined(halves: re.Match[str]) -> str:
    signs = "".join(
        chr(int(told[1:], 16) if told[0] in "xX" else int(told))
        for told in halves[0][2:-1].split(";&#")
    )
    return signs.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_fault(entry: "etree._LogEntry") -> bool:
    """Whether what the parser noted may have cost an item; a prefix that is not declared and an
    address in a namespace's place do not."""
    is_namespace = entry.domain == etree.ErrorDomains.NAMESPACE
    return bool(entry.level >= etree.ErrorLevels.ERROR) and not is_namespace


def _split(node: etree._Element) -> tuple[str | None, str]:
    """The namespace and the name in lower case of an element, None and "" of anything else."""
    if not isinstance(node.tag, str):
        return None, ""
    space, _, name = node.tag.rpartition("}")
    return space.removeprefix("{") or None, name.lower()


def _items(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """The items of a document: elements of its own namespace, or of one of RSS."""
    own = (None, *_RSS, _split(root)[0])
    for node in root.iter(etree.Element):
        space, local = _split(node)
        if local == name and space in own:
            yield node


def _name(node: etree._Element, own: str | None) -> str:
    """An element's name, behind the prefix of its namespace where that is not ``own``."""
    space, name = _split(node)
    if space is None or space == own:
        return name
    return f"{_PREFIXES.get(space, node.prefix or '?')}:{name}"


def _children(node: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """What stands in an item, by name; what Google's news say of it stands a level deeper."""
    own = _split(node)[0]
    for child in node.iterchildren(etree.Element):
        name = _name(child, own)
        yield name, child
        if name == "news:news":
            yield from ((_name(inner, own), inner) for inner in child.iterchildren(etree.Element))


def _home(root: etree._Element, url: str) -> str:
    """What relative addresses of a document are joined to: its channel's own address."""
    channel = next(root.iterchildren("{*}channel"), None)
    links = () if channel is None else _Item(channel).links()
    return next((home for link in links if (home := web_address(link, url))), url)


class _Item:
    """An item, entry or ``url``: what its own elements say, the first of each name."""

    def __init__(self, node: etree._Element) -> None:
        self.node = node
        self.children = list(_children(node))
        self.texts: dict[str, str] = {}
        for name, child in self.children:
            if name not in self.texts and (text := tidy_or_none("".join(child.itertext()))):
                self.texts[name] = text

    def links(self) -> Iterator[str | None]:
        """Where an item says that it stands, the most telling first.

        Links to the feed itself, to pictures and to other editions' twins are none of its own.
        """
        for name in ("feedburner:origlink", "loc", "link"):
            yield self.texts.get(name)
        for wanted in ("link", "atom:link"):
            for name, child in self.children:
                is_page = "html" in child.get("type", "html")
                if name == wanted and child.get("rel", "alternate") == "alternate" and is_page:
                    yield child.get("href")
        yield self.node.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
        for name in ("guid", "id"):
            if _FULL.match(self.texts.get(name, "")):
                yield self.texts[name]

    def first(self, names: tuple[str, ...]) -> str | None:
        """What the first of these elements that is there says."""
        return next((self.texts[name] for name in names if name in self.texts), None)


def _card(node: etree._Element, base: str) -> Card | None:
    """An item as a card; its printed date is the moment of publication, not of a change."""
    item = _Item(node)
    addresses = (web_address(link, base) for link in item.links())
    link = next((link for link in addresses if link), None)
    if link is None:
        return None
    return Card(
        url=link,
        headline=item.first(_TITLES),
        date_raw=item.first(_PUBLISHED),
        modified_raw=item.first(_MODIFIED),
    )


def _parts(items: list[etree._Element], base: str) -> list[Card]:
    """The sitemaps that an index names, the newest first: by what it says of their changes,
    among those that changed together by the numbers in their addresses."""
    told = [_Item(node).texts for node in items]
    parts = [
        Card(url, None, None, texts.get("lastmod"))
        for texts in told
        if (url := web_address(texts.get("loc"), base))
    ]
    return sorted(parts, key=_age, reverse=True)


def _age(part: Card) -> tuple[str, list[int]]:
    return part.modified_raw or "", [int(number) for number in re.findall(r"\d{1,9}", part.url)]
