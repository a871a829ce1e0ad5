"""G3: since the middle of 2026. News cards, and no pager that could be known."""

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
from kazcrawl.sites.kazinform.layouts.g3 import G3Article

PAGE = G3Article
CARDS = 24
NOW = "2026-11-23T12:00:00+00:00"
RICHEST = 82


def printed(article: SampleArticle) -> str:
    """The date of the article's page."""
    return clock_first(article.edition, article.published)


def article(article: SampleArticle) -> str:
    """An article page."""
    related = "".join(f'<p><a href="{u}">{e(t)}</a></p>' for u, t in related_links(article))
    slug, name = section_of(article)
    tags = "".join(
        f'<a href="/tag/taqyryp_t{11100 + n}">{e(tag)}</a>' for n, tag in enumerate(article.tags)
    )
    head = metadata(article, attribute="name") + (
        f'\n<meta name="author" content="{byline(article)}">'
    )
    shown = printed(article)
    body = f"""<main class="page-article"><div class="article">
<h1 class="article__title">{e(article.headline)}</h1>
<div class="article__meta"><time class="meta-date">{shown}</time>
<a class="meta-category" href="/category/{slug}/">{e(name)}</a></div>
<div class="article__image"><figure><img src="{article.image}" alt="{e(article.headline)}">{caption_html(article)}</figure></div>
<div class="article__content">
{body_html(article, related=related, captioned=True)}
</div>
<div class="article__tags">{tags}</div>
</div>
<aside><p>More news in our Telegram channel!</p><p>Currently reading</p></aside></main>"""
    title = f"{e(article.headline)} | {site_name(article.edition)}"
    return html_page(EDITIONS[article.edition].language, title, head, body, article.views)


def listing(view: View) -> str:
    """A listing page without a pager: its own number stands nowhere."""
    cards = []
    for number, (article, href) in enumerate(view.cards):
        if number == 5:
            cards.append(advertisement("div", "news-category__banner"))
        card = (
            f'<a class="news-card" href="{e(href)}"><time class="meta-date">{printed(article)}</time>'
            f'<h3 class="card-title">{e(article.headline)}</h3></a>'
        )
        # Sections have the bare links, the feed wraps them.
        wrapped = f'<div class="news-category__item">{card}</div>'
        cards.append(wrapped if view.kind == "feed" else card)
    body = f'<h1>{e(view.title)}</h1><div class="news-category">{"".join(cards)}</div>'
    return html_page(EDITIONS[view.edition].language, e(view.title), "", body)
