"""What every article layout shares, on a layout of the test's own."""

import pytest

from kazcrawl.pages import ArticlePage, Page, Reading
from kazcrawl.pages.article import repeats

URL = "https://news.example/story-1"


class Bare(ArticlePage):
    """A layout that names no more than it must."""

    TITLE = "h1"
    BODY = "div.body"


class Full(ArticlePage):
    layout = "full"
    TITLE = "h1"
    BODY = "div.body"
    DATE = "time"
    LEAD = "p.lead"
    NOISE = "div.noise"
    AUTHOR = "span.author"
    SECTION = "a.section"
    TAGS = "a.tag"
    MAIN_IMAGE = "img.main"

    def is_own_article(self, url: str) -> bool:
        return "/story-" in url


class Redesigned(Full):
    AUTHOR_META = "byline"
    MODIFIED = "i.changed"


def read(
    body: str, *, head: str = "", before: str = "", layout: type[ArticlePage] = Full
) -> Reading:
    html = f"<html lang='en'>{head}<h1> A  title </h1>{before}<div class='body'>{body}</div></html>"
    reading = layout(Page(html, URL)).read()
    assert reading is not None
    return reading


def test_a_layout_reads_what_it_names_and_what_the_page_says_of_itself() -> None:
    reading = read(
        "<p>One.</p><p>Two.</p>",
        head=(
            "<link rel='canonical' href='/story-1/'>"
            "<meta name='article:published_time' content='2026-01-02T03:04:05Z'>"
            "<meta property='article:modified_time' content='2026-01-02T04:04:05Z'>"
        ),
        before=(
            "<time> 08:04, 02 January 2026 </time><p class='lead'>The lead.</p>"
            "<span class='author'>Anna Smith</span><a class='section'>Region</a>"
            "<a class='section'>Region</a><a class='tag'>#one</a><a class='tag'># xylophone</a>"
            "<a class='tag'>one</a><img class='main' src='/a.jpg' alt='A port'>"
        ),
    )
    assert reading == Reading(
        layout="full",
        headline="A title",
        body=["One.", "Two."],
        description="The lead.",
        date_raw="08:04, 02 January 2026",
        published_machine="2026-01-02T03:04:05Z",
        modified_raw="2026-01-02T04:04:05Z",
        authors=["Anna Smith"],
        images=[{"url": "https://news.example/a.jpg", "caption": "A port", "credit": None}],
        sections=["Region"],
        keywords=["one", "xylophone"],
        canonical="https://news.example/story-1/",
        language="en",
    )


def test_what_a_layout_does_not_name_is_empty() -> None:
    assert read("<p>One.</p>", layout=Bare) == Reading(
        layout="test_article", headline="A title", body=["One."], language="en"
    )
    assert not read("<p>One.</p>", layout=Bare).disagrees, "nobody has compared it yet"


def test_a_layout_shows_all_there_is_unless_it_says_otherwise() -> None:
    assert (Bare.has_lead, Bare.has_captions, Bare.has_modified) == (True, True, True)


@pytest.mark.parametrize(
    "html",
    [
        "<div class='body'><p>No title.</p></div>",
        "<h1> </h1><div class='body'><p>Empty title.</p></div>",
        "<h1>No body</h1><p>Text.</p>",
        "<h1>Empty body</h1><div class='body'> <div class='noise'>More</div></div>",
    ],
)
def test_without_title_and_text_it_is_not_this_layout(html: str) -> None:
    assert Full(Page(html, URL)).read() is None


def test_noise_advertising_and_captions_are_not_the_text() -> None:
    body = (
        "<p>One.</p><div class='noise'>Noise.</div><div id='adfox_3'>Ad.</div>"
        "<div class='x-adfox'>Ad.</div><ins data-ad-client='a'>Ad.</ins>"
        "<div id='aiturec1'>Player.</div>"
        "<div class='adsbygoogle'>Ad.</div><aside>A box of the article's own.</aside>"
        "<figure><img src='/b.jpg'><figcaption>A caption</figcaption></figure><p>Two.</p>"
    )
    assert read(body).body == ["One.", "A box of the article's own.", "Two."]
    assert "Noise." in read(body, layout=Bare).body


