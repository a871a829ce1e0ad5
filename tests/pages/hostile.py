"""Reads one hostile page in a process of its own and prints what that cost.

    python -m tests.pages.hostile NAME

Prints a JSON object: ``seconds`` of CPU time, ``share`` of the CPU time that a fixed work takes
in the same process (machines differ, and so does one machine from minute to minute),
``megabytes`` by which the process grew at its peak, ``layout`` and ``characters`` of what was
read (null and 0 for nothing).
"""

import gc
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

PROSE = (
    "<p>The council approved the plan for the new bridge, and work begins in spring.</p>"
    "<p>Engineers will test the ground beside the river before the first pillars are set.</p>"
    "<p>Residents asked for a separate path for cyclists, which the city now promises.</p>"
)
HEAD = "<html><head><title>Plan for the bridge approved</title></head><h1>Plan approved</h1>"
MANY = 100_000


def nested(tags: str) -> str:
    ends = "".join(f"</{tag}>" for tag in reversed(tags.split()))
    return HEAD + "".join(f"<{tag}>" for tag in tags.split()) * MANY + PROSE + ends * MANY


def numbered(form: str, number: int) -> str:
    return "".join(form.format(n=n) for n in range(number))


PAGES: dict[str, Callable[[], str]] = {
    **{
        tags.replace(" ", "-"): lambda tags=tags: nested(tags)  # type: ignore[misc]
        for tags in (
            "div",
            "blockquote",
            "table",
            "b",
            "a",
            "font",
            "span",
            "section",
            "button",
            "svg",
            "select",
            "template",
            "object",
            "p",
            "li",
            "td",
            "ul li",
            "li dd",
            "table tr td",
        )
    },
    "scope": lambda: HEAD + "<div><table><td></div>" * MANY + PROSE,
    "crossed": lambda: HEAD + "<span><div></span>" * MANY + "<b><i></b></i>" * MANY + PROSE,
    "reopened": lambda: HEAD + numbered("<font size={n}>", 5000) + "<p>x" * MANY,
    "reopened-few": lambda: HEAD + numbered("<font size={n}>", 490) + "<p>x" * 490,
    "text": lambda: HEAD + "<p>" + "word " * 10_000_000,
    "cyrillic": lambda: HEAD + "<p>" + "сөздер бар. " * 2_500_000,
    "tags": lambda: HEAD + "<b>x</b>" * 6_250_000,
    "paragraphs": lambda: HEAD + "<p>Some words of it, stop.</p>" * 1_800_000,
    "attributes": lambda: HEAD + "<div a=1 b=2 c=3 d=4 class=x>" * 1_700_000,
    "script": lambda: HEAD + PROSE + "<script>" + "x = 1 < 2;\n" * 4_500_000 + "</script>" + PROSE,
    "line": lambda: HEAD + PROSE + "<p>" + "x" * 10_000_000,
    "nuls": lambda: "\0" * 5_000_000 + HEAD + PROSE,
    "surrogates": lambda: HEAD + "<p>" + "\ud800\udfff" * 2_000_000 + PROSE,
    "title": lambda: "<title>" + "Only a title " * 1_000_000,
    "attribute-million": lambda: HEAD + "<div " + numbered("a{n}=1 ", 1_000_000) + ">" + PROSE,
    "attribute-some": lambda: HEAD + "<div " + numbered("a{n}=1 ", 12_000) + ">" + PROSE,
    "attribute-flags": lambda: HEAD + ("<b " + "a " * 9000 + ">") * 100 + PROSE,
    "links": lambda: HEAD + "<p>" + "<a href=/x>w</a> " * 200_000,
    "links-open": lambda: HEAD + "<p>" + "<a href=/ru/story-0a1b2c>w " * 200_000,
    "links-noise": lambda: (
        "<h1 class=article__title>T</h1><div class=article__content>"
        + "<p><a href=/ru/x-0a1b2c class=adfox>w</a></p>" * 200_000
    ),
    "known-deep": lambda: (
        "<h1 class=article__title>T</h1><div class=article__content>" + "<div><p>" * MANY + PROSE
    ),
    "known-long": lambda: (
        "<h1 class=article__title>T</h1><div class=article__content>"
        + "<p>Some words of it, stop.</p>" * MANY
    ),
    "data-of-scripts": lambda: (
        "<title>Plan for the bridge approved</title><meta property=og:type content=article>"
        "<script type='application/json'>"
        + '{"t":"Plan for the bridge approved","a":[' * 400
        + numbered('{{"t":"Plan for the bridge approved","x":["{n}"]}},', MANY // 4)
        + '""'
        + "]}" * 400
        + "</script>"
    ),
    "figures-deep": lambda: (
        "<h1 class=article__title>T</h1><div class=article__content>"
        + "<div>" * 240
        + "<img src=/a.jpg><a href=/b>" * MANY
    ),
    "links-labelled": lambda: (
        "<h1 class=article__title>T</h1><div class=article__content><p>Read also: "
        + "<a href=/b>t</a>" * MANY
    ),
    "links-cards": lambda: (
        "<h1 class=article__title>T</h1><div class=article__content><div>"
        + "<a href=/b><img src=/a.jpg>A title</a>" * (MANY // 4)
    ),
    "links-boxed": lambda: (
        "<h1 class=article__title>T</h1><div class=article__content><div>"
        + "<div><a href=/ru/story-0a1b2c>A title</a></div>" * (MANY // 5)
    ),
    "links-around": lambda: (
        "<h1 class=article__title>T</h1><div class=article__content><a href=/ru/story-0a1b2c>"
        + "<div>A title</div>" * (MANY // 4)
    ),
    "galleries": lambda: (
        "<h1 class=article__title>T</h1><div class=article__content>"
        + "<div class=slider><img src=/a.jpg>x</div>" * (MANY // 5)
    ),
    "headings-named": lambda: HEAD + PROSE + "<div class=title>A title</div><p>x</p>" * (MANY // 5),
    "ciphers": lambda: HEAD + PROSE + '<a data-cfemail="aabbccdd" ' * MANY,
    "answers": lambda: (
        "<h1 class=article__title>T</h1><div class=article__content>"
        + "".join(
            f"<button aria-controls=a{n}>?</button><div hidden id=a{n}>x</div>"
            for n in range(MANY // 4)
        )
    ),
    "title-long": lambda: "<title>" + "a: " * 30_000 + "</title>" + PROSE,
    "breaks": lambda: HEAD + "<div>" + "Some words of a line, which stops. <br>" * MANY,
    "entities": lambda: HEAD + "<p>" + "&amp;&lt;&nbsp;" * 400_000,
    "entities-long": lambda: HEAD + "<p>" + "&CounterClockwiseContourIntegral;" * 150_000,
    "open-comment": lambda: HEAD + PROSE + "<!--" * 1_000_000,
    "open-tags": lambda: HEAD + PROSE + "<a " * 1_500_000,
    "open-cdata": lambda: HEAD + PROSE + "<![CDATA[" * 500_000,
    "open-script": lambda: HEAD + PROSE + "<script>" * 500_000,
    "quotes": lambda: HEAD + "<a b='" * 500_000 + '<a b="' * 500_000 + PROSE,
    "signs": lambda: "<" * 5_000_000,
    "json-deep": lambda: (
        HEAD + "<script type=application/ld+json>" + "[" * 2_000_000 + "</script>" + PROSE
    ),
    "json-wide": lambda: (
        HEAD + "<script type=application/ld+json>[" + "{}," * 1_000_000 + "{}]</script>" + PROSE
    ),
    "json-comments": lambda: (
        HEAD + "<script type=application/ld+json>{" + "/* " * 600_000 + "</script>" + PROSE
    ),
    "json-open": lambda: (
        HEAD + '<script type=application/ld+json>{"a":"' + '\\"' * 600_000 + "</script>" + PROSE
    ),
    "json-quotes": lambda: (
        HEAD + "<script type=application/ld+json>{" + "'a" * 900_000 + "</script>" + PROSE
    ),
}


# The fixed work: nothing of the project's own is in it, so that it stays what it is.
PLAIN = "<p class=a>Some words of <b>a line</b>, which stops.</p>" * 20_000


def seconds() -> float:
    """CPU time of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def fixed_work() -> float:
    """CPU seconds of parsing and walking a plain page: C and Python, as in reading a page."""
    before = seconds()
    root = LexborHTMLParser(PLAIN).root
    assert root is not None
    for _ in range(3):
        words = [node.attributes or node.text_content for node in root.traverse(include_text=True)]
        assert len(" ".join(map(str, words)).split()) > len(PLAIN) / 10
    return seconds() - before


def memory(kind: str) -> float:
    """Megabytes of this process: VmRSS now, VmHWM at the peak."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in lines if row.startswith(kind)) / 1024


def main(name: str) -> None:
    from kazcrawl.pages import Page
    from tests.samples import read_article, read_listing

    # What the first page of a process costs is not this page's.
    read_article(Page(HEAD + PROSE * 2, "https://news.example/first/"))
    fixed_before = fixed_work()
    html = PAGES[name]()
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far was the making of the page
    held = memory("VmRSS")
    before = seconds()
    page = Page(html, "https://www.inform.kz/ru/story-0a1b2c")
    read_listing(page)
    found = read_article(page)
    cost = seconds() - before
    megabytes = memory("VmHWM") - held
    report = {
        "seconds": cost,
        "share": cost / ((fixed_before + fixed_work()) / 2),
        "megabytes": megabytes,
        "layout": found.layout if found else None,
        "characters": sum(map(len, found.body)) if found else 0,
    }
    print(json.dumps(report))


def command() -> None:
    """Reads the page that the command line names."""
    main(sys.argv[1])


if __name__ == "__main__":
    command()
