"""An article on its way through the pipelines, as Scrapy's item adapter shows it."""

from collections.abc import Iterator, KeysView
from typing import Any

from itemadapter import ItemAdapter
from itemadapter.adapter import AdapterInterface

from kazcrawl.items import Fetched
from kazcrawl.record import Article


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