@pytest.mark.parametrize(
    "end", ["<footer>End.</footer>", "<div id='comments'>End.</div>", "<p id='respond'>End.</p>"]
)
def test_what_stands_behind_the_end_of_a_body_that_was_never_closed_is_not_the_text(
    end: str,
) -> None:
    behind = "<aside>Behind.</aside><nav>Behind.</nav><form>Behind.</form><header>Behind.</header>"
    assert read(f"<p>One.</p>{behind}{end}").body == ["One."]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("<p><a href='/story-2'>Another story</a></p>", False),
        ("<ul><li><a href='/story-2'>Another story</a></li></ul>", False),
        ("<h3><a href='/story-2'>Another story</a></h3>", False),
        ("<h4><a href='/story-2'>Another story</a></h4>", False),
        ("<h2><a href='/story-2'>Another story</a></h2>", True),
        ("<p><a href='/story-2'>Another</a> <a href='/story-3'>story</a></p>", False),
        ("<p>See <a href='/story-2'>another story</a></p>", True),
        ("<p><a href='/law'>The law</a></p>", True),
        ("<p><a>No link</a></p>", True),
        ("<p><a href='#'>Nowhere</a></p>", True),
        *((f"<p><a href='/story-2'>It ends so{mark}</a></p>", True) for mark in ".!?…»”。؟"),
    ],
)
def test_a_line_that_is_only_a_link_to_another_article_is_not_the_text(
    line: str, stays: bool
) -> None:
    assert (len(read(f"<p>One.</p>{line}").body) == 2) is stays
    assert len(read(f"<p>One.</p>{line}", layout=Bare).body) == 2, "no article is its own"


def test_the_lead_is_the_layouts_own_or_what_metadata_add_to_the_text() -> None:
    og = "<meta property='og:description' content='%s'>"
    assert read("<p>One.</p>", head=og % "Said").description is None, "the layout has a lead"
    assert read("<p>One.</p>", head=og % "Said", layout=Bare).description == "Said"
    plain = "<meta name='description' content='Plain'>"
    assert read("<p>One.</p>", head=plain, layout=Bare).description == "Plain"
    both = plain + og % "Said"
    assert read("<p>One.</p>", head=both, layout=Bare).description == "Said"
    assert read("<p>One two.</p>", head=og % "One t...", layout=Bare).description is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One two", True),
        ("One  two […]", True),
        ("One two.…", True),
        ("two. Three", True),
        ("One three", False),
        ("eight.", True),
        ("nine.", False),
        ("x" * 200 + "another end", True),
        ("x" * 199 + "another end", False),
        ("x" * 200 + "… [.", True),
    ],
)
def test_a_description_repeats_the_text_when_it_stands_in_its_first_lines(
    text: str, wanted: bool
) -> None:
    body = ["One two.", "Three.", "x" * 250, "4.", "5.", "6.", "7.", "eight.", "nine."]
    assert repeats(text, body) is wanted


@pytest.mark.parametrize(
    ("name", "field"), [("Published", "published_machine"), ("Modified", "modified_raw")]
)
def test_moments_come_from_meta_elements_then_from_json_ld(name: str, field: str) -> None:
    meta = f"<meta name='article:{name.lower()}_time' content='of meta'>"
    json_ld = '<script type="application/ld+json">{"@type": "NewsArticle", "date%s": %s}</script>'
    assert getattr(read("<p>1.</p>"), field) is None
    assert getattr(read("<p>1.</p>", head=json_ld % (name, '" of json "')), field) == "of json"
    assert getattr(read("<p>1.</p>", head=json_ld % (name, "7")), field) is None
    both = json_ld % (name, '"of json"') + meta
    assert getattr(read("<p>1.</p>", head=both), field) == "of meta"


