"""Every lie alone, pairs drawn at random, and honest worlds.

One lie's worlds: ``KAZTEST_LIES_ALL=1 pytest tests/lies -k page_404_once``; hundreds of worlds:
``make lies``.
"""

import os
import re
from pathlib import Path

import pytest

from tests.lies.bed.checks import try_world
from tests.lies.bed.lie import lies
from tests.lies.bed.table import draw
from tests.lies.known import KNOWN

SEED = 7
# Every lie, those of known.py too: a mend must strike its entry out. The suite leaves out lies
# that come by the same way as another, for a world costs ten seconds.
ALL = bool(os.environ.get("KAZTEST_LIES_ALL"))
PAIRS = 2
HONEST = 2
_ALIKE = {
    *("article_304", "cut_206", "cut_br", "cut_chunked", "cut_deflate", "cut_length", "cut_zstd"),
    *("page_empty_once", "page_error_once", "page_redirects_to_first", "pager_names_more"),
    *("rss_behind", "rss_gaps", "rss_shapes", "amp", "www", "hex_a", "canonical_port"),
    *("articles_404", "list_cut_off"),
    *("list_insertions", "everything_changed", "robots_forms", "site_date_wrong", "headline_403"),
    *("article_no_body", "busy_with_200", "canonical_flips", "card_twice", "cards_lead_elsewhere"),
    *("charset_lies", "day_ignored", "day_next_once", "etag_shared", "gone_and_back"),
    *("gzip_twice", "host_clock", "lastmod_future", "length_short", "list_moved"),
    *("page_anothers_once", "page_challenge_once", "page_day_old_once", "page_home_once"),
    *("page_login_once", "page_no_body_once", "page_old_once", "page_shuffled_once"),
    *("page_truncated_once", "page_undated_once", "pager_grows", "pager_one_once", "pages_stale"),
    *("pinned_everywhere", "renamed_and_edited", "retry_after_past", "robots_closed"),
    *("robots_page", "rss_anothers", "rss_early", "rss_short_links", "slash_variants"),
    *("stale_first_page", "stale_site", "titles_are_sections", "upper_case"),
}
# Of a world: four before the first run, and nine behind it.
DAYS = 12


def _alone() -> list[object]:
    """Every lie where all are asked for; else one of each way, of those that are seen through."""
    return [
        pytest.param(
            name, id=name, marks=[pytest.mark.xfail(reason=KNOWN[name])] if name in KNOWN else []
        )
        for name in sorted(lies())
        if ALL or name not in KNOWN.keys() | _ALIKE
    ]


def _pairs() -> list[object]:
    """Pairs of lies that are seen through, drawn at random."""
    drawn = (names for _, names in draw(40 * PAIRS, SEED) if len(names) == 2)
    sound = [names for names in drawn if not KNOWN.keys() & set(names)]
    return [pytest.param(names, id="+".join(names)) for names in sound[:PAIRS]]


@pytest.mark.parametrize("name", _alone())
def test_a_lie_costs_no_article_in_silence_and_is_named(name: str, tmp_path: Path) -> None:
    result = try_world(SEED, (name,), tmp_path)
    assert result.effects[name], "the world was to lie, and did not"
    assert result.is_sound, result.report()


@pytest.mark.parametrize("names", _pairs())
def test_two_lies_at_once_cost_no_article_in_silence(
    names: tuple[str, ...], tmp_path: Path
) -> None:
    result = try_world(SEED, names, tmp_path)
    assert result.is_sound, result.report()


@pytest.mark.parametrize("seed", range(HONEST))
def test_an_honest_world_is_crawled_whole_and_without_a_warning(seed: int, tmp_path: Path) -> None:
    result = try_world(seed, (), tmp_path)
    assert result.is_sound, result.report()
    assert (result.told, result.gaps) == ([], []), result.report()
    assert result.complete >= DAYS * len(result.editions)
    assert set(result.codes) == {0}
    loud = [row for row in result.sentences if not re.search("verdict: (good|nothing new):", row)]
    assert loud == []


def test_what_is_known_to_be_amiss_is_a_lie_of_the_bed() -> None:
    assert set(KNOWN) <= set(lies())
