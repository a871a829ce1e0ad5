"""RSS and sitemaps in every condition in which they are found."""

import gzip
import json
import tracemalloc

import pytest

from kazcrawl.pages import Card, read_syndication

ITEM = (
    "<item><title>{t}</title><link>https://x.example/{t}</link>"
    "<pubDate>Tue, 18 Aug 2026 21:38:00 +0500</pubDate></item>"
)
RSS = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{}</channel></rss>'


def test_rss_items_are_cards_in_their_order() -> None:
    found = read_syndication(RSS.format(ITEM.format(t="a") + ITEM.format(t="b")).encode())
    assert found is not None
    assert found.whole
    assert [(card.url, card.headline, card.date_raw) for card in found.cards] == [
        ("https://x.example/a", "a", "Tue, 18 Aug 2026 21:38:00 +0500"),
        ("https://x.example/b", "b", "Tue, 18 Aug 2026 21:38:00 +0500"),
    ]


def test_a_news_sitemap_tells_publication_and_change_apart() -> None:
    document = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="urn:n"><url>'
        "<loc>https://x.example/a</loc><lastmod>2026-11-12</lastmod><news:news>"
        "<news:publication><news:name>Kazinform</news:name></news:publication>"
        "<news:publication_date>2026-11-11</news:publication_date>"
        "<news:title>Title</news:title></news:news></url></urlset>"
    )
    found = read_syndication(document.encode())
    assert found is not None
    (card,) = found.cards
    assert (card.headline, card.date_raw, card.modified_raw) == (
        "Title",
        "2026-11-11",
        "2026-11-12",
    )


def test_atom_links_are_attributes() -> None:
    document = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title>'
        '<link href="https://x.example/a"/><published>2026-01-01T00:00:00Z</published></entry></feed>'
    )
    found = read_syndication(document.encode())
    assert found is not None
    assert found.cards[0].url == "https://x.example/a"


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"\x00\x01\x02", b"{}", b"<!DOCTYPE html><html><body>Kazinform</body></html>",
     b"<html xmlns='http://www.w3.org/1999/xhtml'><rss/></html>", b"<rss", b"<opml/>"],
)  # fmt: skip
def test_what_is_no_feed_is_none(body: bytes) -> None:
    found = read_syndication(body)
    assert found is None or not found.cards


