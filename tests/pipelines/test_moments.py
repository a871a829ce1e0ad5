"""The moment of a date's element that holds other words, too."""

import pytest

from kazcrawl.dates import to_local
from kazcrawl.pipelines.moments import Told, moments
from kazcrawl.sites.kazinform import SITE
from tests.samples import FETCHED


@pytest.mark.parametrize(
    ("printed", "published"),
    [
        ("18 августа 2026, 21:38 Общество", "2026-08-18T21:38:00+05:00"),
        ("18 августа 2026, 21:38 по времени Астаны", "2026-08-18T21:38:00+05:00"),
        ("18.08.2026 21:38 (+05:00)", "2026-08-18T21:38:00+05:00"),
        ("18 августа 2026, 21:38 Комментарии (3)", "2026-08-18T21:38:00+05:00"),
        ("Общество 18 августа 2026", "2026-08-18T00:00:00+05:00"),
        ("18–20 августа 2026 Фестиваль", None),
        ("до 18 августа 2026 Приём заявок", None),
        ("Общество", None),
    ],
)
def test_a_date_is_read_beside_other_words_in_its_element(
    printed: str, published: str | None
) -> None:
    told = Told(printed, None, None, "ru", "g3", f"{FETCHED:%Y-%m-%dT%H:%M:%SZ}")
    moment = moments(told, SITE).published
    assert (to_local(moment, SITE.clock) if moment else None) == published
