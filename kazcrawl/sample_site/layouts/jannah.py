"""Jannah: the WordPress theme of republishers, its English chrome on every language's pages."""

import json

from kazcrawl.sample_site.articles import REPUBLISHERS, SampleArticle
from kazcrawl.sample_site.calendar import MONTHS, astana
from kazcrawl.sample_site.layouts.parts import (
    View,
    body_html,
    body_text,
    byline,
    caption_html,
    e,
    html_page,
    iso,
)
from kazcrawl.sites.wordpress.layouts.jannah import JannahArticle

PAGE = JannahArticle
CARDS = 12
NOW = "2026-11-23T12:00:00+00:00"
RICHEST = 7


def _root(edition: str) -> str:
    return f"https://{edition[4:]}.republisher.example"


def _json_ld(article: SampleArticle) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "datePublished": iso(article.published),
        "dateModified": iso(article.modified) if article.modified else None,
        "headline": article.headline,
        "description": article.lead,
        "articleBody": body_text(article),
        "author": [{"@type": "Person", "name": name} for name in article.authors] or None,
        "image": {"@type": "ImageObject", "url": article.image},
    }
    return json.dumps({k: v for k, v in data.items() if v is not None}, ensure_ascii=False).replace(
        "<", "\\u003c"
    )


def printed(article: SampleArticle) -> str:
    """What a post shows: a day or an age; only its metadata know the moment."""
    if article.number % 7 == 5 and article.age_days:
        return f"{article.age_days} day{'s' if article.age_days > 1 else ''} ago"
    local = astana(article.published)
    return f"{MONTHS['en'][local.month - 1]} {local.day}, {local.year}"


def article(article: SampleArticle) -> str:
    """A post with everything that the theme puts around and into its text."""
    root = _root(article.edition)
    name = article.prose.sections[article.section].name
    related = (
        '<div id="inline-related-post" class="mag-box"><h3>Related Articles</h3>'
        f'<a href="{root}/some-other-post-3/">{e(article.related[0])}</a></div>'
    )
    tags = "".join(f'<a href="{root}/tag/x/" rel="tag">{e(tag)}</a>' for tag in article.tags)
    author = (
        f'<span class="meta-author"><a class="author-name" href="{root}/author/a/">'
        f"{byline(article)}</a></span>"
        if article.authors
        else ""
    )
    lead = f'<h2 class="entry-sub-title">{e(article.lead)}</h2>' if article.lead else ""
    head = f'<link rel="canonical" href="{article.url}">'
    body = f"""<div id="content"><article id="the-post" class="post">
<header class="entry-header-outer"><nav id="breadcrumb"><a href="{root}/">Home</a></nav>
<div class="entry-header"><span class="post-cat-wrap"><a class="post-cat" href="{root}/category/c/">{e(name)}</a></span>
<h1 class="post-title entry-title">{e(article.headline)}</h1>{lead}
<div class="post-meta">{author}<span class="date meta-item">{printed(article)}</span></div></div></header>
<figure class="single-featured-image"><img src="{article.image}" alt="">{caption_html(article)}</figure>
<div class="entry-content entry">
{body_html(article, related=related, captioned=True)}
<div class="stream-item">Advertisement</div>
<div class="post-bottom-meta post-bottom-tags"><span>Tags</span>{tags}</div>
</div>
<div id="post-extra-info"><span class="date meta-item">{printed(article)}</span></div>
<script id="tie-schema-json" type="application/ld+json">{_json_ld(article)}</script>
<div class="share-buttons"><a>Facebook</a><a>Twitter</a></div></article>
<div class="about-author">{byline(article)}</div>
<div class="prev-next-post-nav"><a href="{root}/x-1/">Previous</a></div>
<div id="related-posts"><h3>Related news</h3><a href="{root}/y-2/">{e(article.related[1])}</a></div>
<div id="comments"><div id="respond"><h3 id="reply-title">Leave a Reply</h3>
<p>Your email address will not be published.</p></div></div></div>
<div id="check-also-box"><h3>Check Also</h3></div>
<a id="go-to-top" href="#go-to-tie-body"><span class="screen-reader-text">Back to top button</span></a>"""
    language = REPUBLISHERS[article.edition[4:]].partition("-")[0]
    return html_page(language, f"{e(article.headline)} – Republisher", head, body, article.views)


def listing(view: View) -> str:
    """A front page: numbers, next and previous, or a button that loads more, by site."""
    cards = "".join(
        f'<li class="post-item"><h2 class="post-title"><a href="{e(href)}">{e(article.headline)}'
        f'</a></h2><span class="date">{printed(article)}</span>'
        f'<p class="post-excerpt">{e(article.lead)}</p></li>'
        for article, href in view.cards
    )
    root = _root(view.edition)
    if view.edition == "rep-en":
        pager = "".join(
            f'<li class="{"current" if n == view.shown else ""}">'
            f'<a href="{root}/page/{n}/">{n}</a></li>'
            for n in range(1, view.last + 1)
        )
        pager = f'<ul class="pages-numbers">{pager}</ul>'
    elif view.edition == "rep-ru":
        older = view.shown < view.last
        pager = (
            f'<a class="next" href="{root}/page/{view.shown + 1}/">Next page</a>' if older else ""
        )
    else:
        pager = (
            f'<a id="load-more-archives" data-query="" data-max="{view.last}" '
            f'data-page="{view.shown}">Load More</a>'
        )
    body = f'<ul id="posts-container">{cards}</ul><div class="pages-nav">{pager}</div>'
    language = REPUBLISHERS[view.edition[4:]].partition("-")[0]
    return html_page(language, "Republisher", "", body)
