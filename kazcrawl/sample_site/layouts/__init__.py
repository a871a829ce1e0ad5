"""The templates of the sample site, one file a layout."""

from types import ModuleType

from kazcrawl.sample_site.layouts import g1, g2, g3, g15, jannah

LAYOUTS: dict[str, ModuleType] = {"g1": g1, "g15": g15, "g2": g2, "g3": g3, "jannah": jannah}
"""Each has ``CARDS`` (a listing page's), ``article(article)`` and ``listing(view)``."""
