"""How many articles there are, by two witnesses of one span: capture and recapture.

Of a population of which two witnesses each see a share, independently, what both saw tells how
much neither did (Chapman 1951; the interval after Chao 1987, log-normal over what is unseen, with
half an article added to each count so that it exists where nothing is missing). Feeds and listings
of one site are not independent: what the site's own base lacks, both lack. So the estimate stands
beside the measured recall, and never makes a span complete.
"""

from math import ceil, exp, floor, log, sqrt
from typing import NamedTuple

from kazcrawl.health.counts import WitnessCounts

# Of the normal distribution: 95% lie within so many deviations.
_DEVIATIONS = 1.96


class Estimate(NamedTuple):
    """Articles in all, with the bounds of the 95% interval."""

    total: float
    low: int
    high: int


def estimate(counts: WitnessCounts) -> Estimate | None:
    """How many articles there are by what feed and listing told; None where one told nothing."""
    feed, listing, both = counts.feed, counts.listing, counts.both
    if not feed or not listing:
        return None
    seen = feed + listing - both
    feed_alone, listing_alone = feed - both + 0.5, listing - both + 0.5
    unseen = feed_alone * listing_alone / (both + 0.5)
    variance = (feed + 0.5) * (listing + 0.5) * feed_alone * listing_alone / (both + 0.5) ** 3
    factor = exp(_DEVIATIONS * sqrt(log(1 + variance / unseen**2)))
    total = seen + (feed - both) * (listing - both) / (both + 1)
    return Estimate(total, floor(seen + unseen / factor), ceil(seen + unseen * factor))
