"""What a page of unknown layout claims of its article, around the headline and text found there."""

from kazcrawl.pages.article import Reading, repeats
from kazcrawl.pages.generic import LAYOUT
from kazcrawl.pages.metadata import Metadata


def claimed(metadata: Metadata, headline: str, text: list[str]) -> Reading:
    """A reading with the metadata's fields; a description that says the text again is none."""
    description = metadata.description
    return Reading(
        layout=LAYOUT,
        headline=headline,
        body=text,
        description=None if description is None or repeats(description, text) else description,
        date_raw=metadata.published or metadata.printed,
        published_machine=metadata.published,
        modified_raw=metadata.modified,
        authors=metadata.authors,
        sections=metadata.sections,
        keywords=metadata.keywords,
        canonical=metadata.canonical,
        language=metadata.language,
    )
