"""Fill: from which figure on a field is usual, and from which on it is rarer than usual."""

from collections import Counter
from datetime import timedelta
from math import comb

import pytest

from kazcrawl.health import PastRun, RunReport
from kazcrawl.health.fields import FILLED, Rare, rarer
from kazcrawl.record import Article
from tests.health.cases import edition, run


def filled(
    *, days: float = 0, records: int, code: str = "ru", layout: str = "g3", **fields: int
) -> RunReport:
    """A run of so many days ago that read so many records, of which so many have each field."""
    report = run(before=timedelta(days=days), **{code: edition(9, read=records)})
    report.edition(code).fill[layout] = Counter(records=records, **fields)
    return report


def good(*reports: RunReport) -> list[PastRun]:
    return [PastRun(report, "good") for report in reports]


def found(report: RunReport, *reports: RunReport) -> list[Rare]:
    return rarer(report, good(*reports))


def test_the_fields_are_attributes_of_an_article() -> None:
    article = Article(url="https://x.example/", source="kazinform", edition="ru")
    assert list(FILLED) == ["headline", "body", "date", "author", "section", "image"]
    for attribute in FILLED.values():
        getattr(article, attribute)


@pytest.mark.parametrize("name", FILLED)
def test_each_field_that_vanishes_is_found(name: str) -> None:
    report, before = filled(records=20), filled(days=1, records=100, **{name: 100})
    assert found(report, before) == [Rare("ru", "g3", name, 0, 20, 1.0)]


def test_a_field_is_usual_from_three_tenths_on() -> None:
    # 0 of 200 has no chance at either share.
    assert found(filled(records=200), filled(days=1, records=1000, image=300))
    assert not found(filled(records=200), filled(days=1, records=1000, image=299))


def test_nothing_is_usual_before_fifty_records() -> None:
    assert found(filled(records=30), filled(days=1, records=50, image=50))
    assert not found(filled(records=30), filled(days=1, records=49, image=49))


def test_what_is_usual_is_the_median_of_the_days() -> None:
    days = [filled(days=day, records=100, image=image) for day, image in ((1, 90), (2, 80), (3, 5))]
    (rare,) = found(filled(records=200), *days)
    assert rare.usual == 0.8


def test_runs_of_a_day_are_one_day_of_utc() -> None:
    # NOW is 14 o'clock: 0.5 days before is 2 o'clock, 0.6 days before is the evening before.
    same = [filled(days=day, records=100, image=image) for day, image in ((0.1, 90), (0.5, 70))]
    (rare,) = found(filled(records=200), *same)
    assert rare.usual == 0.8
    other = [*same, filled(days=0.6, records=100, image=40), filled(days=1.6, records=10, image=1)]
    (rare,) = found(filled(records=200), *other)
    assert rare.usual == 0.4


def chance(having: int, records: int, share: float) -> float:
    return sum(
        comb(records, number) * share**number * (1 - share) ** (records - number)
        for number in range(having + 1)
    )


def lowest(share: float, records: int) -> float:
    capped = min(share, 0.99)
    return max(0.0, capped - 4 * (capped * (1 - capped) / records) ** 0.5)


@pytest.mark.parametrize(("image", "records"), [(900, 1000), (500, 1000), (1000, 1000), (45, 50)])
def test_a_field_is_rare_when_chance_alone_would_take_a_hundred_million_runs(
    image: int, records: int
) -> None:
    before = filled(days=1, records=records, image=image)
    share = lowest(image / records, records)
    having = max(number for number in range(101) if chance(number, 100, share) < 1e-8)
    assert [rare.having for rare in found(filled(records=100, image=having), before)] == [having]
    assert found(filled(records=100, image=having + 1), before) == []


def test_vanished_from_few_records_is_enough_only_when_chance_is_out_of_question() -> None:
    before = filled(days=1, records=1000, image=900)
    share = lowest(0.9, 1000)
    fewest = min(number for number in range(1, 60) if chance(0, number, share) < 1e-8)
    assert found(filled(records=fewest), before)
    assert not found(filled(records=fewest - 1), before)


def test_records_of_the_runs_just_before_that_lacked_the_field_count_as_well() -> None:
    usual = [filled(days=day, records=1000, image=900) for day in range(6, 16)]
    lacking = [filled(days=day, records=3) for day in (1, 2)]
    since = filled(days=3, records=1, image=1)
    older = filled(days=5, records=50)
    (rare,) = found(filled(records=3), *usual, *lacking[::-1])
    assert (rare.having, rare.records) == (0, 9)
    assert not found(filled(records=2), *usual, *lacking[::-1])
    since_then = [*usual, older, since, *lacking[::-1]]
    assert not found(filled(records=2), *since_then), "older runs than the last with it say nothing"
    (rare,) = found(filled(records=3), *since_then)
    assert rare.records == 9


def test_a_field_that_some_records_have_is_judged_by_this_run_alone() -> None:
    usual = filled(days=6, records=1000, image=900)
    assert not found(filled(records=5, image=1), usual, filled(days=1, records=90))


def test_a_layout_and_an_edition_have_their_own_usual_share() -> None:
    usual = filled(days=1, records=100, image=100)
    assert not found(filled(records=40, layout="g2"), usual)
    assert not found(filled(records=40, code="kk"), usual)


def test_several_are_told_in_order_of_edition_layout_and_field() -> None:
    def of_all(days: float, records: int, having: int) -> RunReport:
        report = run(before=timedelta(days=days))
        for code in ("ru", "kk"):
            for layout in ("g3", "g2"):
                counts = Counter(records=records, headline=having, image=having)
                report.edition(code).fill[layout] = counts
        return report

    told = [
        (rare.edition, rare.layout, rare.field)
        for rare in found(of_all(0, 30, 0), of_all(1, 100, 100))
    ]
    assert told == [
        (code, layout, field)
        for code in ("kk", "ru")
        for layout in ("g2", "g3")
        for field in ("headline", "image")
    ]


def test_a_run_without_records_has_no_rare_field() -> None:
    assert not found(filled(records=0), filled(days=1, records=100, image=100))
    assert not found(run(), filled(days=1, records=0, image=0))
