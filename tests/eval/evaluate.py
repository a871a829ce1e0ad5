"""Extraction measured on pages whose true text is known, beside two public extractors.

    python -m tests.eval.evaluate CORPUS

A corpus is a folder with ``truth.jsonl`` (``{"id", "url", "title", "date", "body"}`` a line,
null where it is not known) and ``html/<id>.html.gz``. The part of an id before its first
underscore names the page's group.

``F1`` is taken from precision and recall of word 4-grams, each averaged over the pages (as the
article-extraction-benchmark describes it); ``bow`` is the mean F1 of the words alone; ``leak``
the share of pages with a line of chrome that the true text has not.
"""

import gzip
import json
import re
import statistics
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from kazcrawl.crawl.records import UnreadableError, read_page

# Written apart from the rules, so that a rule cannot hide its own misses.
CHROME = re.compile(
    r"leave a (reply|comment).{0,20}|cancel reply|.{0,3}your email address will not be published.*"
    r"|required fields are marked.*|related (news|posts?|articles?|stories)\W*"
    r"|back to top( button)?|share (this|on)\b.{0,40}|like this:?|currently reading"
    r"|(you may|you might) also like\W*|read (more|also|next)\W*|also read\b.{0,150}|see also:?"
    r"|новости по теме\W*|читайте также\b.{0,150}|по теме\W*|просмотров\b.{0,30}"
    r"|комментари(ев|и)\s*:?\s*\(?\d*\)?|версия для печати\W*|(теги|метки)\s*:.*|поделиться.{0,40}"
    r"|tags?\s*:.*|filed under\b.*|posted (in|by|on)\b.{0,80}|(©|\(c\)|copyright).{0,150}"
    r"|все права защищены.{0,100}|all rights reserved.{0,60}|subscribe\W*|post navigation"
    r"|about the author|\d+ comments?\W*|advertisement\W*|добавить комментарий.{0,20}",
    re.IGNORECASE,
)

Extractor = Callable[[str, str], dict[str, Any]]


def ours(html: str, url: str) -> dict[str, Any]:
    """What a record of this project says of a page."""
    try:
        found = read_page(html.encode("utf-8", "replace"), url)
    except UnreadableError:
        return {}
    printed = found["date_published_local"]
    return {
        "body": found["article_body"],
        "title": found["headline"],
        "date": printed[:10] if printed else None,
    }


def trafilatura(html: str, url: str) -> dict[str, Any]:
    """trafilatura, precision first."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        html, url=url, favor_precision=True, include_comments=False, with_metadata=True
    )
    if found is None:
        return {}
    return {"body": found.text or "", "title": found.title, "date": found.date}


def readability(html: str, url: str) -> dict[str, Any]:
    """readability-lxml; its tree read with a line a block."""
    from lxml.html import fromstring
    from readability import Document

    document = Document(html, url=url)
    body = fromstring(document.summary(html_partial=True))
    for element in body.iter("p", "div", "li", "h1", "h2", "h3", "blockquote", "tr", "td", "br"):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "")
    return {"body": "".join(body.itertext()), "title": document.short_title()}


EXTRACTORS: dict[str, Extractor] = {
    "kazcrawl": ours,
    "trafilatura": trafilatura,
    "readability": readability,
}


def load(corpus: Path) -> list[dict[str, Any]]:
    """The corpus' pages with their truth."""
    rows = [json.loads(line) for line in (corpus / "truth.jsonl").open(encoding="utf-8")]
    for row in rows:
        page = gzip.decompress((corpus / "html" / f"{row['id']}.html.gz").read_bytes())
        row["html"] = page.decode("utf-8", "replace")
        row["group"] = row["id"].split("_")[0]
    return rows


