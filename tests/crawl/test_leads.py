"""Where addresses lead: what is believed of redirects, and a slug that was renamed."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from scrapy import Request
from scrapy.crawler import Crawler

from kazcrawl.archive.forgetting import forget
from kazcrawl.crawl.leads import ELSEWHERE
from kazcrawl.crawl.walk import Entry
from kazcrawl.items import LOOK, NEW, Fetched, Found
from kazcrawl.pipelines.dedupe import Dedupe
from kazcrawl.pipelines.normalise import Normalise
from kazcrawl.record import id_of
from kazcrawl.sites import wordpress
from tests.crawl import bed as pages
from tests.crawl.bed import DAY, NOW, Bed, answer, call, fail, refused, urls

OLD = "https://www.inform.kz/ru/old-words-0a1b2c"
NEW_SLUG = "https://www.inform.kz/ru/new-words-0a1b2c"
NEWEST = "https://www.inform.kz/ru/newest-ffffff"
BLOG = "https://blog.example"
STORY = f"{BLOG}/story/"


def archive(bed: Bed, fetched: Fetched) -> bool:
    """What the pipelines do with an article; whether it became a version."""
    Normalise(bed.context.report, bed.site).process_item(fetched)
    step = Dedupe(bed.context.report, bed.site)
    step.crawler = cast(Crawler, SimpleNamespace(spider=SimpleNamespace(context=bed.context)))
    step.process_item(fetched)
    key_hash = bed.site.addresses.key_hash(fetched.article.url)
    return bed.context.archive.add(fetched.article, fetched.aliases, key_hash=key_hash)


def found_at(url: str, edition: str = "ru") -> Found:
    return Found(id_of(url), url, edition)


def shown(bed: Bed, url: str) -> Request:
    """The request that follows when a listing shows an address."""
    entry = Entry(bed.site.addresses.url_hash(url), None)
    (request,) = bed.articles.missing(bed.walk(), [(url, entry)])
    return request


def answered(bed: Bed, request: Request, url: str, body: str | None = None) -> list:
    """What comes of a request whose answer came from ``url``."""
    redirected = request.replace(url=url)
    redirected.meta["redirect_urls"] = [request.url]
    page = answer(redirected if url != request.url else request, body or pages.article())
    return call(request, page)


def hold(bed: Bed, url: str, title: str = "Новый мост открыт") -> None:
    (fetched,) = answered(bed, shown(bed, url), url, pages.article(title))
    assert archive(bed, fetched)
    bed.open()


# --- a slug that was renamed --------------------------------------------------------------------


def test_an_old_address_that_redirects_to_the_new_one_is_of_the_same_article(bed: Bed) -> None:
    hold(bed, OLD)
    request = shown(bed, NEW_SLUG)
    assert request.url == OLD
    (fetched,) = answered(bed, request, NEW_SLUG, pages.article("Мост открыт заново"))
    assert archive(bed, fetched)
    article = fetched.article
    assert (article.id, article.url, article.revision) == (id_of(OLD), OLD, 2)
    assert bed.context.archive.known([id_of(NEW_SLUG)])[id_of(NEW_SLUG)].url_hash == id_of(OLD)
    assert bed.waiting == []
    # The new address is known from now on, and nothing asks for it again.
    bed.open()
    assert bed.articles.missing(bed.walk(), [(NEW_SLUG, Entry(id_of(NEW_SLUG), None))]) == []


def test_the_same_text_at_both_addresses_is_one_article(bed: Bed) -> None:
    hold(bed, OLD)
    former, again = answered(bed, shown(bed, NEW_SLUG), OLD)
    assert (former.kind, former.found.url, again.url) == (LOOK, OLD, NEW_SLUG)
    assert not archive(bed, former)
    (fetched,) = answered(bed, again, NEW_SLUG)
    assert not archive(bed, fetched)
    assert fetched.article.id == id_of(OLD)
    assert bed.context.archive.known([id_of(NEW_SLUG)])
    assert bed.waiting == []


def test_another_text_with_the_same_key_is_another_article(bed: Bed) -> None:
    hold(bed, OLD)
    former, again = answered(bed, shown(bed, NEW_SLUG), OLD)
    assert not archive(bed, former)
    (fetched,) = answered(bed, again, NEW_SLUG, pages.article("Совсем другое"))
    assert archive(bed, fetched)
    assert (fetched.article.id, fetched.article.revision) == (id_of(NEW_SLUG), 1)


def test_of_several_articles_with_one_key_the_newest_is_asked_first(bed: Bed) -> None:
    for days in (3, 1, 2):
        url = f"https://www.inform.kz/ru/words-of-day-{days}-0a1b2c"
        request = bed.articles.request(found_at(url), NEW)
        page = pages.article(str(days), NOW - days * DAY).replace("десять лет", f"{days} года")
        (fetched,) = answered(bed, request, url, page)
        assert archive(bed, fetched)
    assert shown(bed, NEW_SLUG).url == "https://www.inform.kz/ru/words-of-day-1-0a1b2c"


@pytest.mark.parametrize("status", [404, 503])
def test_an_old_address_that_fails_keeps_no_article_back(bed: Bed, status: int) -> None:
    hold(bed, OLD)
    request = shown(bed, NEW_SLUG)
    (again,) = fail(request, refused(request, status))
    assert (again.url, again.cb_kwargs) == (NEW_SLUG, {"found": found_at(NEW_SLUG), "kind": NEW})
    assert bed.report.articles.missing == bed.report.articles.failed == 0


def test_a_renamed_slug_that_failed_is_still_compared_on_a_later_run(bed: Bed) -> None:
    hold(bed, OLD)
    bed.account.failed(found_at(NEW_SLUG), NEW, "503")
    bed.open()
    assert urls(bed.articles.waiting("ru", None, everything=True)) == [OLD]


def test_a_look_that_is_redirected_to_the_new_slug_is_a_revision(bed: Bed) -> None:
    hold(bed, OLD)
    request = bed.articles.request(found_at(OLD), LOOK)
    (fetched,) = answered(bed, request, NEW_SLUG, pages.article("Мост открыт заново"))
    assert archive(bed, fetched)
    assert (fetched.article.url, fetched.article.revision) == (OLD, 2)
    assert bed.context.archive.known([id_of(NEW_SLUG)])


def test_an_article_that_was_taken_down_does_not_come_back_under_a_new_slug(bed: Bed) -> None:
    hold(bed, OLD)
    forget(bed.context.archive, OLD)
    request = shown(bed, NEW_SLUG)
    # Its old address may lead to anything: what it holds is not read.
    assert urls(answered(bed, request, OLD)) == [NEW_SLUG]
    assert answered(bed, request, NEW_SLUG) == []
    assert bed.context.archive.known([id_of(NEW_SLUG)])[id_of(NEW_SLUG)].status == "forgotten"
    assert bed.waiting == []
    assert bed.settled == [id_of(NEW_SLUG)]
    assert bed.report.articles.read == 0


def test_an_archive_that_cannot_tell_ends_the_run(bed: Bed) -> None:
    hold(bed, OLD)
    request = shown(bed, NEW_SLUG)
    bed.break_archive()
    assert answered(bed, request, NEW_SLUG) == []
    assert bed.closed == ["archive_failed"]


# --- redirects to other articles ----------------------------------------------------------------


@pytest.mark.parametrize("kind", [NEW, LOOK])
@pytest.mark.parametrize(
    "elsewhere", [NEWEST, "https://www.inform.kz/ru/newest-no-key", "https://www.inform.kz/"]
)
def test_a_redirect_to_another_key_is_a_failure_and_no_alias(
    bed: Bed, kind: str, elsewhere: str
) -> None:
    request = bed.articles.request(found_at(OLD), kind)
    assert answered(bed, request, elsewhere) == []
    assert [(row.url, row.kind, row.reason) for row in bed.waiting] == [(OLD, kind, ELSEWHERE)]
    assert bed.report.failures == {ELSEWHERE: 1}
    assert (bed.report.articles.failed, bed.report.articles.read) == (1, 0)


def test_an_unchanged_page_at_another_address_says_nothing_of_this_one(bed: Bed) -> None:
    request = bed.articles.request(found_at(OLD), LOOK)
    request.headers["If-None-Match"] = '"tag"'
    page = answer(request.replace(url=NEWEST), "", status=304)
    assert call(request, page) == []
    assert bed.report.failures == {ELSEWHERE: 1}
    assert bed.report.articles.unchanged == 0


# --- sites whose addresses have no key ------------------------------------------------------------


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bed]:
    made = Bed(tmp_path, monkeypatch, wordpress.SITE)
    yield made
    made.context.close_stores()


POST = """<html lang="ru"><head><link rel="canonical" href="/story/"></head><body>
<article id="the-post"><h1 class="post-title entry-title">Новый мост открыт</h1>
<div class="entry-content entry"><p>Жители города ждали открытия моста десять лет и пришли.</p>
<p>По словам строителей, движение по нему начнётся уже на этой неделе.</p></div></article>
</body></html>"""


def asked(blog: Bed, path: str, to: str, kind: str = NEW) -> list:
    request = blog.articles.request(found_at(BLOG + path, "blog.example"), kind)
    return answered(blog, request, BLOG + to, POST)


def test_a_short_link_is_an_alias_of_the_post_to_which_it_leads(blog: Bed) -> None:
    for number, to in ((77, "/story/"), (77, "/?p=77")):
        (fetched,) = asked(blog, f"/?p={number}", to)
        archive(blog, fetched)
        assert fetched.article.url == STORY
    (known,) = blog.context.archive.known([id_of(f"{BLOG}/?p=77")]).values()
    assert (known.url_hash, known.revision) == (id_of(STORY), 1)


def test_what_was_believed_is_undone_also_on_its_way_to_the_archive(blog: Bed) -> None:
    (fetched,) = asked(blog, "/?p=77", "/story/")
    assert asked(blog, "/?p=78", "/story/") == []
    assert archive(blog, fetched)
    addresses = [f"{BLOG}/?p={number}" for number in (77, 78)]
    assert blog.context.archive.known([id_of(url) for url in addresses]) == {}
    assert {row.url for row in blog.waiting} == set(addresses)
    assert blog.context.archive.known([id_of(STORY)])


@pytest.mark.parametrize("to", ["/story/", None])
def test_a_post_to_which_several_short_links_lead_is_none_of_theirs(
    blog: Bed, to: str | None
) -> None:
    (fetched,) = asked(blog, "/?p=77", to or "/?p=77")
    archive(blog, fetched)
    assert asked(blog, "/?p=78", to or "/?p=78") == []
    assert asked(blog, "/?p=79", to or "/?p=79") == []
    assert [row.url for row in blog.waiting] == [f"{BLOG}/?p={number}" for number in (77, 78, 79)]
    # The third is refused for its text already where none of them redirects.
    assert {row.reason for row in blog.waiting[:2]} == {ELSEWHERE}
    hashes = [id_of(f"{BLOG}/?p={number}") for number in (77, 78, 79)]
    assert blog.context.archive.known(hashes) == {}
    assert blog.context.report.edition("blog.example").failures.total() == 3


def test_a_post_that_moved_is_believed_unless_the_new_address_is_a_post_of_its_own(
    blog: Bed,
) -> None:
    (fetched,) = asked(blog, "/draft/", "/story/")
    assert archive(blog, fetched)
    assert blog.context.archive.known([id_of(f"{BLOG}/draft/")])
    blog.open()
    # It is held by now, a listing of this run shows it, or a held text would be replaced.
    assert asked(blog, "/second/", "/story/") == []
    blog.context.memory.meet([id_of(f"{BLOG}/listed/")])
    assert asked(blog, "/third/", "/listed/") == []
    assert asked(blog, "/fourth/", "/unknown/", LOOK) == []
    assert blog.context.report.edition("blog.example").failures.total() == 3
    assert blog.context.archive.known([id_of(f"{BLOG}/draft/")])
