"""What the sample articles tell: one event each, some of them in several editions."""

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from kazcrawl.sample_site.articles import Newsroom, SampleArticle
from kazcrawl.sample_site.calendar import astana
from kazcrawl.sample_site.events import DAILY
from kazcrawl.sample_site.layouts.parts import body_text
from kazcrawl.sample_site.truth import truth
from kazcrawl.sites.kazinform.editions import EDITIONS

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROOM = Newsroom(1400, seed=3, now=NOW)
_DIGITS = re.compile(r"\d+")


@pytest.fixture(scope="module")
def articles() -> dict[str, list[SampleArticle]]:
    return {
        edition: [ROOM.article(edition, number) for number in range(ROOM.size(edition))]
        for edition in ROOM.sizes
    }


@pytest.fixture(scope="module")
def stories(articles: dict[str, list[SampleArticle]]) -> dict[str, list[SampleArticle]]:
    """Articles by story, as they came out."""
    told: dict[str, list[SampleArticle]] = defaultdict(list)
    for own in articles.values():
        for article in own:
            if article.story:
                told[article.story].append(article)
    return {name: sorted(own, key=lambda one: one.published) for name, own in told.items()}


def numbers(article: SampleArticle) -> set[str]:
    return set(_DIGITS.findall(article.headline))


def kind(article: SampleArticle) -> str:
    return ROOM.stories.told(article.edition, article.number).event.topic


def test_stories_stand_in_several_editions_and_in_each_but_once(
    stories: dict[str, list[SampleArticle]],
) -> None:
    assert len(stories) > 100
    assert max(map(len, stories.values())) > 3
    for own in stories.values():
        editions = [article.edition for article in own]
        assert len(set(editions)) == len(editions) > 1


def test_a_story_has_the_same_numbers_hours_apart_and_sometimes_the_same_picture(
    stories: dict[str, list[SampleArticle]],
) -> None:
    shared, apart = 0, 0
    for name, (first, *others) in stories.items():
        for other in others:
            assert numbers(first) == numbers(other), name
            assert timedelta() < other.published - first.published < timedelta(days=2), name
            assert len(body_text(first)) != len(body_text(other)), name
            shared += other.image == first.image
            apart += other.image != first.image
    assert min(shared, apart) > 40


def test_what_no_other_edition_tells_is_no_story(
    articles: dict[str, list[SampleArticle]], stories: dict[str, list[SampleArticle]]
) -> None:
    alone = [one for own in articles.values() for one in own if one.story is None]
    assert len(alone) > 500
    events = {ROOM.stories.told(own[0].edition, own[0].number).event for own in stories.values()}
    assert not any(ROOM.stories.told(one.edition, one.number).event in events for one in alone)


def test_what_is_told_every_day_looks_alike_and_is_no_story(
    articles: dict[str, list[SampleArticle]],
) -> None:
    daily = [one for own in articles.values() for one in own if kind(one) in DAILY.values()]
    assert {kind(one) for one in daily} == {"weather", "rate"}
    assert {one.edition for one in daily} >= {"ru", "kk", "en"}
    assert all(one.story is None for one in daily)
    days = [(one.edition, kind(one), astana(one.published).date()) for one in daily]
    assert len(set(days)) == len(days), "twice on a day"
    said = [(kind(one), one.prose.language, one.headline) for one in daily]
    assert len(set(said)) == len(said)


def test_the_truth_names_the_story_of_every_record(
    stories: dict[str, list[SampleArticle]],
) -> None:
    room = Newsroom(ROOM.articles, ROOM.seed, NOW, edited=True)
    told: dict[str, set[str]] = defaultdict(set)
    for record in truth(room, "g3"):
        if record["story"]:
            told[record["story"]].add(record["url"])
    assert told == {name: {one.url for one in own} for name, own in stories.items()}
    assert {record["story"] for record in truth(room, "jannah", "republisher")} == {None}


def test_no_story_depends_on_another_edition_being_there() -> None:
    room = Newsroom(1400, seed=3, now=NOW)
    del room.sizes["ru"]
    assert all(room.article("kk", number).story is None for number in range(100))


def test_texts_name_the_day_before_they_came_out_or_in_other_editions_somewhat_earlier(
    articles: dict[str, list[SampleArticle]],
) -> None:
    for edition in EDITIONS:
        for article in articles[edition]:
            event = ROOM.stories.told(edition, article.number).event
            ago = astana(article.published).date() - astana(event.when).date()
            assert timedelta() <= ago <= timedelta(days=3), article.url


def test_most_articles_come_out_in_the_daytime(
    articles: dict[str, list[SampleArticle]],
) -> None:
    hours = [astana(one.published).hour for own in articles.values() for one in own]
    day, night = (
        sum(hour in part for hour in hours) / len(hours) for part in (range(9, 18), range(6))
    )
    assert day > 0.6
    assert 0.005 < night < 0.05


def test_articles_of_an_edition_come_out_in_order(
    articles: dict[str, list[SampleArticle]],
) -> None:
    for own in articles.values():
        moments = [article.published for article in own]
        assert moments == sorted(moments)
        assert moments[-1] <= NOW


def test_two_sign_some_articles_and_nobody_others(
    articles: dict[str, list[SampleArticle]],
) -> None:
    for own in articles.values():
        assert {len(article.authors) for article in own} == {0, 1, 2}
