"""What the engine hands on: an address as it was found, and the article that came of it."""

from collections.abc import Iterator, KeysView
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from itemadapter import ItemAdapter
from itemadapter.adapter import AdapterInterface

from kazcrawl.record import Article

NEW, LOOK = "new", "look"
"""Kinds: an address that the archive lacks; an archived article that is looked at again."""


class Found(NamedTuple):
    """An address as a listing showed it; ``day`` is the card's day on the site's clock and
    ``title`` its title, if it told them, ``section`` the slug of the section listing that showed
    it."""

    url_hash: str
    url: str
    edition: str
    section: str | None = None
    day: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Fetched:
    """An article on its way through the pipelines, and how it was come by.

    ``kind`` is NEW or LOOK; ``validators`` are ETag and Last-Modified of the answer;
    ``aliases`` the canonical forms of the other addresses under which the article was met;
    ``published_machine`` what the page says of its date for machines, ``modified_raw`` of its last
    change;
    ``removed`` the lines that cleaning took out: text, rule and place; ``ahead`` a text that was
    cleaned before its pipeline, and what came of it.
    """

    article: Article
    found: Found
    kind: str = NEW
    validators: tuple[str | None, str | None] = (None, None)
    aliases: list[str] = field(default_factory=list)
    published_machine: str | None = None
    modified_raw: str | None = None
    removed: list[tuple[str, str, str]] = field(default_factory=list)
    ahead: tuple[Any, Any] | None = None


class _FetchedAdapter(AdapterInterface):
    """Lets a user's pipeline, wherever it stands, see the article's fields as an item's."""

    @classmethod
    def is_item_class(cls, item_class: type) -> bool:
        return item_class is Fetched

    @classmethod
    def get_field_names_from_class(cls, item_class: type) -> list[str]:
        return list(ItemAdapter.get_field_names_from_class(Article) or ())

    def field_names(self) -> KeysView[str]:
        return ItemAdapter(self.item.article).field_names()

    def __getitem__(self, name: str) -> Any:
        return ItemAdapter(self.item.article)[name]

    def __setitem__(self, name: str, value: Any) -> None:
        ItemAdapter(self.item.article)[name] = value

    def __delitem__(self, name: str) -> None:
        del ItemAdapter(self.item.article)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.field_names())

    def __len__(self) -> int:
        return len(self.field_names())


ItemAdapter.ADAPTER_CLASSES = (_FetchedAdapter, *ItemAdapter.ADAPTER_CLASSES)
