"""From what a page says to an article on its way, by how the page was come by."""

from dataclasses import dataclass
from datetime import datetime

from kazcrawl import clock
from kazcrawl.items import NEW, Fetched, Found
from kazcrawl.languages import checked_language
from kazcrawl.pages import Reading
from kazcrawl.record import Article
from kazcrawl.sites.site import Site


@dataclass(frozen=True, slots=True)
class Finding:
    """How a page was come by.

    ``answered`` is the address that gave it, ``asked`` are the addresses that led there;
    ``fetched_at`` is None for a page of which that is not known: relative dates are null then.
    """

    found: Found
    answered: str
    kind: str = NEW
    asked: tuple[str, ...] = ()
    fetched_at: datetime | None = None
    crawl_id: str | None = None
    validators: tuple[str | None, str | None] = (None, None)


def fetched_of(reading: Reading, site: Site, finding: Finding) -> Fetched:
    """The article of a reading: what was printed, not yet cleaned or normalised.

    Its address is that which answered, if it is an article's, or else the one found; the page's
    own canonical link is taken where it can be believed. What led there is its alias where the
    addresses are of one article, or the site's word of that was believed. Its language is what
    edition or page claim: a text that is clearly in another is marked as what it is.
    """
    addresses, edition = site.addresses, finding.found.edition
    is_own = addresses.is_article_of(edition, finding.answered)
    url = finding.answered if is_own else addresses.canonical(finding.found.url)
    own = addresses.believed_canonical(url, reading.canonical) or addresses.canonical(url)
    met = {addresses.canonical(address) for address in (*finding.asked, finding.answered)}
    return Fetched(
        article=Article(
            url=own,
            source=site.name,
            edition=edition,
            in_language=checked_language(site.language(edition, reading), "\n".join(reading.body)),
            headline=reading.headline,
            description=reading.description,
            article_body="\n\n".join(reading.body),
            article_section=reading.sections,
            keywords=reading.keywords,
            author=reading.authors,
            image=reading.images,
            date_published_raw=reading.date_raw,
            layout=reading.layout,
            fetched_at=clock.text(finding.fetched_at) if finding.fetched_at else None,
            crawl_id=finding.crawl_id,
        ),
        found=finding.found,
        kind=finding.kind,
        validators=finding.validators,
        aliases=sorted(
            address
            for address in met - {own}
            if addresses.are_one(address, own) or addresses.may_be_one(address, own)
        ),
        published_machine=reading.published_machine,
        modified_raw=reading.modified_raw,
    )
