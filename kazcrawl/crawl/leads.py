"""Where addresses lead: to the article that was asked for under its new name, or to another.

A key that identifies its article alone needs nothing of this. Any other redirect is the site's
word, and a site may send everything to its newest article for an hour.
"""

from collections.abc import Sequence

from kazcrawl.archive import FORGOTTEN, Known
from kazcrawl.crawl.account import Account
from kazcrawl.crawl.context import RunContext
from kazcrawl.items import LOOK, Found

ELSEWHERE = "led to another article"
"""The reason of an address whose answer came from one that is not its article's."""


class Leads:
    """What a run believes of the addresses that led to others."""

    def __init__(self, context: RunContext, account: Account) -> None:
        self.context = context
        self.account = account
        # By the hash of an address to which one led on the site's word alone: that one and its
        # kind, or None once several did.
        self._only_leads: dict[str, tuple[Found, str] | None] = {}

    def formers(self, found: Sequence[Found]) -> dict[str, Found]:
        """By the hash of a new address the archived article of its edition that has its key.

        Its old address tells whether it is the same one: then it redirects to the new.
        """
        addresses, archive = self.context.site.addresses, self.context.archive
        keys = {one.url_hash: addresses.key_hash(one.url) for one in found}
        sharing = archive.sharing([key for key in keys.values() if key is not None])
        formers = {}
        for one in found:
            held = [known for known in sharing.get(keys[one.url_hash] or "", ()) if known.revision]
            if held and one.url_hash not in {known.url_hash for known in held}:
                newest = max(held, key=_moment).url_hash
                formers[one.url_hash] = Found(newest, archive.newest(newest)["url"], one.edition)
        return formers

    def is_forgotten(self, former: Found) -> bool:
        """Whether an archived article was taken down for good: its page is not to be read."""
        known = self.context.archive.known([former.url_hash])
        return known[former.url_hash].status == FORGOTTEN

    def believes(self, found: Found, kind: str, address: str) -> bool:
        """Whether what ``address`` holds is the article that was asked for as ``found``.

        ``address`` is the one that answered, or the canonical one of a page. On the site's word
        alone it is not, if several addresses led there in this run, or if it is known to be an
        article of its own. What was believed of the first of several is undone.
        """
        addresses = self.context.site.addresses
        if addresses.are_one(found.url, address):
            return True
        if not addresses.may_be_one(found.url, address):
            return False
        names = addresses.identities(address)
        if names[0] not in self._only_leads:
            if not addresses.is_bare_number(found.url) and self._is_own(names, kind):
                return False
            self._only_leads[names[0]] = found, kind
            return True
        first = self._only_leads[names[0]]
        if first is not None and first[0].url_hash == found.url_hash:
            return True
        self._only_leads[names[0]] = None
        if first is not None:
            self._undo(*first, names)
        return False

    def refuse(self, found: Found, kind: str) -> None:
        """An address led to another article: it is asked for again on a later run."""
        self.context.report.edition(found.edition).failures[ELSEWHERE] += 1
        self.account.failed(found, kind, ELSEWHERE)

    def _is_own(self, names: Sequence[str], kind: str) -> bool:
        """Whether an article is known by its own address; an archived one is no other, either."""
        return kind == LOOK or self.context.memory.has(names) or bool(self._known(names))

    def _undo(self, found: Found, kind: str, names: Sequence[str]) -> None:
        for known in self._known(names).values():
            if known.url_hash != found.url_hash:
                own_names = self.context.site.addresses.identities(found.url)
                self.context.archive.drop_aliases(known.url_hash, own_names)
        # What came under its address may be on its way to the archive still.
        self.context.memory.disown(found.url_hash)
        self.refuse(found, kind)

    def _known(self, names: Sequence[str]) -> dict[str, Known]:
        return self.context.archive.known(names)


def _moment(known: Known) -> str:
    return known.date_published or ""