def test_a_change_that_is_only_printed_is_read_where_the_layout_says_so() -> None:
    printed = "<i class='changed'>Updated: 16:05, 14 March 2026</i>"
    meta = "<meta name='article:modified_time' content='of meta'>"
    assert read("<p>1.</p>", before=printed).modified_raw is None
    reading = read("<p>1.</p>", before=printed, layout=Redesigned)
    assert reading.modified_raw == "Updated: 16:05, 14 March 2026"
    assert read("<p>1.</p>", head=meta, before=printed, layout=Redesigned).modified_raw == "of meta"


def test_authors_come_from_an_element_or_where_the_layout_says_so_from_meta() -> None:
    head = "<meta name='byline' content='Ivan Petrov'>"
    before = "<span class='author'>Anna Smith</span>"
    assert read("<p>1.</p>", head=head, before=before).authors == ["Anna Smith"]
    assert read("<p>1.</p>", head=head, before=before, layout=Redesigned).authors == ["Ivan Petrov"]
    assert read("<p>1.</p>", before=before, layout=Redesigned).authors == []
    told = '{"@type": "NewsArticle", "author": {"name": "John Lee"}}'
    head = f"<meta name='byline' content='None'><script type='application/ld+json'>{told}</script>"
    assert read("<p>1.</p>", head=head, layout=Redesigned).authors == ["John Lee"]


def test_sections_come_from_links_then_from_meta() -> None:
    head = (
        "<meta name='article:section' content='Of meta'>"
        "<meta name='article:section' content='Second'>"
    )
    assert read("<p>1.</p>", head=head).sections == ["Of meta", "Second"]
    before = "<a class='section'>Shown</a>"
    assert read("<p>1.</p>", head=head, before=before).sections == ["Shown"]


def test_pictures_are_the_main_one_then_the_bodys_each_once() -> None:
    body = (
        "<p>1.</p><img src='/main.jpg'><img data-src='/lazy.jpg' src='/blank.gif' alt='A title'>"
        "<img src='data:image/gif;base64,R0'><img src='None'><img>"
        "<figure><a><span><img src='/deep.jpg' alt='Unused'></span></a>"
        "<figcaption><b>Deep.</b>Photo: Anna Smith</figcaption></figure>"
        "<figure><img src='/bare.jpg' alt='Alternative'></figure>"
        "<div class='noise'><p><img src='/noise.jpg'></p></div>"
    )
    before = "<img class='main' src='/main.jpg' alt='Main'>"
    root = "https://news.example"
    assert read(body, before=before, head="<meta name='og:image' content='/og.jpg'>").images == [
        {"url": f"{root}/main.jpg", "caption": "Main", "credit": None},
        {"url": f"{root}/lazy.jpg", "caption": None, "credit": None},
        {"url": f"{root}/deep.jpg", "caption": "Deep.", "credit": "Anna Smith"},
        {"url": f"{root}/bare.jpg", "caption": "Alternative", "credit": None},
    ]
    assert f"{root}/noise.jpg" in [image["url"] for image in read(body, layout=Bare).images]


def test_a_caption_is_that_of_a_figure_around_the_picture_and_near_it() -> None:
    def caption(levels: int) -> str | None:
        picture = "<span>" * levels + "<img src='/a.jpg'>" + "</span>" * levels
        body = f"<p>1.</p><figure>{picture}<figcaption>Far</figcaption></figure>"
        return read(body).images[0]["caption"]

    assert [caption(levels) for levels in (0, 3, 4)] == ["Far", "Far", None]


def test_without_any_picture_there_is_the_one_that_metadata_name() -> None:
    head = "<meta property='og:image' content='%s'>"
    assert read("<p>1.</p>", head=head % "/og.jpg").images == [
        {"url": "https://news.example/og.jpg", "caption": None, "credit": None}
    ]
    assert read("<p>1.</p>", head=head % "data:image/gif;base64,R0").images == []
    assert read("<p>1.</p>").images == []


def test_a_layout_is_named_after_its_file_unless_it_says_another_name() -> None:
    assert Bare.layout == "test_article"
    assert Full.layout == "full"
    assert Redesigned.layout == "test_article", "what it inherits is another's name"
