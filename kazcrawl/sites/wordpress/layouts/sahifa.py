"""Sahifa: the theme that Jannah's makers sold before it; sites that republish still have it."""

from datetime import date

from kazcrawl.pages.listing import ListingPage
from kazcrawl.sites.wordpress.layouts.jannah import JannahArticle


class SahifaArticle(JannahArticle):
    """A post; its body is a plain ``div.entry``, and the theme shows no lead."""

    since = date(2012, 1, 1)
    has_lead = has_captions = False
    TITLE = "h1.name.post-title"
    DATE = ".post-meta .tie-date"
    LEAD = None
    BODY = "#the-post .entry:not(.entry-content)"
    NOISE = (
        ".e3lan, .share-post, .post-tag, .page-link, .related-item, .post-views, .sharedaddy, "
        ".jp-relatedposts, section#related_posts, #author-box, #comments, .screen-reader-text"
    )
    AUTHOR = ".post-meta-author a"
    SECTION = ".post-meta .post-cats a"
    TAGS = ".post-tag a[rel=tag]"
    MAIN_IMAGE = ".single-post-thumb img"


class SahifaListing(ListingPage):
    """Posts of an archive, ten or so a page, at ``/page/N/``."""

    CARD = "article.item-list, li.item-list"
    LIST = ".archive-box"
    LINK = ".post-box-title a"
    TITLE = ".post-box-title"
    DATE = ".tie-date"
    CURRENT = ".pagination .current"
