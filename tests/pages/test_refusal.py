"""What stands where an article should: guards, walls, notices and lists give nothing."""

import gzip

import pytest

from kazcrawl.pages import Page, is_notice, is_refusal
from tests.conftest import material
from tests.samples import ARTICLES, Sample, read_article

URL = "https://news.example/2026/11/story/"

LOGIN_TEXT = (
    "<p>Readers with an account can save articles, follow topics and leave remarks.</p>"
    "<p>If you have forgotten your password, we will send a new one to your address.</p>"
    "<p>By going on you accept our terms of use and the rules for personal data, please.</p>"
)
TEASER = (
    "<p>The council approved the plan for the new bridge, and work begins in spring. The first "
    "contracts are to be signed in the week after the holidays, said the mayor.</p>"
    "<p>Residents asked for a separate path for cyclists, which the city now promises.</p>"
)


def page(title: str, body: str, head: str = "") -> Page:
    return Page(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>", URL)


def guard(title: str, text: str) -> Page:
    return page(title, f"<div><h1>qazinform.com</h1><p>{text}</p><p>Ray ID: 8f1c2d3e</p></div>")


REFUSALS = {
    "login": page(
        "Log in | News Example",
        f"<h1>Log in</h1><form><input name=u><input type=password name=p></form>{LOGIN_TEXT}",
    ),
    "login-ru": page(
        "Вход на сайт",
        "<h1>Вход на сайт</h1><form><input type=password></form><p>Читатели с учётной записью "
        "могут сохранять статьи, следить за темами и оставлять отзывы под новостями.</p><p>Если вы "
        "забыли пароль, мы вышлем новый на ваш адрес, указанный при регистрации.</p>",
    ),
    "cloudflare": guard(
        "Just a moment...",
        "Verifying you are human. This may take a few seconds before you can go on to the site, "
        "which needs to review the security of your connection before proceeding further.",
    ),
    "cloudflare-ru": guard(
        "Один момент…",
        "Подтвердите, что вы человек, выполнив указанное действие. Сайту необходимо проверить "
        "безопасность вашего подключения, прежде чем продолжить работу с ним.",
    ),
    "cloudflare-kk": guard(
        "Бір сәт…",
        "Төмендегі әрекетті орындап, адам екеніңізді растаңыз. Жалғастырмас бұрын сайт сіздің "
        "қосылымыңыздың қауіпсіздігін тексеруі керек, бұл бірнеше секунд алады.",
    ),
    "cloudflare-cn": guard("请稍候…", "请完成以下操作，验证您是真人。" * 12),
    "guard-form": page(
        "news.example", f"<h1>news.example</h1><form id='challenge-form'></form>{LOGIN_TEXT}"
    ),
    "captcha": page(
        "Are you a robot?",
        f"<h1>Are you a robot?</h1><div class='g-recaptcha'></div>{LOGIN_TEXT}",
    ),
    "captcha-ru": page(
        "Ой!",
        "<h2>Подтвердите, что вы не робот</h2><form action='/checkcaptcha?key=1'></form><p>Нам "
        "очень жаль, но запросы с вашего устройства похожи на автоматические. Возможно, они "
        "принадлежат не вам, а другому пользователю, выходящему в сеть с того же адреса.</p>",
    ),
    "denied": guard("Access denied", "You do not have access to this site. " * 6),
}

NOTICES = {
    "cookies": page(
        "Before you continue",
        "<h1>Before you continue</h1><p>We use cookies and data to deliver our services, track "
        "outages and protect against spam. We also use them to measure audience engagement.</p>"
        "<p>If you choose to accept all, we will also use cookies to show personal content.</p>",
    ),
    "upkeep": page(
        "Сайт временно недоступен",
        "<h1>На сайте ведутся технические работы</h1><p>Приносим извинения за неудобства. Мы "
        "обновляем оборудование и вернёмся в ближайшее время, не позднее вечера этого дня.</p>"
        "<p>По срочным вопросам звоните в редакцию по телефону, указанному на визитках.</p>",
    ),
    "upkeep-kk": page(
        "Сайтта техникалық жұмыстар жүргізілуде",
        "<h1>Техникалық жұмыстар</h1><p>Қолайсыздық үшін кешірім сұраймыз. Біз жабдықты жаңартып "
        "жатырмыз және жақын арада, осы күннің кешіне дейін қайта ораламыз.</p>",
    ),
    "search": page(
        "Search results for bridge",
        f"<h1>Search results for bridge</h1><form><input name=q></form>{TEASER}",
    ),
}

LISTS = {
    "teasers": "".join(
        f"<div><h3><a href='/{n}'>A headline about {what}</a></h3><p>{said}</p></div>"
        for n, (what, said) in enumerate(
            [
                ("the bridge", "The council approved the plan, and work begins in spring."),
                ("the harvest", "Farmers in the north brought in more grain than a year ago."),
                ("the museum", "Visitors can now see the collection of old maps on Sundays."),
                ("the railway", "Trains to the border will run twice a day from December on."),
                ("the weather", "Rescuers ask drivers to stay at home until the storm is over."),
            ]
        )
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_guard_or_wall_is_a_refusal_and_no_article(name: str) -> None:
    assert is_refusal(REFUSALS[name])
    assert read_article(REFUSALS[name]) is None


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_is_no_article(name: str) -> None:
    assert is_notice(NOTICES[name])
    assert read_article(NOTICES[name]) is None


@pytest.mark.parametrize("title", ["News of the day", "Tag: Economy", "Экономика"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_titles_with_teasers_is_no_article(name: str, title: str) -> None:
    assert read_article(page(title, f"<h1>{title}</h1>{LISTS[name]}")) is None


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to continue reading this story.",
        "Полный текст доступен только подписчикам",
        "Оформите подписку, чтобы читать дальше",
        "登录后继续阅读",
    ],
)
def test_a_teaser_before_a_paywall_is_no_article(line: str) -> None:
    claim = "<meta property='og:type' content='article'>"
    body = f"<article><h1>Bridge plan approved</h1>{TEASER}<div><p>%s</p></div></article>"
    title = "Bridge plan approved"
    assert read_article(page(title, body % "Work is to end in two years.", claim)) is not None
    assert read_article(page(title, body % line, claim)) is None


@pytest.mark.parametrize(
    "title",
    [
        "Just a moment: how Cloudflare checks its visitors",
        "Access denied to thousands after outage",
        "Captcha turns twenty-five",
        "Вход в музей станет бесплатным",
        "Доступ к воде получат сорок сёл",
        "Технические работы завершены на станции",
        "Search for missing climbers goes on",
    ],
)
def test_an_article_about_such_things_is_an_article(title: str) -> None:
    found = page(title, f"<article><h1>{title}</h1>{TEASER}</article>")
    assert not is_refusal(found)
    assert not is_notice(found)
    assert read_article(found) is not None


def test_an_article_with_a_captcha_in_its_comment_form_is_an_article() -> None:
    comment = "<form><textarea></textarea><div class='g-recaptcha'></div></form>"
    found = page("Bridge plan approved", f"<h1>Bridge plan approved</h1>{TEASER * 2}{comment}")
    assert not is_refusal(found)
    assert read_article(found) is not None


@pytest.mark.parametrize("sample", ARTICLES, ids=str)
def test_no_sample_is_a_refusal(sample: Sample) -> None:
    found = Page(sample.html, URL)
    assert not is_refusal(found)
    assert not is_notice(found)


def test_no_real_page_is_a_refusal() -> None:
    wrong = []
    for path in sorted((material("KAZTEST_EVAL") / "html").glob("*.html.gz")):
        found = Page(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"), URL)
        if is_refusal(found) or is_notice(found):
            wrong.append(path.name)
    assert wrong == []
