"""G1: until 2021. 20 cards a page that show a time of day; related links framed in the body."""

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
from kazcrawl.sites.kazinform.layouts.g1 import G1Article

PAGE = G1Article
CARDS = 20
NOW = "2020-12-01T08:00:00+00:00"
RICHEST = 37


def printed(article: SampleArticle) -> str:
    """The date of the article's page."""
    return day_first(article.edition, article.published, " ")


def article(article: SampleArticle) -> str:
    """An article page; every second one has its first paragraph straight in the body."""
    links = "".join(f'<a rel="nofollow" href="{u}">{e(t)}</a>' for u, t in related_links(article))
    related = (
        '<DIV class="frame_news_article"><div class="frame_title_art"> '
        f"{related_heading(article.edition)} </div>{links}</DIV>"
    )
    author = (
        '<DIV class="author_article_block"><p class="author_p"> Автор: </p>'
        f'<p class="name_p"><a href="/author_author13"> {byline(article)} </a></p></DIV>'
        if article.authors
        else ""
    )
    tags = "&nbsp;&nbsp;".join(f'<a href="/ru/tag_t1">#{e(tag)}</a>' for tag in article.tags)
    head = metadata(article, attribute="property", lead=False) + (
        f'\n<meta name="article:section" content="{e(section_of(article)[1])}">'
    )
    body = f"""<DIV class="article_news_block">
<div class="article_title"> <h1> {e(article.headline)} </h1> </div>
<div class="article_news_head"><div class="date_public_art"> {printed(article)} </div>
<DIV class="soc_art_block"> Поделиться: <div class="ya-share2"></div></DIV></div>
<DIV class="article_news_body">
<img src="{article.image}" alt="{e(article.headline)}" class="main_foto_art">
{body_html(article, related=related, captioned=False, straight=article.number % 2 == 0)}
</DIV>
<DIV class="article_news_foot"><div class="soc_art_block2">Подписывайтесь на наш канал: <a href="https://t.me/x">Telegram</a></div>
<DIV class="keyword_art">{tags}</DIV></DIV>
{author}
</DIV>"""
    return html_page(
        EDITIONS[article.edition].language, e(article.headline), head, body, article.views
    )


def listing(view: View) -> str:
    """A listing page; the pager marks the page shown, the oldest card's moment stands apart."""
    cards = []
    for number, (article, href) in enumerate(view.cards):
        if number == 3:
            cards.append(f"<li>{advertisement('div', 'lenta_promo_block')}</li>")
        cards.append(
            '<li><div class="lenta_news_block"><div class="head_lenta_b">'
            f'<span class="time_b"> {astana(article.published):%H:%M}</span></div>'
            f'<div class="body_lenta_b"> <a class="lenta_news_title" href="{e(href)}"> '
            f"{e(article.headline)} </a> </div></div></li>"
        )
    oldest = f"{astana(view.cards[-1][0].published):%Y-%m-%d %H:%M:%S}" if view.cards else ""
    pages = range(max(1, view.shown - 2), min(view.last, view.shown + 2) + 1)
    pager = "".join(
        f"<span>{n}</span>" if n == view.shown else f'<a href="{view.path}?page={n}">{n}</a>'
        for n in pages
    )
    body = (
        f'<h1>{e(view.title)}</h1><UL class="cont_lenta_t">{"".join(cards)}'
        f'<span class="last_id" data-id="{oldest}"> </span></UL><p class="pagination">{pager}</p>'
    )
    return html_page(EDITIONS[view.edition].language, e(view.title), "", body)
