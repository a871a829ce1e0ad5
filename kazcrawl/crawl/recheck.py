"""The second reading of a walk: did the list move while it was read?

What is withdrawn from pages that were read moves the others up: the first article of the next
page then stands on the page before it, and no page shows it. So the pages of a walk that is to
stand in the ledger are read once more, all but the last. An article that the walk had not seen,
other than new ones at the head, or one that is no longer there, tells that the list moved: then
they are read again, until a reading tells nothing of the kind. Pure: pages in, decisions out.
"""

from kazcrawl.crawl.walk import Ending, Entry, Walk

_MOST_READINGS = 3


class Recheck:
    """The second reading, and more if need be, of a walk that came to its end."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self._number_of_readings = 0
        self._pages: dict[int, list[Entry]] = {}
        self._is_under_way = self._is_over = False

    def begin(self) -> list[int]:
        """The pages to be asked for now; none while a reading is under way, or behind the last."""
        if self._is_under_way or self._is_over:
            return []
        self._is_under_way = True
        self._number_of_readings += 1
        return list(range(1, self.walk.depth))

    def read(self, number: int, entries: list[Entry]) -> list[Entry]:
        """What a page shows now; gives what the walk had not seen."""
        self._pages[number] = entries
        seen_ids = self.walk.seen_ids
        return [entry for entry in entries if entry.id not in seen_ids]

    def decide(self) -> bool:
        """Whether all is read and the walk's end stands: proved, or given up as contradicted."""
        if not self._is_under_way or len(self._pages) < self.walk.depth - 1:
            return False
        moved = self._moved()
        self.walk.replace({number: [e.id for e in page] for number, page in self._pages.items()})
        self._pages, self._is_under_way = {}, False
        if moved is None:
            self._is_over = True
            self.walk.witness += f"; pages before {self.walk.depth} read again, nothing had moved"
        elif self._number_of_readings == _MOST_READINGS:
            self._is_over = True
            times = self._number_of_readings
            self.walk.end(
                Ending.CONTRADICTED, f"the list moves while it is read, {times} times: {moved}"
            )
        return self._is_over

    def fail(self, number: int) -> None:
        """A page did not come once more: the reading is never complete."""
        self.walk.end(Ending.CUT, f"page {number} did not come when it was to be read again")

    def _moved(self) -> str | None:
        """What tells that articles moved up, None if nothing does."""
        walk = self.walk
        entries = [entry for _, page in sorted(self._pages.items()) for entry in page]
        seen_ids, shown_ids = walk.seen_ids, {entry.id for entry in entries}
        unseen = [entry for entry in entries if entry.id not in seen_ids]
        first_seen = next((i for i, entry in enumerate(entries) if entry.id in seen_ids), 0)
        new_ids = {entry.id for entry in entries[:first_seen]} | {
            entry.id
            for entry in unseen
            if entry.published and walk.newest and entry.published >= walk.newest
        }
        moved_up = {entry.id for entry in unseen} - new_ids
        before = list(dict.fromkeys(walk.sequence(before=walk.depth)))
        # What is new at the head pushed as many off these pages.
        gone = set(before[: len(before) - len(new_ids)]) - shown_ids
        if not moved_up and not gone:
            return None
        return f"{len(moved_up)} articles had not been shown, {len(gone)} are gone"
