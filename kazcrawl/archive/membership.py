"""Which sections showed an article."""

from kazcrawl.archive.store import Archive


def note_members(
    archive: Archive, source: str, section: str, url_hashes: list[str], noted_at: str
) -> None:
    pass
