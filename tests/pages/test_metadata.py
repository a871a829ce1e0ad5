"""What a page says of itself is read one way, however sloppily it says it."""

import pytest

from kazcrawl.pages import Page

URL = "https://news.example/2026/11/bridge/"
ARTICLE = (
    '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge opens",'
    ' "datePublished": "2026-08-18T21:38:00+05:00", "author": {"name": "Aigerim Talas"}}'
)


def page(head: str, body: str = "") -> Page:
    return Page(
        f"<html lang=en><head><title>Bridge opens | News</title>{head}</head><body>{body}</body>",
        URL,
    )


def script(text: str, kind: str = "application/ld+json") -> str:
    return f'<script type="{kind}">{text}</script>'


@pytest.mark.parametrize(
    "head",
    [
        script(ARTICLE),
        script(ARTICLE + ";"),
        script(f"//<![CDATA[\n{ARTICLE}\n//]]>"),
        script(f"/* <![CDATA[ */ {ARTICLE} /* ]]> */"),
        script(f"<!-- {ARTICLE} -->"),
        script(ARTICLE.replace('"}}', '",},}')),
        script(ARTICLE.replace("Bridge opens", "Bridge\nopens")),
        script(f"/* about {{this}} page */ {ARTICLE}"),
        script(ARTICLE, "application/ld+json; charset=utf-8"),
        script(ARTICLE, "Application/LD+JSON"),
        script(f"[{ARTICLE}]"),
        script('{"@graph": [{"@type": "WebSite", "name": "News"}, ' + ARTICLE + "]}"),
        script("{broken") + script(ARTICLE),
        script(ARTICLE.replace('"', "'")),
        script(ARTICLE.replace('"', "'").replace("Bridge opens", 'The "Bridge" isn\'t open')),
        script(ARTICLE.replace('"@context"', "'@context'").replace('"headline"', "headline")),
        script(ARTICLE.replace('"', "'").replace("'}}", "',}, // the writer\n}")),
        script(ARTICLE.replace('"', "'").replace("Bridge opens", "Bridge\\'s \\u043c opens")),
        script(ARTICLE.replace('opens",', 'opens"\n')),
        script(ARTICLE.replace('opens",', 'opens",,')),
        script(ARTICLE.replace("}}", "};}")),
        script(ARTICLE.replace(' "', " “").replace('"', "”")),
        script(ARTICLE.replace("}}", '}, "image": undefined}')),
        script(ARTICLE.replace("}}", '}, "keywords": ["bridge"')),
        script(ARTICLE.replace("}}", '}, "keywords": ["brid')),
        script(ARTICLE.replace("}}", '}, "dateModified": "2026-08-1')),
    ],
)
def test_json_ld_is_read_however_it_is_wrapped(head: str) -> None:
    metadata = page(head).metadata
    assert metadata.published == "2026-08-18T21:38:00+05:00"
    assert metadata.authors == ["Aigerim Talas"]
    assert metadata.is_article


def test_a_moment_that_breaks_off_is_none() -> None:
    broken = ARTICLE.partition("8T21")[0]
    assert page(script(broken)).metadata.published is None
    assert page(script(broken)).metadata.is_article


def test_a_newspaper_or_an_agency_is_no_author() -> None:
    paper = '{"@type": "NewsMediaOrganization", "name": "The Steppe"}'
    person = '{"@type": "Person", "name": "Erjan Ospan"}'
    told = ARTICLE.replace('{"name": "Aigerim Talas"}', paper)
    both = ARTICLE.replace('{"name": "Aigerim Talas"}', f"[{paper}, {person}]")
    byline = '<meta name="author" content="Aigerim Talas">'
    assert page(script(told)).metadata.authors == []
    assert page(script(told) + byline).metadata.authors == ["Aigerim Talas"]
    assert page(script(both)).metadata.authors == ["Erjan Ospan"]


@pytest.mark.parametrize(
    ("name", "is_one"), [("The Steppe", False), ("Steppe", False), ("Olga Lind", True)]
)
def test_a_site_by_its_own_name_is_no_author_unless_it_may_be_a_persons(
    name: str, is_one: bool
) -> None:
    head = f'<meta property="og:site_name" content="{name}"><meta name="author" content="{name}">'
    assert page(head).metadata.authors == [name] * is_one


