"""What every crawl and every sample site makes of the project's files before its first page.

The server of ``tests.preloaded`` imports this; it depends on no settings.
"""

import gc

from kazcrawl.cleaning.rulebook import all_rules
from kazcrawl.sample_site.stories import sections_of
from kazcrawl.sites.kazinform.editions import EDITIONS

all_rules()
for edition in EDITIONS:
    sections_of(edition)
# No fork looks for garbage in it.
gc.freeze()
