"""What comes of the answers to requests for articles."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from scrapy.http import Response

from kazcrawl import clock
from kazcrawl.items import LOOK, NEW, Fetched, Found
from kazcrawl.raw import RawPage, read_raw
from kazcrawl.sites.kazinform import SITE
from tests.crawl import bed as pages
from tests.crawl.bed import (
    DAY,
    HOUR,
    NOW,
    ROOT,
    Bed,
    all_of,
    answer,
    call,
    fail,
    link,
    url_hash,
)
from tests.pages.test_agreement import half_changed

FOUND = Found(url_hash("new"), link("new"), "ru", "sport_s3")


def came(bed: Bed, body: str, kind: str = NEW, found: Found = FOUND, **values: object) -> list:
    request = bed.articles.request(found, kind)
    return call(request, answer(request, body, **values))  # type: ignore[arg-type]


def test_a_page_gives_its_article_with_how_it_was_found(bed: Bed) -> None:
    (fetched,) = came(bed, pages.article(), headers={"ETag": '"tag"'})
    assert isinstance(fetched, Fetched)
    assert fetched.found == FOUND
    assert fetched.kind == NEW
    assert fetched.validators == ('"tag"', None)
    assert fetched.article.url == link("new")
    assert fetched.article.headline == "Новый мост открыт"
    assert fetched.article.fetched_at == clock.text(NOW)
    assert fetched.article.crawl_id == bed.context.crawl_id
    assert fetched.aliases == []
    counts = bed.report.articles
    assert (counts.read, counts.generic) == (1, 0)
    assert bed.context.report.layouts == {"g3": 1}
    assert bed.context.report.language_mismatches == 0
    assert bed.settled == []


def test_a_page_of_which_its_layout_finds_half_is_read_counted_and_warned_of(
    bed: Bed, caplog: pytest.LogCaptureFixture
) -> None:
    sentence = "лет жители города ждали открытия моста и пришли посмотреть на него вместе."
    halves = "".join(f"<p>{f'{number} {sentence} ' * 3}</p>" for number in range(10, 20))
    page = pages.article().replace("<p>Жители", f"{halves}<p>Жители")
    assert len(came(bed, page)) == 1
    assert (bed.context.report.disagreements, caplog.messages) == ({}, [])
    for _ in range(2):
        assert len(came(bed, half_changed(page, "div.article__content"))) == 1
    assert bed.context.report.disagreements == {"g3": 2}
    assert caplog.messages == [f"g3 finds half of an article: {link('new')}"] * 2
    assert bed.context.report.layouts == {"g3": 3}


def test_every_address_that_led_to_an_article_is_its_alias(bed: Bed) -> None:
    request = bed.articles.request(FOUND, NEW)
    request.meta["redirect_urls"] = [link("new"), link("second")]
    response = answer(request.replace(url=link("third")), pages.article())
    (fetched,) = all_of(bed.articles.parse(response, FOUND, NEW))
    assert fetched.article.url == link("third")
    assert fetched.aliases == [link("new"), link("second")]


def test_a_text_that_is_in_another_language_than_its_edition_is_counted(bed: Bed) -> None:
    kazakh = "Қазақстанда жаңа көпір ашылды, тұрғындар оны он жыл күтті деп хабарлайды. " * 5
    page = pages.article().replace("Жители города", f"{kazakh} Жители города")
    assert len(came(bed, page)) == 1
    assert bed.context.report.language_mismatches == 1


def test_an_unchanged_page_is_known_to_be_looked_at(bed: Bed) -> None:
    held = bed.hold(link("held"), validators=('"tag"', None))
    request = bed.articles.look(held.url, "ru", bed.known(held), "scheduled")
    assert call(request, answer(request, "", status=304)) == []
    assert bed.known(held).checked_at == clock.text(NOW)
    assert bed.report.articles.unchanged == 1


@pytest.mark.parametrize("kind", [NEW, LOOK])
def test_an_unchanged_that_nobody_asked_for_is_a_failure(bed: Bed, kind: str) -> None:
    found = bed.hold(link("held")) if kind == LOOK else Found(url_hash("new"), link("new"), "ru")
    assert came(bed, "", kind, found, status=304) == []
    said = "304 to a request that was not conditional"
    assert bed.report.failures == {said: 1}
    assert bed.report.articles.failed == 1
    assert [row.reason for row in bed.waiting] == [said]


@pytest.mark.parametrize(
    ("body", "reason", "counted"),
    [
        (pages.CHALLENGE, "challenge", "failed"),
        (" ", "no text", "failed"),
        (pages.SOFT_404, "missing", "missing"),
        (pages.NOTHING, "unreadable", "unfit"),
    ],
)
def test_a_page_without_an_article_waits_with_its_reason(
    bed: Bed, body: str, reason: str, counted: str
) -> None:
    assert came(bed, body) == []
    assert [(row.kind, row.reason) for row in bed.waiting] == [("new", reason)]
    assert getattr(bed.report.articles, counted) == 1
    assert bed.report.articles.read == 0
    assert bed.settled == [FOUND.url_hash]


def test_a_page_that_is_no_text_is_a_failure(bed: Bed) -> None:
    request = bed.articles.request(FOUND, NEW)
    response = Response(request.url, body=b"\x89PNG", request=request)
    assert call(request, response) == []
    assert [row.reason for row in bed.waiting] == ["no text"]
    assert bed.report.failures == {"no text": 1}


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_is_missing(bed: Bed, status: int) -> None:
    request = bed.articles.request(FOUND, NEW)
    assert fail(request, pages.refused(request, status)) == []
    assert [row.reason for row in bed.waiting] == ["missing"]
    assert bed.report.articles.missing == 1
    assert bed.report.failures == {}


def test_a_refusal_is_counted_and_waits_as_long_as_its_server_wants(bed: Bed) -> None:
    request = bed.articles.request(FOUND, LOOK)
    assert fail(request, pages.refused(request, 429, {"Retry-After": "7200"})) == []
    assert [(row.kind, row.reason, row.next_at) for row in bed.waiting] == [
        ("look", "429", clock.text(NOW + 2 * HOUR))
    ]
    assert bed.report.failures == {"429": 1}
    assert bed.report.refused == 1
    assert bed.report.articles.failed == 1


# --- raw pages ----------------------------------------------------------------------------------


def test_a_page_is_kept_as_it_came_with_how_it_was_found(bed: Bed) -> None:
    bed.open(KAZCRAWL_RAW_MB="1")
    request = bed.articles.request(FOUND, LOOK)
    request.meta["redirect_urls"] = [link("new")]
    body = pages.article()
    answered = request.replace(url=link("second"))
    headers = {"Age": "9", "Content-Type": "text/html; charset=utf-8", "Vary": "Cookie"}
    response = answer(answered, body, headers=headers)
    all_of(bed.articles.parse(response, FOUND, LOOK))
    # Neither a refusal nor an unchanged page is worth keeping.
    all_of(bed.articles.parse(answer(answered, pages.CHALLENGE), FOUND, LOOK))
    all_of(bed.articles.parse(answer(answered, "", 304), FOUND, LOOK))
    bed.context.close_stores()
    (page,) = stored(bed)
    assert page == RawPage(
        url=link("second"),
        asked=link("new"),
        fetched_at=clock.text(NOW),
        source="kazinform",
        edition="ru",
        content_type="text/html; charset=utf-8",
        body=body.encode(),
        status=200,
        section="sport_s3",
        kind=LOOK,
    )
    bed.open()


def stored(bed: Bed) -> list[RawPage]:
    return list(read_raw(bed.context.config.raw))


def test_a_run_that_keeps_no_pages_writes_none(bed: Bed) -> None:
    came(bed, pages.article())
    assert not bed.context.config.raw.exists()


def test_moments_are_whole_seconds_of_the_runs_clock(bed: Bed) -> None:
    bed.now = NOW + timedelta(microseconds=900_000)
    (fetched,) = came(bed, pages.article())
    assert fetched.article.fetched_at == clock.text(NOW)


def test_a_clock_that_is_days_behind_the_servers_puts_no_news_into_its_future(bed: Bed) -> None:
    bed.open(KAZCRAWL_RAW_MB="1")
    date = {"Date": format_datetime(NOW + 2 * DAY, usegmt=True)}
    bed.context.clocks.hear(Response(link("x"), headers=date))
    (fetched,) = came(bed, pages.article())
    assert fetched.article.fetched_at == clock.text(NOW + 2 * DAY)
    bed.context.close_stores()
    assert [page.fetched_at for page in stored(bed)] == [clock.text(NOW + 2 * DAY)]
    bed.open()


# --- what stands in an article's layout and is none -----------------------------------------------


def shown(name: str, text: str, *, title: str = "Title", head: str = "") -> str:
    """A page of layout g3."""
    return (
        f"<html><head><title>{title}</title>{head}</head><body>"
        f"<h1 class='article__title'>{title}</h1><time class='meta-date'>12:00, 1 Мая 2026</time>"
        f"<div class='article__content'><p>{text} {name}</p></div></body></html>"
    )


def reasons_of(bed: Bed, pages: dict[str, str]) -> dict[str, str | None]:
    """Why articles wait, or "read", by their names."""
    reasons: dict[str, str | None] = {}
    for name, body in pages.items():
        found = Found(SITE.addresses.url_hash(link_of(name)), link_of(name), "ru")
        request = bed.articles.request(found, NEW)
        is_read = bool(call(request, answer(request, body)))
        waiting = [row.reason for row in bed.waiting if row.url_hash == found.url_hash]
        reasons[name] = "read" if is_read else waiting[0]
    return reasons


def link_of(name: str) -> str:
    return f"{ROOT}/ru/{name}-{sum(name.encode()):06x}"


@pytest.mark.parametrize(
    "title", ["Access denied", "Доступ запрещен", "Пожар - 403", "Just a moment...", "Captcha"]
)
def test_words_refuse_no_page_that_a_known_layout_reads(bed: Bed, title: str) -> None:
    assert reasons_of(bed, {"a": shown("a", "Text.", title=title)}) == {"a": "read"}
    # Without the layout they do.
    page = f"<html><head><title>{title}</title></head><body><p>Text.</p></body></html>"
    if title != "Captcha" and "403" not in title:
        assert reasons_of(bed, {"b": page}) == {"b": "challenge"}


def test_a_password_asked_for_inside_the_body_is_a_wall_and_outside_it_is_none(bed: Bed) -> None:
    form = "<form><input type='PASSWORD' name='p'></form>"
    inside = shown("a", f"Text. {form}")
    outside = shown("b", "Text.").replace("<h1", f"{form}<h1")
    assert reasons_of(bed, {"a": inside, "b": outside}) == {
        "a": "a log-in wall in the article's place",
        "b": "read",
    }
    assert bed.report.failures == {"a log-in wall in the article's place": 1}


def test_a_canonical_link_with_another_key_of_the_edition_is_another_articles(bed: Bed) -> None:
    def head(href: str) -> str:
        return f"<link rel='canonical' href='{href}'>"

    pages = {
        "a": shown("a", "Text.", head=head(link_of("other"))),
        "b": shown("b", "Text.", head=head(link_of("b"))),
        "c": shown("c", "Text.", head=head(ROOT)),
        "d": shown("d", "Text.", head=head(f"{ROOT}/ru/slug-without-a-keyy")),
        "e": shown("e", "Text.", head=head("https://kaz.inform.kz/news/slug-0a0b0c/")),
        "f": shown("f", "Text.", head=head(f"{ROOT}/lenta/")),
    }
    another = "its canonical link is another article's"
    assert reasons_of(bed, pages) == dict.fromkeys(pages, "read") | {"a": another}


def test_a_page_with_the_headline_of_another_card_is_another_articles(bed: Bed) -> None:
    for name, title in (("a", "One"), ("b", "Two"), ("c", "Three"), ("d", "Two")):
        bed.context.memory.entitle(SITE.addresses.url_hash(link_of(name)), title)
    pages = {
        "a": shown("a", "Text.", title="Two"),
        "b": shown("b", "Text.", title="Two"),
        # A headline that was edited, and one that two have.
        "c": shown("c", "Text.", title="Four"),
        "d": shown("d", "Text.", title="Two"),
        # Of which no card told.
        "e": shown("e", "Text.", title="Two"),
    }
    another = "the page of another article"
    assert reasons_of(bed, pages) == dict.fromkeys(pages, "read") | {"a": another}


def test_one_text_under_three_addresses_is_a_mix_up(bed: Bed) -> None:
    pages = {name: shown("", "One text.", title=name) for name in "abcd"}
    pages["e"] = shown("", "Another text.")
    alike = "the same text as under other addresses"
    assert reasons_of(bed, pages) == {"a": "read", "b": "read", "c": alike, "d": alike, "e": "read"}
    assert bed.report.failures[alike] == 2