def test_the_publisher_is_no_author_though_it_is_called_a_person() -> None:
    paper = '{"@type": "Person", "name": "Steppe Today"}'
    publisher = '"publisher": {"@type": "Organization", "name": "Steppe Today"}'
    told = ARTICLE.replace('"author": {"name": "Aigerim Talas"}', f'"author": {paper}, {publisher}')
    assert page(script(told)).metadata.authors == []


@pytest.mark.parametrize(
    "unfilled", ["{{title}}", "[[title]]", "${title}", "%title%", "[object Object]"]
)
def test_what_a_template_did_not_fill_is_nothing(unfilled: str) -> None:
    assert (
        page(f'<meta property="og:description" content="{unfilled}">').metadata.descriptions == []
    )


def test_of_several_articles_the_one_about_this_page_is_read() -> None:
    other = ARTICLE.replace("Bridge opens", "Quite another story").replace("Aigerim", "Other")
    assert page(script(f"[{other}, {ARTICLE}]")).metadata.authors == ["Aigerim Talas"]
    assert page(script(other)).metadata.authors == []
    told = other.replace("{", '{"url": "%s", ' % URL, 1)  # noqa: UP031
    assert page(script(f"[{ARTICLE}, {told}]")).metadata.authors == ["Other Talas"]


@pytest.mark.parametrize(
    ("address", "is_own"),
    [(URL, True), ("https://news.example/", True), ("https://news.example/2026/10/x/", False)],
)
def test_an_article_without_a_title_is_that_of_its_address(address: str, is_own: bool) -> None:
    entry = ARTICLE.replace('"headline": "Bridge opens"', f'"url": "{address}"')
    listed = '{"@type": "ItemList", "itemListElement": [%s]}' % entry  # noqa: UP031
    assert page(script(listed)).metadata.authors == ["Aigerim Talas"] * is_own


def test_an_author_may_be_named_in_two_parts() -> None:
    parts = '"givenName": "Aigerim", "familyName": "Talas"'
    entry = ARTICLE.replace('"name": "Aigerim Talas"', parts)
    assert page(script(entry)).metadata.authors == ["Aigerim Talas"]


def test_entities_are_undone_as_often_as_templates_add_them() -> None:
    head = (
        '<meta property="og:description" content="The &amp;quot;Steppe&amp;quot; &amp;amp; more">'
    )
    assert page(head).metadata.description == 'The "Steppe" & more'


def test_links_count_from_the_base_and_impossible_ones_are_none() -> None:
    metadata = page('<base href="/en/"><link rel="Canonical" href="story">').metadata
    assert metadata.canonical == "https://news.example/en/story"
    for href in ("https://news.example:99999/x", "http://[::1/x", "", "#", "None", None):
        assert metadata.link(href) is None


def test_a_time_element_is_the_publication_unless_it_is_a_list_s_or_an_update_s() -> None:
    stamp = '<time datetime="2026-08-18T21:38:00+05:00">18 August</time>'
    old = '<time datetime="2020-01-01">1 January</time>'
    own = page("", f"<li>{old}</li><time class=updated>2 May</time><header>{stamp}</header>")
    assert own.metadata.stamp == ("2026-08-18T21:38:00+05:00", "18 August")
    assert page("", f"<ul><li>{old}</li></ul>").metadata.stamp == (None, None)


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("2026-08-18T21:38:00+05:00", "2026-08-18T21:38:00+05:00"),
        ("2026-08-18 09:38:00 PM", "2026-08-18T21:38:00"),
        ("2026-08-18 12:08 AM", "2026-08-18T00:08"),
        ("2026-08-18 13:18 PM", "2026-08-18T13:18"),
        ("Tue, 18 Aug 2026 21:38:00 +0500", "2026-08-18T21:38:00+05:00"),
        ("Tue, 41 Aug 2026 21:38:00 +0500", None),
        ("2026/08/18 21:38:00", "2026-08-18T21:38:00"),
        ("2026/08/18", "2026-08-18"),
        ("18.08.2026, 21:38", "2026-08-18T21:38"),
        ("1787071080", "2026-08-18T16:38:00+00:00"),
        ("1787071080000", "2026-08-18T16:38:00+00:00"),
        ("2026-08-18 16:38:00 UTC", "2026-08-18T16:38:00Z"),
        ("2026-08-18 21:38:00 GMT+0500", "2026-08-18T21:38:00+0500"),
        ("18 Aug 2026 21:38:00 +0500", "2026-08-18T21:38:00+05:00"),
        ("Tue Aug 18 2026 21:38:00 GMT+0500 (Almaty)", "2026-08-18T21:38:00+05:00"),
        ("20260818T213800+0500", "2026-08-18T21:38:00+0500"),
        ("202608182138", "2026-08-18T21:38:00"),
        ("20260818", "2026-08-18"),
        # Which of two figures is the month is not known.
        ("08/07/2026 21:38", None),
        ("18781", None),
    ],
)
def test_a_moment_in_metadata_is_read_in_every_form_that_means_one(
    printed: str, moment: str | None
) -> None:
    head = f'<meta property="article:published_time" content="{printed}">'
    assert page(head).metadata.published == moment


