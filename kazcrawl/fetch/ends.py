"""Whether a page came to its end: ``</html>``, unless pages of its kind are written without it.

A page that was cut on its way to us, and then got the right length of what was left, shows it
nowhere else; one whose length nobody told, neither. But ``</html>`` may be left out, and some
templates do: a page is judged by its like.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from scrapy.http import Response

NO_END = "no end"
"""Why a page that breaks off before its end is a failure."""

# Of a page, in bytes: counters and caches write behind its end, but no more than that.
_TAIL, _USUAL = 20_000, 100
# So many pages that have no end, and next to none that has one, are their template's.
_TEMPLATE = 8
_NEXT_TO_NONE = 0.1


@dataclass(slots=True)
class _Kind:
    """The pages of a kind: how many had an end, and the addresses of those that had none."""

    ended: int = 0
    without: set[str] = field(default_factory=set)


class PageEnds:
    """What a run knows of the ends of its pages, by edition and kind: a layout, a listing."""

    def __init__(self) -> None:
        self._kinds: defaultdict[tuple[str, str], _Kind] = defaultdict(_Kind)

    def note(self, response: Response, edition: str, kind: str) -> None:
        """A page that was read is of an edition's kind."""
        if has_end(response):
            self._kinds[edition, kind].ended += 1
        else:
            self._kinds[edition, kind].without.add(response.url)

    def is_cut(self, response: Response, edition: str, kind: str | None) -> bool:
        """Whether a page broke off: it has no end, and its like are not known to have none.

        Its like are the pages of its kind, or, where what is left of the page is of none, all
        of the edition.
        """
        if has_end(response):
            return False
        self._kinds[edition, kind or ""].without.add(response.url)
        return not _are_endless(
            pages
            for (of, other), pages in self._kinds.items()
            if of == edition and kind in (None, other)
        )

    def ended(self, edition: str, kind: str) -> bool:
        """Whether a page of the kind had an end."""
        return self._kinds[edition, kind].ended > 0


def has_end(response: Response) -> bool:
    """Whether ``</html>`` stands at the end of an answer, in whatever encoding."""
    body = response.body
    # As nearly every page ends.
    if b"</html>" in body[-_USUAL:]:
        return True
    return b"</html" in body[-_TAIL:].replace(b"\0", b"").lower()


def _are_endless(kinds: Iterable[_Kind]) -> bool:
    """Whether the templates of some pages write no end."""
    ended = without = 0
    for kind in kinds:
        ended += kind.ended
        without += len(kind.without)
    return without >= _TEMPLATE and ended < _NEXT_TO_NONE * without
