"""Boxes of chrome and captions inside a text, in every layout; what only looks like them stays."""

from typing import Any

import pytest

from kazcrawl.crawl.records import read_page
from kazcrawl.pages.chrome import chrome_name, names_caption
from tests.pages.test_generic_kinds import PROSE, TITLE
from tests.samples import FETCHED

LAYOUTS = {
    "g2": (
        "https://www.inform.kz/ru/kirpichnyy-zavod-0a1b2c",
        '<main class="article"><h1 class="article__title">{title}</h1>'
        '<div class="article__time">21:38, 18 Август 2026 | GMT +5</div>'
        '<div class="article__body-text">{body}</div></main>',
    ),
    "g3": (
        "https://www.inform.kz/ru/kirpichnyy-zavod-0a1b2c",
        '<main><div class="article"><h1 class="article__title">{title}</h1>'
        '<time class="meta-date">21:38, 18 Августа 2026</time>'
        '<div class="article__content">{body}</div></div></main>',
    ),
    "jannah": (
        "https://republisher.example/news/yard/",
        '<article id="the-post"><h1 class="post-title entry-title">{title}</h1>'
        '<span class="date meta-item">August 18, 2026</span>'
        '<div class="entry-content entry">{body}</div></article>',
    ),
    "unknown": (
        "https://vestnik.example/2026/11/park/",
        '<main><h1>{title}</h1><div>18 August 2026</div><div class="zq">{body}</div></main>',
    ),
}
OTHER = '<a href="/news/drugoy-most-a1b2c3">How the clay pit was dug by hand</a>'
BOXES = {
    "label and link without a space": f"<div class=read-also><span>Read also</span>{OTHER}</div>",
    "list of links": f"<div class=related><h4>Related</h4><ul><li>{OTHER}</li></ul></div>",
    "label before a link": f"<p><b>Read also: {OTHER}</b></p>",
    "share": "<div class=share><span>Share</span><a href=/f>Facebook</a><a href=/t>X</a></div>",
    "advertisement": "<div class=banner><p>Skates for less</p><a href=/s>Buy</a></div>",
    "author": "<div class=author-box><h4>Olga Lind</h4><p>Olga writes of towns.</p></div>",
    "newsletter": "<div class=newsletter-signup><h3>Letters</h3><p>Each day by mail.</p></div>",
    "rating": "<div class=rating><span>★★★★</span><span>Rated 4.5 of 5</span></div>",
    "sponsor": "<div class=sponsored><span>Partner of the park</span></div>",
    "caption in a span": "<div><img src=/p.jpg><span class=image__caption>Pond</span></div>",
    "hidden words": "<p hidden>Draft</p><p aria-hidden=true>Draft</p>",
    "struck": "<p><s>The pond is dry.</s></p>",
    "call to a channel": "<p>Follow us on Telegram</p>",
    "feedback": "<p>Was this article helpful?</p>",
    "copied": "<p>Link copied!</p>",
    "reactions": "<div class=tie-reactions><ul><li>Happy 0</li><li>Sad 0</li></ul></div>",
    "post of the site": f"<blockquote class=wp-embedded-content>{OTHER}</blockquote>",
    "way to the editor": "<p><a class=post-edit-link href=/wp-admin/1>Edit</a></p>",
    "labelled advertisement": "<div><span>Advertisement</span><a href=/s>Skates</a></div>",
    "off the screen": '<p style="position:absolute;left:-9999px">Copied from the town.</p>',
    "a picture's words again": (
        '<p><img src=/p.jpg alt="Storks on the tall chimney"><br>Storks on the tall chimney</p>'
    ),
    "latest posts of the site": (
        "<ul class=wp-block-latest-posts><li><a href=/x/>How the clay was dug</a></li></ul>"
    ),
    "form of search": "<form><label>Search</label><input type=search><button>Go</button></form>",
    "link to a channel": "<div><a href=https://t.me/town>The town in Telegram</a></div>",
    "pictures in a row": "<div class=swiper><div><img src=/p.jpg><p>Storks in June</p></div></div>",
    "networks to share in": (
        "<ul><li><a href='https://vk.com/share.php?url=x'>ВКонтакте</a></li>"
        "<li><a href='https://t.me/share/url?url=x'>Telegram</a></li></ul>"
    ),
    "row of networks": (
        "<p><a href='https://www.facebook.com/sharer/sharer.php?u=x'>Facebook</a> | "
        "<a href='https://x.com/intent/post?url=x'>X</a></p>"
    ),
    "height of nothing": '<p style="height:0; overflow:hidden">Copied from the town.</p>',
    "a bare word": "<p>Реклама</p>",
    "advertiser": "<p>Реклама. ООО «Коньки», erid: 2Vtzqx</p>",
    "template's comment": "<p>&lt;!-- banner --&gt;</p>",
    "table of contents": (
        "<div class=wp-block-yoast-seo-table-of-contents><h2>Contents</h2><ul>"
        "<li><a href=#a>The pond</a></li></ul></div>"
    ),
}
# Where it is known which addresses are the site's own articles.
OWN_BOXES = {
    "link in a box": f"<div>{OTHER}</div>",
    "link behind an arrow": f"<p>➡️ {OTHER}</p>",
    "link and its day": f"<div><img src=/p.jpg><div>{OTHER}</div><div>18 August</div></div>",
    "boxes in a link": (
        '<a href="/news/drugoy-most-a1b2c3"><div>On this</div><div>How the pit was dug</div></a>'
    ),
}
TEXTS = {
    "quotation": (
        "<blockquote>We learned to swim there.</blockquote>",
        "We learned to swim there.",
    ),
    "section named by its subject": ("<div class=facts><p>Clay: grey.</p></div>", "Clay: grey."),
    "time inside a sentence": (
        "<p>Open at <time>9 a.m.</time> daily.</p>",
        "Open at 9 a.m. daily.",
    ),
    "table's caption": (
        "<table><caption>Ponds of the town</caption><tr><td>Old</td><td>1953</td></tr>"
        "<tr><td>New</td><td>2026</td></tr></table>",
        "Ponds of the town\n\nOld | 1953\n\nNew | 2026",
    ),
    "sentence that is a link": (
        '<p><a href="https://gov.example/">The plan can be read on the pages of the town.</a></p>',
        "The plan can be read on the pages of the town.",
    ),
    "sentence about sharing": ("<p>Share your skates, it says.</p>", "Share your skates, it says."),
    "letter by letter": ("<p><b>T</b><b>he</b> ice is thin.</p>", "The ice is thin."),
    "sentence in a link's box": (
        '<a href="/news/drugoy-most-a1b2c3"><p>The clay pit was dug by hand.</p></a>',
        "The clay pit was dug by hand.",
    ),
    "names in a table that are links": (
        f"<table><tr><td>{OTHER}</td><td>9</td></tr><tr><td>Storks</td><td>7</td></tr></table>",
        "How the clay pit was dug by hand | 9\n\nStorks | 7",
    ),
    "list without a colon": (
        "<ul><li>Ice: grey</li><li>Clay: red</li></ul>",
        "Ice: grey\n\nClay: red",
    ),
    "lines of a program": ("<pre><code>skate on\nskate off</code></pre>", "skate on\n\nskate off"),
    "link to a post": (
        "<p>The keeper wrote of it <a href=https://t.me/town/12>in Telegram</a> first.</p>",
        "The keeper wrote of it in Telegram first.",
    ),
    "who says a quotation in a figure": (
        "<figure><blockquote><p>We learned to swim there.</p></blockquote>"
        "<figcaption>Olga Lind, a neighbour</figcaption></figure>",
        "We learned to swim there.\n\nOlga Lind, a neighbour",
    ),
    "what a table in a figure shows": (
        "<figure><figcaption>Ponds of the town</figcaption><table><tr><td>Old</td><td>1953</td>"
        "</tr><tr><td>New</td><td>2026</td></tr></table></figure>",
        "Ponds of the town\n\nOld | 1953\n\nNew | 2026",
    ),
    "rows of short links": (
        "<table><tr><td><a href=/o>Old pond</a></td><td>1953</td></tr>"
        "<tr><td><a href=/n>New pond</a></td><td>2026</td></tr></table>",
        "Old pond | 1953\n\nNew pond | 2026",
    ),
    "lines that a style makes": (
        '<div><span style="display: block">The kiln is cold.</span>'
        '<span style="display:block">The clay is wet.</span></div>',
        "The kiln is cold.\n\nThe clay is wet.",
    ),
    "word that a button explains": (
        "<p>The <button class=term>kiln</button> has been cold for thirty years.</p>",
        "The kiln has been cold for thirty years.",
    ),
    "word in a script's own element": (
        "<p>The ki<x-term>ln</x-term> has been <st1:place>cold</st1:place> for years.</p>",
        "The kiln has been cold for years.",
    ),
    "formula": (
        "<p>They dug <math><mn>2</mn><mi>n</mi><annotation>2n</annotation></math> feet deep.</p>",
        "They dug 2n feet deep.",
    ),
    "heading by its role": (
        "<div role=heading>What the clay was for</div><p>For bricks.</p>",
        "What the clay was for\n\nFor bricks.",
    ),
    "short answers": ("<p>Yes.</p><p>No.</p>", "Yes.\n\nNo."),
}


