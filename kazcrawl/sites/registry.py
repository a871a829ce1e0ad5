"""Which sites there are: ours, and those of installed packages.

A package offers its sites as entry points of the group ``kazcrawl.sites``, each a ``Site``. They
are loaded, with all page objects, where somebody first asks for one: half of the commands do not.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from kazcrawl.sites.site import Site

GROUP = "kazcrawl.sites"


@cache
def sites() -> "dict[str, Site]":
    """Every site by its name, those that live anywhere last.

    ValueError with one line for an entry point that is no site or cannot be loaded, and for two
    sites of one name.
    """
    from kazcrawl.sites import kazinform, wordpress

    offered = [kazinform.SITE, wordpress.SITE]
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        offered.append(_loaded(point))
    sites_by_name: dict[str, Site] = {}
    for site in sorted(offered, key=lambda site: site.any_host):
        if site.name in sites_by_name:
            raise ValueError(f"two sites are named {site.name}")
        sites_by_name[site.name] = site
    return sites_by_name


def check_installed() -> None:
    """Raises ValueError as ``sites`` does, for what installed packages offer."""
    if entry_points(group=GROUP):
        sites()


def _loaded(point: EntryPoint) -> "Site":
    from kazcrawl.sites.site import Site

    where = f"entry point {point.name} of {GROUP}"
    try:
        site = point.load()
    except Exception as error:  # a package of somebody else's: whatever its code does
        raise ValueError(f"{where}: {type(error).__name__}: {error}") from error
    if not isinstance(site, Site):
        raise ValueError(f"{where}: {point.value} is no site")
    return site


def site_of(url: str) -> "Site":
    """The site whose address ``url`` is; one that lives anywhere for every other address."""
    return next(
        site
        for site in sites().values()
        if site.any_host or site.addresses.edition_of(url) is not None
    )


def site_named(name: str) -> "Site":
    """The site that is the ``source`` of a record; KeyError for one that is not installed."""
    return sites()[name]


def main_site() -> "Site":
    """The agency: what is told of several sites is told by its clock."""
    from kazcrawl.sites import kazinform

    return kazinform.SITE


def clock_of(source: str) -> ZoneInfo:
    """The clock of the site that is the source of a record; the main site's for one that is not
    installed any more."""
    return sites().get(source, main_site()).clock


def edition_name(source: str, edition: str) -> str:
    """What an edition is called where several sites are shown: its code, with its source before
    it where editions of two sites carry the same."""
    bearers = {site.name for site in sites().values() if edition in site.editions}
    return f"{source} {edition}" if bearers - {source} else edition


def rank(source: str, edition: str) -> tuple[int, int, str, str]:
    """What editions are sorted by where several are shown: as their sites have them."""
    names = list(sites())
    codes = list(sites()[source].editions) if source in names else []
    return (
        names.index(source) if source in names else len(names),
        codes.index(edition) if edition in codes else len(codes),
        source,
        edition,
    )
