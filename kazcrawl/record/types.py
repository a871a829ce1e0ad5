"""A record's types in another program's words."""

from collections.abc import Callable
from types import NoneType
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    NamedTuple,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from kazcrawl.record.shape import UTC, Record, Says

Word = TypeVar("Word")


class Words(NamedTuple, Generic[Word]):
    """How a program names a text, a whole number, a moment, a list of a type, an object with the
    types of its keys; and what becomes of a type that may be null, or of which more is said."""

    text: Word
    number: Word
    moment: Word
    list_of: Callable[[Word], Word]
    object_of: Callable[[dict[str, Word]], Word]
    nullable: Callable[[Word], Word] = lambda word: word
    with_more: Callable[[Word, Says], Word] = lambda word, says: word


def record_types(words: Words[Word]) -> dict[str, Word]:
    """Each key of a record with its type in a program's words, in the feed's order."""
    return _keys(Record, words)


def told(key: str) -> str:
    """What the record's type says of a key, Markdown."""
    *_, last = get_args(get_type_hints(Record, include_extras=True)[key])
    text: str = last.text
    return text


def list_keys() -> frozenset[str]:
    """The keys that are lists."""
    hints = get_type_hints(Record)
    return frozenset(key for key, hint in hints.items() if get_origin(hint) is list)


def moment_keys() -> frozenset[str]:
    """The keys that are moments in UTC."""
    hints = get_type_hints(Record, include_extras=True)
    return frozenset(key for key, hint in hints.items() if UTC in _notes(hint))


def nullable_keys() -> frozenset[str]:
    """The keys that may be null."""
    hints = get_type_hints(Record)
    return frozenset(key for key, hint in hints.items() if NoneType in get_args(hint))


def _keys(kind: type, words: Words[Word]) -> dict[str, Word]:
    hints = get_type_hints(kind, include_extras=True)
    return {key: _word(hint, words) for key, hint in hints.items()}


def _notes(hint: Any) -> tuple[Any, ...]:
    own: tuple[Any, ...] = getattr(hint, "__metadata__", ())
    return sum(map(_notes, get_args(hint)), own)


def _word(hint: Any, words: Words[Word]) -> Word:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        word = words.moment if UTC in inner else _word(inner[0], words)
        for says in inner[1:]:
            word = words.with_more(word, says)
        return word
    if origin is list:
        return words.list_of(_word(inner[0], words))
    if origin is Literal:
        return words.with_more(words.text, Says(takes={"enum": list(inner)}))
    if NoneType in inner:
        return words.nullable(_word(inner[0], words))
    if hint is str:
        return words.text
    return words.number if hint is int else words.object_of(_keys(hint, words))
