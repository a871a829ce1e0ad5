"""Jannah: the WordPress theme of sites that republish the agency's news."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kazcrawl.pages.article import ArticlePage
from kazcrawl.pages.listing import ListingPage
from kazcrawl.pages.page import Page, unique
from kazcrawl.text import tidy_or_none


class JannahArticle(ArticlePage):
    """A post; the theme's JSON-LD knows the moment of which the page shows only the day."""

    since = date(2019, 1, 1)
    TITLE = "h1.post-title.entry-title, h1.entry-title"
    DATE = ".entry-header .date.meta-item, .entry-header-outer .date.meta-item, .date.meta-item"
    LEAD: ClassVar[str | None] = "h2.entry-sub-title"
    BODY = "article#the-post .entry-content.entry, .entry-content.entry"
    NOISE = (
        ".stream-item, #inline-related-post, .mag-box, .post-bottom-tags, .post-bottom-meta, "
        ".share-buttons, .sharedaddy, .jp-relatedposts, #related-posts, #comments, "
        ".about-author, .post-shortlinks, .screen-reader-text, #post-extra-info"
    )
    AUTHOR = ".meta-author a.author-name"
    SECTION = ".entry-header a.post-cat, .entry-header-outer a.post-cat"
    TAGS = ".post-bottom-tags a, .post-bottom-meta a[rel=tag]"
    MAIN_IMAGE = "figure.single-featured-image img, .featured-area img"

    def authors(self) -> list[str]:
        return self.page.metadata.told_authors or super().authors()

    def sections(self) -> list[str]:
        return unique(self.page.texts(self.SECTION)) or self.page.metadata.sections

    def published_machine(self) -> str | None:
        said = self.page.news_article.get("datePublished")
        return tidy_or_none(said if isinstance(said, str) else None) or super().published_machine()

    def is_picture(self, url: str) -> bool:
        return super().is_picture(url) and "/avatar/" not in url


class JannahListing(ListingPage):
    """Posts of a front page or category, twelve or so a page, at ``/page/N/``."""

    CARD = "ul#posts-container > li.post-item, ul.posts-items > li.post-item"
    LIST = "ul#posts-container"
    LINK = ".post-title a"
    TITLE = ".post-title"
    DATE = "span.date"
    PAGER = ".pages-nav"
    CURRENT = ".pages-nav .pages-numbers li.current"


@dataclass(frozen=True, slots=True)
class LoadMore:
    """The button under a listing that has no pager: what it sends, and the last page it has."""

    query: str
    last: int

    def form(self, page: int, action: str) -> dict[str, str]:
        """The form by which the theme asks for a page, counted from 1."""
        return {"action": action, "query": self.query, "max": str(self.last), "page": str(page)}


def read_load_more(page: Page) -> LoadMore | None:
    """The button of a listing page, None where it has none or nothing is left to load."""
    node = page.first("a#load-more-archives")
    if node is None:
        return None
    last = str(node.attributes.get("data-max") or "")
    if not last.isdecimal() or int(last) < 2:
        return None
    return LoadMore(str(node.attributes.get("data-query") or ""), int(last))