def body_of(layout: str, inside: str) -> str:
    return str(record_of(layout, inside)["article_body"])


def record_of(layout: str, inside: str) -> dict[str, Any]:
    url, template = LAYOUTS[layout]
    first, *others = [f"<p>{line}</p>" for line in PROSE]
    body = "".join([first, others[0], inside, *others[1:]])
    page = f"<html lang=en><head><title>{TITLE}</title></head><body>{template}</body></html>"
    page = page.format(title=TITLE, body=body)
    return read_page(page.encode(), url, None, FETCHED)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", BOXES)
def test_a_box_inside_a_text_is_not_the_texts(layout: str, kind: str) -> None:
    assert body_of(layout, BOXES[kind]) == "\n\n".join(PROSE)


FIGURES = {
    "credit in a span": (
        "<figure><img src=/p.jpg><figcaption>Storks in June <span class=credit>Olga Lind</span>"
        "</figcaption></figure>",
        ("Storks in June", "Olga Lind"),
    ),
    "credit in brackets, glued": (
        "<figure><img src=/p.jpg><figcaption><span>Storks in June.</span>"
        "<span class=imgCredit>(Olga Lind)</span></figcaption></figure>",
        ("Storks in June.", "Olga Lind"),
    ),
    "credit alone": (
        "<div><img src=/p.jpg><span class=photo-author>Olga Lind</span></div>",
        (None, "Olga Lind"),
    ),
    "description": (
        "<div class=pic><img src=/p.jpg><div class=image-description>Storks in June</div></div>",
        ("Storks in June", None),
    ),
    "title": (
        "<div class=pic><a href=/p.jpg><img src=/p.jpg></a><p class=photoTitle>Storks</p></div>",
        ("Storks", None),
    ),
    "caption by its class in a figure": (
        "<figure><img src=/p.jpg><p class=caption>Storks in June</p></figure>",
        ("Storks in June", None),
    ),
    "words of a script": ("<p><img src=/p.jpg alt=undefined></p>", (None, None)),
    "headline and site": (f"<p><img src=/p.jpg alt='{TITLE} | Town'></p>", (None, None)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", FIGURES)
def test_what_a_pictures_box_says_of_it_is_told_with_the_picture(layout: str, kind: str) -> None:
    inside, wanted = FIGURES[kind]
    record = record_of(layout, inside)
    assert [(image["caption"], image["credit"]) for image in record["image"]] == [wanted]
    assert record["article_body"] == "\n\n".join(PROSE)


@pytest.mark.parametrize("layout", ["g2", "g3", "unknown"])
@pytest.mark.parametrize("kind", OWN_BOXES)
def test_a_link_to_an_article_of_the_site_in_a_box_is_not_the_texts(layout: str, kind: str) -> None:
    assert body_of(layout, OWN_BOXES[kind]) == "\n\n".join(PROSE)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", TEXTS)
def test_what_only_looks_like_a_box_is_the_texts(layout: str, kind: str) -> None:
    inside, text = TEXTS[kind]
    assert body_of(layout, inside) == "\n\n".join([*PROSE[:2], text, *PROSE[2:]])


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ("related-posts", "strong"),
        ("shareButtons", "weak"),
        ("read_also", "weak"),
        ("has-comments no-sidebar", ""),
        ("embed-share", ""),
        ("story__facts", ""),
        ("", ""),
    ],
)
def test_class_names_say_that_an_element_holds_chrome(names: str, says: str) -> None:
    assert chrome_name(names) == says


@pytest.mark.parametrize(
    ("name", "says"),
    [("image__caption", True), ("photoCaption", True), ("news-caption", False), ("option", False)],
)
def test_class_names_say_that_an_element_captions_a_picture(name: str, says: bool) -> None:
    assert names_caption([name]) is says
