"""G1.5: 2021 to September 2023. Announcements with their times; three related links framed."""

from kazcrawl.sample_site.articles import SampleArticle
from kazcrawl.sample_site.calendar import astana, day_first
from kazcrawl.sample_site.layouts.parts import (
    View,
    advertisement,
    body_html,
    byline,
    e,
    html_page,
    metadata,
    related_heading,
    related_links,
    section_of,
)
from kazcrawl.sites.kazinform.editions import EDITIONS
from kazcrawl.sites.kazinform.layouts.g15 import G15Article

PAGE = G15Article
CARDS = 20
NOW = "2022-09-21T08:00:00+00:00"
RICHEST = 52


def printed(article: SampleArticle) -> str:
    """The date of the article's page."""
    return day_first(article.edition, article.published, ", ")


def article(article: SampleArticle) -> str:
    """An article page; it tells no time of change."""
    links = "".join(f'<li><a href="{u}">{e(t)}</a></li>' for u, t in related_links(article))
    related = (
        f'<div class="frame_news_article_adapt"><p>{related_heading(article.edition)}</p>'
        f"<ul>{links}</ul></div>"
    )
    author = (
        f'<div class="data_author_bl">Автор: <a href="/author/13">{byline(article)}</a></div>'
        if article.authors
        else ""
    )
    tags = "".join(f'<a href="/tag/t1">{e(tag)}</a> ' for tag in article.tags)
    unchanged = [
        line
        for line in metadata(article, attribute="name", lead=False).split("\n")
        if "modified_time" not in line
    ]
    head = "\n".join(unchanged) + (
        f'\n<meta name="article:section" content="{e(section_of(article)[1])}">'
    )
    body = f"""<div class="article_bl">
<div class="title_article_bl"><h1>{e(article.headline)}</h1></div>
<div class="time_article_bl">{printed(article)}</div>
<div class="body_article_bl"><img src="{article.image}" alt="{e(article.headline)}">
{body_html(article, related=related, captioned=False)}
</div>
<div class="keywords_bl">{tags}</div>{author}
</div>"""
    return html_page(
        EDITIONS[article.edition].language, e(article.headline), head, body, article.views
    )


def listing(view: View) -> str:
    """A listing page; its cards show the time of day alone, as those of 2022 did."""
    cards = []
    for number, (article, href) in enumerate(view.cards):
        if number == 4:
            cards.append(advertisement("article", "anounce-promo"))
        cards.append(
            f'<article class="anounce-news"><a class="anounce-news__link" href="{e(href)}">'
            f"<h3>{e(article.headline)}</h3>"
            f"<span>{astana(article.published):%H:%M}</span></a></article>"
        )
    pages = range(max(1, view.shown - 2), min(view.last, view.shown + 2) + 1)
    pager = "".join(
        f'<a class="{"active" if n == view.shown else "page"}" href="{view.path}?page={n}">{n}</a>'
        for n in pages
    )
    body = f'<h1>{e(view.title)}</h1>{"".join(cards)}<p class="pagination">{pager}</p>'
    return html_page(EDITIONS[view.edition].language, e(view.title), "", body)
