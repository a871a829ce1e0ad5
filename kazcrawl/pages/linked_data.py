"""What a page's JSON-LD holds, and which of its objects is about the page's own article."""

from typing import Any

from kazcrawl.pages import jsonld
from kazcrawl.pages.likeness import same_words
from kazcrawl.pages.links import bare


class LinkedData:
    """The objects of a page's JSON-LD, in the page's order."""

    def __init__(self, objects: list[dict[str, Any]]) -> None:
        self.objects = objects

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The objects of a type."""
        return [entry for entry in self.objects if kind in jsonld.types_of(entry)]

    def resolved(self, value: Any, *needed: str) -> Any:
        """A value, or the object that it only names by ``@id`` and says nothing of."""
        if isinstance(value, dict) and not any(value.get(name) for name in needed):
            own_id = value.get("@id")
            named = (
                entry for entry in reversed(self.objects) if own_id and entry.get("@id") == own_id
            )
            return next(named, value)
        return value

    def article(self, title: str, addresses: list[str]) -> dict[str, Any]:
        """The object of the article with the page's ``addresses`` or ``title``, or an empty one.

        One of several (related ones, a list); one of quite another title and address is another
        article's.
        """
        articles = [entry for entry in self.objects if jsonld.is_article(entry)]
        if not articles:
            return {}
        headline = articles[0].get("headline")
        if len(articles) == 1 and headline and title.startswith(str(headline)):
            return articles[0]
        own = set(map(bare, addresses))
        ranked = [(_likeness(entry, title, own), -place) for place, entry in enumerate(articles)]
        likeness, place = max(ranked)
        return articles[-place] if likeness > 0 else {}

    def crumbs(self, title: str) -> list[str]:
        """The sections of the first trail of breadcrumbs, without the site and the article."""
        for trail in self.of("BreadcrumbList"):
            if isinstance(trail.get("itemListElement"), list):
                entries = [entry for entry in trail["itemListElement"] if isinstance(entry, dict)]
                names = [name_of(entry) or jsonld.text_of(entry.get("item")) for entry in entries]
                return [name for name in names[1:] if name and same_words(name, title) < 0.6][:3]
        return []


def name_of(entry: dict[str, Any]) -> str | None:
    """The name that an object has."""
    return jsonld.text_of(entry.get("name"))


def _likeness(entry: dict[str, Any], title: str, own: set[str]) -> float:
    told = (entry.get("url"), entry.get("@id"), entry.get("mainEntityOfPage"))
    addresses = {bare(address) for address in told if isinstance(address, str)}
    if not addresses.isdisjoint(own):
        return 2.0
    headline = jsonld.text_of(entry.get("headline")) or name_of(entry)
    if headline and title:
        return same_words(headline, title)
    # One that names nothing but another article's address is that article's.
    return 0.0 if any("/" in address for address in addresses) else 0.5
