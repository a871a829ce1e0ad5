"""The templates: one a layout, found by looking, each printing its own form of a date."""

from datetime import UTC, datetime

import pytest

from kazcrawl.sample_site.articles import Newsroom
from kazcrawl.sample_site.layouts import AGENCY, LAYOUTS, REPUBLISHER

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_templates_are_named_as_their_layouts_newest_first() -> None:
    assert AGENCY == ("g3", "g2", "g15", "g1")
    assert REPUBLISHER == "jannah"
    assert set(LAYOUTS) == {*AGENCY, REPUBLISHER}


@pytest.mark.parametrize(
    ("layout", "wanted"),
    [
        ("g1", "23 Ноября 2026 16:53"),
        ("g15", "23 Ноября 2026, 16:53"),
        ("g2", "16:53, 23 Ноябрь 2026 | GMT +5"),
        ("g3", "16:53, 23 Ноября 2026"),
    ],
)
def test_each_template_prints_a_moment_in_its_form(layout: str, wanted: str) -> None:
    room = Newsroom(140, seed=1, now=NOW)
    article = room.article("ru", room.size("ru") - 1)
    article.published = datetime(2026, 11, 23, 11, 53, tzinfo=UTC)
    assert LAYOUTS[layout].printed(article) == wanted
    assert wanted in LAYOUTS[layout].article(article)