@pytest.mark.parametrize(
    "name",
    [
        "article:published_time", "Published_At", "publication-date", "DC.date.issued",
        "rnews:datePublished", "prism.publicationDate", "bytedance:published_time",
    ],
)  # fmt: skip
def test_a_publication_is_found_however_its_name_is_written(name: str) -> None:
    metadata = page(f"<meta name='{name}' content='2026-08-18T21:38'>").metadata
    assert metadata.published == "2026-08-18T21:38"


@pytest.mark.parametrize(
    ("printed", "is_moment"),
    [("18 августа 2026, 21:38", True), ("08/18/2026 9:38 PM", True), ("08/07/2026", False)],
)
def test_metadata_may_tell_a_moment_as_people_write_it(printed: str, is_moment: bool) -> None:
    metadata = page(f"<meta name='date' content='{printed}'>").metadata
    assert (metadata.published, metadata.printed) == (None, printed if is_moment else None)


@pytest.mark.parametrize(
    ("markup", "stamp"),
    [
        (
            "<abbr title='2026-08-18T21:38:00+05:00'>three months ago</abbr>",
            ("2026-08-18T21:38:00+05:00", "three months ago"),
        ),
        (
            "<span class=post-date title='18.08.2026 21:38'>18 Aug</span>",
            (None, "18.08.2026 21:38"),
        ),
        ("<i data-date='2026-08-18T21:38'></i>", ("2026-08-18T21:38", None)),
        (
            "<i class=ago data-timestamp=1787071080>2 h ago</i>",
            ("2026-08-18T16:38:00+00:00", "2 h ago"),
        ),
        ("<i class=clip data-time='02:15'>2 min</i>", (None, None)),
        ("<span class=date title='Date of the first ferry'>18 Aug</span>", (None, None)),
        ("<li><abbr title='2026-08-18T21:38'>18 Aug</abbr></li>", (None, None)),
        ("Updated <abbr title='2026-08-18T21:38'>18 Aug</abbr>", (None, None)),
    ],
)
def test_a_moment_may_be_the_title_of_its_abbreviation(
    markup: str, stamp: tuple[str | None, str | None]
) -> None:
    assert page("", f"<main><p>{markup}</p></main>").metadata.stamp == stamp


@pytest.mark.parametrize(
    ("around", "is_comments"),
    [
        ("<section id=comments>", True),
        ("<div class='comment-body odd'>", True),
        ("<div itemprop=comment itemtype='https://schema.org/Comment'>", True),
        # A wrapper that says whether there are any is no comment.
        ("<div class='post comments-open has-comments'>", False),
    ],
)
def test_a_moment_in_a_readers_comment_is_not_the_publication(
    around: str, is_comments: bool
) -> None:
    for moment in (
        "<time itemprop=datePublished datetime='2022-07-11T18:56Z'>11 July</time>",
        "<time datetime='2022-07-11T18:56Z'>11 July</time>",
    ):
        stamp = page("", f"{around}{moment}").metadata.stamp
        assert (stamp == (None, None)) is is_comments, stamp


def test_sections_come_as_a_list_or_by_the_trail_of_breadcrumbs() -> None:
    named = ARTICLE.replace("{", '{"articleSection": "Society,Culture", ', 1)
    assert page(script(named)).metadata.sections == ["Society", "Culture"]
    trail = (
        '{"@type": "BreadcrumbList", "itemListElement": [{"name": "Home"}, {"name": "Economy"},'
        ' {"item": {"name": "Bridge opens"}}]}'
    )
    assert page(script(trail)).metadata.sections == ["Economy"]