def evaluate(
    rows: list[dict[str, Any]], extractors: Iterable[str] = EXTRACTORS
) -> dict[str, dict[str, dict[str, Any]]]:
    """Figures by extractor (``kazcrawl`` first) and group (``all`` among them), all in this
    process."""
    results = {name: [_result(EXTRACTORS[name], row) for row in rows] for name in extractors}
    # The reference of some groups begins with the title line: every extractor gets the same.
    titles = [found.get("title") or "" for found in results["kazcrawl"]]
    return {name: _score(rows, found, titles) for name, found in results.items()}


def _result(run: Extractor, row: dict[str, Any]) -> dict[str, Any]:
    try:
        return run(row["html"], row["url"])
    except Exception:  # a public extractor may fail on a page: then it gives nothing
        return {}


def _score(
    rows: list[dict[str, Any]], results: list[dict[str, Any]], titles: list[str]
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row, got, lead in zip(rows, results, titles, strict=True):
        body = got.get("body") or ""
        begins = _flat(row["body"]).startswith(_flat(lead)) and row["group"] == "rus"
        if lead and begins and not _flat(body).startswith(_flat(lead)):
            body = f"{lead}\n{body}"
        precision, recall = precision_recall(grams(row["body"], 4), grams(body, 4))
        words = precision_recall(grams(row["body"], 1), grams(body, 1))
        for group in (row["group"], "all"):
            own = found[group]
            own["P"].append(precision)
            own["R"].append(recall)
            own["bow"].append(_f1(*words))
            own["leak"].append(_leaks(got.get("body") or "", row["body"]))
            if row["title"]:
                own["title"].append(_flat(got.get("title") or "") == _flat(row["title"]))
            if row["date"]:
                day = got.get("date")
                # The reference is the site's own day, which begins at another hour elsewhere.
                near = bool(day) and abs(_day(day) - _day(row["date"])).days <= 1
                own["right"].append(near)
                own["wrong"].append(bool(day) and not near)
    return {
        group: {name: statistics.mean(values) for name, values in own.items()}
        | {"F1": _f1(statistics.mean(own["P"]), statistics.mean(own["R"])), "n": len(own["P"])}
        for group, own in found.items()
    }


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def grams(text: str, size: int) -> Counter[tuple[str, ...]]:
    """How often each run of ``size`` words stands in a text."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text))
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1)))


def precision_recall(
    true: Counter[tuple[str, ...]], found: Counter[tuple[str, ...]]
) -> tuple[float, float]:
    """Of what was found, the share that is true; of what is true, the share that was found."""
    common = sum((true & found).values())
    if not true and not found:
        return 1.0, 1.0
    return common / max(1, sum(found.values())), common / max(1, sum(true.values()))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def mean_f1(pages: list[tuple[float, float]]) -> float:
    """F1 of the means of the pages' precisions and recalls."""
    precisions, recalls = zip(*pages, strict=True)
    return _f1(statistics.mean(precisions), statistics.mean(recalls))


def _flat(text: str) -> str:
    return "".join(re.findall(r"\w", unicodedata.normalize("NFC", text))).casefold()


def _leaks(text: str, reference: str) -> bool:
    known = " ".join(reference.split()).casefold()
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return any(
        CHROME.fullmatch(line.lstrip("-•*·| ")) and line.casefold() not in known
        for line in lines
        if line
    )


def show(figures: dict[str, dict[str, dict[str, Any]]]) -> str:
    """The figures as a table."""
    columns = ("n", "F1", "P", "R", "bow", "leak", "title", "right", "wrong")
    lines = ["".join([f"{'extractor':12} {'group':6}", *(f"{name:>7}" for name in columns)])]
    for name, groups in figures.items():
        for group in sorted(groups):
            cells = (groups[group].get(column) for column in columns)
            texts = (
                "-" if v is None else f"{v:.3f}" if isinstance(v, float) else str(v) for v in cells
            )
            lines.append("".join([f"{name:12} {group:6}", *(f"{text:>7}" for text in texts)]))
    return "\n".join(lines)


if __name__ == "__main__":
    print(show(evaluate(load(Path(sys.argv[1])))))
