"""G2: September 2023 to the middle of 2026. Prints ``None`` for what is empty."""

from kazcrawl.sample_site.articles import SampleArticle
from kazcrawl.sample_site.calendar import clock_first
from kazcrawl.sample_site.layouts.parts import (
    View,
    advertisement,
    body_html,
    byline,
    caption_html,
    e,
    html_page,
    metadata,
    related_links,
    section_of,
    site_name,
)
from kazcrawl.sites.kazinform.editions import EDITIONS
from kazcrawl.sites.kazinform.layouts.g2 import G2Article

PAGE = G2Article
CARDS = 24
NOW = "2025-08-30T08:00:00+00:00"
RICHEST = 67
_CARD = {"feed": "allNewsCard", "section": "catpageCard", "tag": "tagpageCard"}
_LIST = {"feed": "allNews__list", "section": "catpage__news", "tag": "tagpage__news"}


def printed(article: SampleArticle) -> str:
    """The date of the article's page."""
    # The label follows the moment of rendering, not the article: it is no news.
    return f"{clock_first(article.edition, article.published, genitive=False)} | GMT +5"


def article(article: SampleArticle) -> str:
    """An article page; related articles are plain paragraphs with a link."""
    related = "".join(f'<p><a href="{u}">{e(t)}</a></p>' for u, t in related_links(article))
    slug, name = section_of(article)
    tags = "".join(f'<a href="/tag/t1/">{e(tag)}</a>' for tag in article.tags)
    head = metadata(article, attribute="name") + (
        f'\n<meta name="author" content="{byline(article)}">'
    )
    caption = caption_html(article) or "<figcaption>None</figcaption>"
    body = f"""<main class="article">
<div class="article__head"><a href="/category/{slug}/">{e(name)}</a>
<h1 class="article__title">{e(article.headline)}</h1>
<div class="article__time">{printed(article)}</div></div>
<div class="article__description"><p>{e(article.lead) or "None"}</p></div>
<div class="article__image"><figure><img src="{article.image}" alt="None">{caption}</figure></div>
<div class="article__body-text">
{body_html(article, related=related, captioned=True)}
</div>
<div class="article__tags">Tags: {tags}</div>
<div class="article__now"><p>Currently reading</p></div>
</main>"""
    title = f"{e(article.headline)} | {site_name(article.edition)}"
    return html_page(EDITIONS[article.edition].language, title, head, body, article.views)


def listing(view: View) -> str:
    """A listing page; feed, section and tag name their cards each in their own way."""
    card = _CARD[view.kind]
    cards = []
    for number, (article, href) in enumerate(view.cards):
        if number == 5:
            cards.append(advertisement("div", "adfox-card"))
        cards.append(
            f'<div class="{card}"><a href="{e(href)}"><div class="{card}_title">'
            f'{e(article.headline)}</div><div class="{card}_time">'
            f"{clock_first(view.edition, article.published)}</div></a></div>"
        )
    pages = range(max(1, view.shown - 2), min(view.last, view.shown + 2) + 1)
    pager = "".join(
        f'<li class="page-item{" active" if n == view.shown else ""}">'
        f'<a class="page-link" href="{view.path}?page={n}">{n}</a></li>'
        for n in pages
    )
    body = (
        f'<h1>{e(view.title)}</h1><div class="{_LIST[view.kind]}">{"".join(cards)}</div>'
        f'<ul class="pagination">{pager}</ul>'
    )
    return html_page(EDITIONS[view.edition].language, e(view.title), "", body)
