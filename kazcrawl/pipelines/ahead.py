"""What is costly in pipelines and needs the article alone: made where its page is read.

A pipeline takes what was made ahead of the very values that it finds; what another pipeline before
it changed is made anew.
"""

from typing import Any

from kazcrawl.cleaning import Cleaned, clean
from kazcrawl.items import Fetched
from kazcrawl.pipelines.moments import Moments, moments, told_of
from kazcrawl.sites.site import Site
from kazcrawl.text import tidy


def make_ahead(item: Fetched, site: Site) -> Fetched:
    """The article, with what its pipelines will ask for."""
    text, lead, told = _text_of(item), _lead_of(item), told_of(item)
    item.ahead = ((text, _cleaned(*text)), (lead, _cleaned(*lead)), (told, moments(told, site)))
    return item


def cleaned_of(item: Fetched) -> Cleaned:
    """An article's text, cleaned."""
    return _cleaned_of(item, _text_of(item))


def cleaned_lead_of(item: Fetched) -> Cleaned:
    """An article's description, cleaned."""
    return _cleaned_of(item, _lead_of(item))


def moments_of(item: Fetched, site: Site) -> Moments:
    """When an article was published and changed."""
    told = told_of(item)
    made: Moments | None = _made(item, told)
    return made or moments(told, site)


def _made(item: Fetched, values: tuple[Any, ...]) -> Any:
    return next((made for own, made in item.ahead if own == values), None)


def _cleaned_of(item: Fetched, text: tuple[str | None, str | None]) -> Cleaned:
    made: Cleaned | None = _made(item, text)
    return made or _cleaned(*text)


def _text_of(item: Fetched) -> tuple[str | None, str | None]:
    return item.article.article_body, item.article.headline


def _lead_of(item: Fetched) -> tuple[str | None, None]:
    lead = tidy(item.article.description)
    return lead, None


def _cleaned(body: str | None, headline: str | None) -> Cleaned:
    return clean([text for part in (body or "").split("\n") if (text := tidy(part))], headline)
