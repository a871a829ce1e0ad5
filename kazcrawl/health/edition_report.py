"""What a run met at one edition, and the flat names of its stats."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kazcrawl.health.counts import (
    ArticleCounts,
    AuditCounts,
    ListingCounts,
    SourceCounts,
    WitnessCounts,
)

UNTOLD = ""
"""The edition of failures of which a stored run did not say at which edition they were."""

# The first words of stats ``<word>/<edition>``, each with the attribute of the same name, and of
# those ``<word>/<edition>/<name>``.
OF_EDITION = ("refused", "given_up")
BY_EDITION = (
    *("listing", "article", "discovery", "field", "search", "failed"),
    *("contradicted", "audit", "error", "witness"),
)
# Attributes that one name of these stats is.
_OF_EDITION_BY_NAME = {
    ("search", "endpoint"): "search_endpoint",
    ("search", "browser"): "search_browser",
    ("discovery", "changed"): "changed",
    ("discovery", "vanished"): "vanished",
    ("discovery", "listing_found_more"): "listing_found_more",
}


@dataclass(slots=True)
class EditionReport:
    """What a run met at one edition.

    ``sources`` are its feeds for machines (``rss``, ``sitemap``, ``last-news``); ``changed`` and
    ``vanished`` archived articles that are looked at again because of a listing; ``fill`` counts
    by layout the ``records`` and, for each field, those that have it; ``failures`` why pages did
    not come; ``contradictions`` in what its listings contradict themselves, in a sentence each;
    ``errors`` of the program itself, in pages and pipelines; ``refused`` answers that were a
    refusal; ``given_up`` addresses.
    """

    listings: ListingCounts = field(default_factory=ListingCounts)
    articles: ArticleCounts = field(default_factory=ArticleCounts)
    sources: dict[str, SourceCounts] = field(default_factory=dict)
    changed: int = 0
    vanished: int = 0
    listing_found_more: int = 0
    refused: int = 0
    given_up: int = 0
    search_endpoint: int = 0
    search_browser: int = 0
    fill: dict[str, Counter[str]] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)
    contradictions: Counter[str] = field(default_factory=Counter)
    audit: AuditCounts = field(default_factory=AuditCounts)
    witnesses: WitnessCounts = field(default_factory=WitnessCounts)
    errors: Counter[str] = field(default_factory=Counter)

    def of_source(self, name: str) -> SourceCounts:
        """The counts of a feed for machines, made when they are first asked for."""
        return self.sources.setdefault(name, SourceCounts())

    def of_layout(self, layout: str) -> Counter[str]:
        """The fill of a layout's records, made when it is first asked for."""
        return self.fill.setdefault(layout, Counter())

    @property
    def failed(self) -> int:
        """How many of its pages and feeds for machines did not come."""
        feeds = sum(source.failed for source in self.sources.values())
        return self.listings.failed + self.articles.failed + feeds

    @property
    def articles_came(self) -> int:
        """How many of its article pages came, whatever they held."""
        came = self.articles
        return came.read + came.unfit + came.missing + came.unchanged + came.invalid + came.raised

    @property
    def answers(self) -> int:
        """How many of its pages came as they should; feeds for machines count as one."""
        told = any(source.entries or source.unchanged for source in self.sources.values())
        return self.listings.pages + self.articles_came + told

    @property
    def is_silent(self) -> bool:
        """Whether no listing and no feed for machines of it was as much as tried."""
        return not self.listings and not any(self.sources.values())

    @property
    def seen(self) -> int | None:
        """How many articles its listings named, archived ones among them.

        None where that cannot be said: no listing page came, or the site answered that a page or
        feed had not changed.
        """
        unchanged = any(source.unchanged for source in self.sources.values())
        if not self.listings.pages or self.listings.unchanged or unchanged:
            return None
        return self.articles.asked + self.articles.known + self.articles.postponed

    def as_stats(self, edition: str) -> dict[str, Any]:
        """The stats of the edition with this code by their flat names, counts of nothing too."""
        stats = {f"listing/{edition}/{name}": count for name, count in self.listings.items()}
        stats |= {f"article/{edition}/{name}": count for name, count in self.articles.items()}
        if self.audit:
            stats |= {f"audit/{edition}/{name}": count for name, count in self.audit.items()}
        if self.witnesses:
            stats |= {f"witness/{edition}/{name}": count for name, count in self.witnesses.items()}
        for source, counts in self.sources.items():
            stats |= {
                f"discovery/{edition}/{source}_{name}": count for name, count in counts.items()
            }
        for layout, having in self.fill.items():
            stats |= {f"field/{edition}/{layout}/{name}": count for name, count in having.items()}
        stats |= {f"{name}/{edition}": getattr(self, name) for name in OF_EDITION}
        for (first, name), attribute in _OF_EDITION_BY_NAME.items():
            stats[f"{first}/{edition}/{name}"] = getattr(self, attribute)
        stats |= {
            f"contradicted/{edition}/{what}": count for what, count in self.contradictions.items()
        }
        if edition != UNTOLD:
            stats |= {f"failed/{edition}/{name}": count for name, count in self.failures.items()}
        stats |= {f"error/{edition}/{name}": count for name, count in self.errors.items()}
        return stats

    def read(self, first: str, rest: str, value: int) -> None:
        """Takes over the stat ``<first>/<edition>/<rest>``; one that is not known is passed by."""
        if (first, rest) in _OF_EDITION_BY_NAME:
            setattr(self, _OF_EDITION_BY_NAME[first, rest], value)
        elif first == "listing":
            self.listings.set(rest, value)
        elif first == "article":
            self.articles.set(rest, value)
        elif first == "audit":
            self.audit.set(rest, value)
        elif first == "witness":
            self.witnesses.set(rest, value)
        elif first == "failed":
            self.failures[rest] = value
        elif first == "contradicted":
            self.contradictions[rest] = value
        elif first == "error":
            self.errors[rest] = value
        elif first == "field":
            layout, _, name = rest.partition("/")
            self.of_layout(layout)[name] = value
        elif first == "discovery" and "_" in rest:
            source, _, name = rest.rpartition("_")
            self.of_source(source).set(name, value)


def fill_of(stats: Mapping[str, Any], edition: str, layout: str) -> Counter[str]:
    """The fill of an edition's records of a layout, read from a run's stats alone."""
    first = f"field/{edition}/{layout}/"
    size = len(first)
    return Counter({name[size:]: stats[name] for name in stats if name.startswith(first)})
