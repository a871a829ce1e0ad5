"""What the sample site's server says besides its pages."""

from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from tests.support import sample_site


def test_a_living_site_dates_its_answers_by_its_own_clock(tmp_path: Path) -> None:
    with sample_site(tmp_path, articles=20, moment="2026-11-22T12:00:00+00:00") as site:
        with urlopen(f"{site.address}/robots.txt") as answer:
            assert answer.headers.get_all("Date") == ["Sun, 22 Nov 2026 12:00:00 GMT"]
        urlopen(f"{site.address}/_clock?now={quote('2026-11-23T12:00:00+06:00')}").close()
        with urlopen(f"{site.address}/robots.txt") as answer:
            assert answer.headers.get_all("Date") == ["Mon, 23 Nov 2026 06:00:00 GMT"]