def test_xml_that_breaks_off_gives_what_came_before_and_says_so() -> None:
    document = RSS.format("".join(ITEM.format(t=n) for n in range(10))).encode()
    found = read_syndication(document[: len(document) // 2])
    assert found is not None
    assert not found.whole
    assert 3 <= len(found.cards) <= 5


def test_a_bare_ampersand_is_mended_and_said() -> None:
    found = read_syndication(RSS.format(ITEM.format(t="a & b")).encode())
    assert found is not None
    assert not found.whole
    assert len(found.cards) == 1


def test_entities_are_not_expanded_and_no_file_is_read() -> None:
    entities = "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9))
    bomb = (
        f"<!DOCTYPE rss [<!ENTITY a0 'lol'>{entities}<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
        f"<rss><channel><item><title>&a9;&f;</title><link>https://x.example/a</link></item>"
        f"{ITEM.format(t='b')}</channel></rss>"
    )
    found = read_syndication(bomb.encode())
    # The parser gives such a document up: the edition is then found by its listing.
    assert found is None or not found.whole
    assert len(str(found)) < 500
    assert "root:" not in str(found)


# --- shapes that sites send -----------------------------------------------------------------------

FEED = "https://x.example/rss/all.xml"
PAGE = "https://x.example/a"
ATOM = "http://www.w3.org/2005/Atom"
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
DATE = "2026-11-23T10:00:00+05:00"


def only_card(document: str | bytes, url: str = FEED) -> Card:
    listing = read_syndication(document.encode() if isinstance(document, str) else document, url)
    assert listing is not None
    assert listing.whole
    (card,) = listing.cards
    return card


def item(inner: str, *, title: str = "<title>A</title>", channel: str = "") -> str:
    return (
        f'<rss version="2.0" xmlns:atom="{ATOM}" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel>{channel}<item>{inner}{title}<pubDate>{DATE}</pubDate></item></channel></rss>"
    )


def sitemap(inner: str, root: str = "urlset", entry: str = "url") -> str:
    return (
        f'<{root} xmlns="{SITEMAPS}" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
        'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" '
        'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        f"<{entry}>{inner}</{entry}></{root}>"
    )


@pytest.mark.parametrize(
    "inner",
    [
        f"<link>{PAGE}</link>",
        "<link>/a</link>",
        "<link>//x.example/a</link>",
        f"<link>\n  {PAGE}\n</link>",
        f"<link><![CDATA[ {PAGE} ]]></link>",
        f'<atom:link rel="self" href="{FEED}"/><link>{PAGE}</link>',
        f'<atom:link rel="enclosure" href="/a.jpg"/><atom:link href="{PAGE}"/>',
        f"<guid>{PAGE}</guid>",
        f'<guid isPermaLink="false">{PAGE}</guid>',
        f"<link/><guid>{PAGE}</guid>",
        f'<guid isPermaLink="false">77</guid><link>{PAGE}</link>',
        f"<link>https://f.example/~r/1</link><feedburner:origLink>{PAGE}</feedburner:origLink>",
        f"<media:link>/b</media:link><link>{PAGE}</link>",
        f'<link href="{PAGE}"/>',
    ],
)
def test_an_item_of_rss_stands_where_it_says(inner: str) -> None:
    assert only_card(item(inner)) == Card(PAGE, "A", DATE)


def test_an_address_in_capitals_is_one() -> None:
    assert only_card(item("<link>HTTPS://X.EXAMPLE/a</link>")).url.lower() == PAGE


def test_relative_addresses_are_joined_to_the_channel_or_to_the_base_that_is_given() -> None:
    channel = f'<link>{PAGE}/</link><atom:link rel="self" href="{FEED}"/>'
    assert only_card(item("<link>b</link>", channel=channel)).url == f"{PAGE}/b"
    based = item("<link>b</link>").replace("<item>", '<item xml:base="/c/">')
    assert only_card(based).url == "https://x.example/c/b"


@pytest.mark.parametrize(
    "inner", ["<guid>77</guid>", "<link>javascript:void(0)</link>", "<link>http://[</link>"]
)
def test_an_item_without_an_address_is_no_card(inner: str) -> None:
    listing = read_syndication(item(inner).encode(), FEED)
    assert listing is not None
    assert listing.cards == []


@pytest.mark.parametrize(
    ("before", "title"),
    [
        ("<media:content url='/p.jpg'><media:title>Photo</media:title></media:content>", "A"),
        ("<media:title>Photo</media:title>", "A"),
        ("<image><title>Photo</title><link>/p</link></image>", "A"),
        ("", "A &amp; B"),
        ("", "<![CDATA[A & B]]>"),
    ],
)
def test_the_title_is_the_items_not_its_pictures(before: str, title: str) -> None:
    document = item(before, title=f"<title>{title}</title><link>/a</link>")
    assert only_card(document).headline in ("A", "A & B")


@pytest.mark.parametrize(
    "before",
    [
        "Warning: Undefined index in /var/www/rss.php on line 7\n",
        "<br />\n<b>Notice</b>:  in <b>/var/www/rss.php</b><br />\n",
        "\n\n  ",
        "\ufeff",
        '<?xml-stylesheet href="/s.xsl"?><!-- made by a plugin -->',
        '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>',
    ],
)
@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="UTF-8"?>'])
def test_what_stands_around_a_document_is_passed_over(before: str, declaration: str) -> None:
    document = before + declaration + item("<link>/a</link>") + "\n<b>Warning</b>: & on line 7"
    assert only_card(document) == Card(PAGE, "A", DATE)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_bytes_are_decoded_as_a_pages_are(encoding: str) -> None:
    document = f'<?xml version="1.0" encoding="{encoding}"?>' + item(
        "<link>/a</link>", title="<title>Қазақстан</title>"
    )
    assert only_card(document.encode(encoding)).headline == "Қазақстан"


@pytest.mark.parametrize("fault", ["A & B", "A&nbsp;B", "A\x0bB", "A&#11;B", "A &copy B"])
def test_behind_a_fault_addresses_keep_their_ampersands(fault: str) -> None:
    document = item("<link>/a?p=1&amp;q=2</link>", title=f"<title>{fault}</title>")
    listing = read_syndication(document.encode(), FEED)
    assert listing is not None
    assert not listing.whole
    assert [card.url for card in listing.cards] == [f"{PAGE}?p=1&q=2"]


@pytest.mark.parametrize(
    "inner",
    [
        f'<link rel="enclosure" href="/p.jpg"/><link rel="alternate" href="{PAGE}"/>',
        f'<link rel="self" href="/e/1"/><link href="{PAGE}"/>',
        f'<link rel="alternate" type="application/pdf" href="/a.pdf"/><link href="{PAGE}"/>',
        f'<source><link href="/s"/><title>Other</title></source><link href="{PAGE}"/>',
        f"<id>{PAGE}</id>",
    ],
)
def test_an_entry_of_atom_stands_at_its_alternate(inner: str) -> None:
    document = (
        f'<a:feed xmlns:a="{ATOM}"><a:entry>'
        + inner.replace("<", "<a:").replace("<a:/", "</a:")
        + f"<a:title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A</div></a:title>"
        f"<a:published>{DATE}</a:published><a:updated>{DATE}</a:updated></a:entry></a:feed>"
    )
    assert only_card(document) == Card(PAGE, "A", DATE, DATE)


def test_rss_1_and_its_dates_are_read() -> None:
    document = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">'
        f'<item rdf:about="{PAGE}"><title>A</title><d:date>{DATE}</d:date></item></rdf:RDF>'
    )
    assert only_card(document) == Card(PAGE, "A", DATE)


@pytest.mark.parametrize(
    "inner",
    [
        '<loc>/a</loc><xhtml:link rel="alternate" hreflang="kk" href="/kk/a"/>',
        '<xhtml:link rel="alternate" hreflang="kk" href="/kk/a"/><loc>/a</loc>',
        "<image:image><image:loc>/p.jpg</image:loc><image:title>P</image:title></image:image>"
        "<loc>/a</loc>",
        "<video:video><video:title>V</video:title><video:publication_date>2001-01-01"
        "</video:publication_date></video:video><loc>/a</loc>",
    ],
)
def test_an_entry_of_a_sitemap_is_its_own_loc(inner: str) -> None:
    told = f"<n:news><n:publication_date>{DATE}</n:publication_date><n:title>A</n:title></n:news>"
    assert only_card(sitemap(inner + told + "<lastmod>2026-11-24</lastmod>")) == Card(
        PAGE, "A", DATE, "2026-11-24"
    )


def test_an_index_names_its_parts_the_newest_first() -> None:
    rows = [("2026-09", ""), ("2026-11", ""), ("old", "2026-11-01"), ("new", "2026-11-20")]
    inner = "</sitemap><sitemap>".join(
        f"<loc>/{name}.xml.gz</loc>" + (f"<lastmod>{day}</lastmod>" if day else "")
        for name, day in rows
    )
    listing = read_syndication(sitemap(inner, "sitemapindex", "sitemap").encode(), FEED)
    assert listing is not None
    assert listing.cards == []
    assert [part.url.rpartition("/")[2] for part in listing.parts] == [
        *("new.xml.gz", "old.xml.gz", "2026-11.xml.gz", "2026-09.xml.gz")
    ]


def test_a_gzipped_sitemap_is_unpacked_and_one_that_breaks_off_says_so() -> None:
    packed = gzip.compress(sitemap("<loc>/a</loc>").encode())
    assert only_card(packed).url == PAGE
    entries = "".join(f"<url><loc>/{number * 7919}</loc></url>" for number in range(5000))
    packed = gzip.compress(sitemap(f"<loc>/a</loc></url>{entries}<url>").encode())
    listing = read_syndication(packed[: len(packed) // 2], FEED)
    assert listing is not None
    assert not listing.whole
    assert 1000 < len(listing.cards) < 4000


def test_a_gzip_bomb_costs_a_bounded_share_of_memory() -> None:
    packed = gzip.compress(sitemap("<loc>/a</loc></url>" + " " * 50_000_000 + "<url>").encode())
    tracemalloc.start()
    listing = read_syndication(packed, FEED)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert listing is None or not listing.whole
    assert peak < 60_000_000


def test_a_text_sitemap_is_an_address_a_line() -> None:
    listing = read_syndication(f"\ufeff{PAGE}\r\nHTTPS://x.example/b\r\n".encode(), FEED)
    assert listing is not None
    assert [card.url.lower() for card in listing.cards] == [PAGE, "https://x.example/b"]
    assert read_syndication(f"{PAGE}\nNot found".encode(), FEED) is None


def test_a_json_feed_is_read() -> None:
    rows: list[object] = [
        {"id": "1", "url": "/a", "title": "A", "date_published": DATE, "date_modified": DATE},
        {"id": f"{PAGE}b"},
        {"id": "3"},
        {"url": ["/c"]},
        "d",
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": rows}
    listing = read_syndication(json.dumps(feed).encode(), FEED)
    assert listing is not None
    assert listing.cards == [Card(PAGE, "A", DATE, DATE), Card(f"{PAGE}b", None, None)]
    assert read_syndication(json.dumps({"items": rows}).encode(), FEED) is None
    assert (
        read_syndication(b'{"version": "https://jsonfeed.org/version/1", "items": ', FEED) is None
    )


def test_what_is_gzipped_twice_or_in_members_is_read() -> None:
    document = sitemap("<loc>/a</loc>").encode()
    assert only_card(gzip.compress(gzip.compress(document))).url == PAGE
    assert only_card(gzip.compress(document[:50]) + gzip.compress(document[50:])).url == PAGE


@pytest.mark.parametrize("end", ["<item><title>B</title><link>https://x.exa", "<item><link>/b"])
def test_an_item_in_which_a_document_breaks_off_is_none(end: str) -> None:
    whole = item("<link>/a</link>")
    listing = read_syndication((whole[: whole.rindex("</channel>")] + end).encode(), FEED)
    assert listing is not None
    assert not listing.whole
    assert [card.url for card in listing.cards] == [PAGE]


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("A &#xD83D;&#xDE00;", "A \U0001f600"),
        ("A &#55357;&#56832;", "A \U0001f600"),
        ("A &#xD83D;", "A \ufffd"),
        ("A&#xDE00;&#xD83D;", "A\ufffd\ufffd"),
    ],
)
def test_halves_of_signs_are_joined_or_marked(told: str, title: str) -> None:
    document = item("<link>/a</link>", title=f"<title>{told}</title>")
    listing = read_syndication(document.encode(), FEED)
    assert listing is not None
    assert [card.headline for card in listing.cards] == [title]


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.1"?>',
        '<?xml version="1.0"encoding="UTF-8"?>',
        '<?xml version="1.0" encoding="UTF-16"?>',
        '<?xml version="1.0" encoding="windows-1251"?>',
        '<?xml version="1.0"?><?xml-stylesheet href="/a.xsl"?><!-- a plugin -->',
    ],
)
def test_a_declaration_that_lies_costs_nothing(head: str) -> None:
    document = head + item("<link>/a</link>", title="<title>Жаңалық</title>")
    assert only_card(document.encode()) == Card(PAGE, "Жаңалық", DATE)


@pytest.mark.parametrize(
    "space",
    [
        "",
        ' xmlns="http://www.google.com/schemas/sitemap/0.84"',
        ' xmlns="https://www.sitemaps.org/schemas/sitemap/0.9"',
        ' xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"',
    ],
)
def test_a_sitemap_may_have_another_namespace_or_none(space: str) -> None:
    document = f"<urlset{space}><url><loc> /a\n</loc></url></urlset>"
    assert only_card(document.encode()) == Card(PAGE, None, None)
