"""A page in other HTML that means the same: by templates, minifiers, scripts and editors."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from random import Random

# Elements of raw text and comments as a whole, tags, and what stands between them.
_PART = re.compile(
    r"<!--.*?-->|<(script|style|textarea|title|noscript|svg|pre)\b.*?</\1\s*>"
    r"|</?[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>|<[!?][^>]*>|[^<]+|<",
    re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_BLOCKS = frozenset("p div section article ul ol li h1 h2 h3 h4 figure main aside nav".split())


def _parts(html: str) -> Iterator[tuple[str, str]]:
    """The parts of a page's body with the tag's name of those that are tags, "" for text."""
    for match in _PART.finditer(html):
        part = match[0]
        named = None if match[1] else _NAME.match(part)
        yield part, named[1].lower() if named else "" if part[0] != "<" else "!"


def _body(html: str, change: Callable[[str, str], str]) -> str:
    head, body, rest = html.partition("<body")
    return head + "".join(change(part, tag) for part, tag in _parts(body + rest))


def _words(change: Callable[[str], str]) -> Callable[[str, Random], str]:
    return lambda html, _: _body(html, lambda part, tag: part if tag else change(part))


def _tags(change: Callable[[str, str], str]) -> Callable[[str, Random], str]:
    return lambda html, _: _body(
        html, lambda part, tag: part if tag in ("", "!") else change(part, tag)
    )


def _behind_paragraphs(put: str) -> Callable[[str, Random], str]:
    return lambda html, random: re.sub(
        "</p>", lambda end: end[0] + put * (random.random() < 0.5), html
    )


def _with_comments(html: str, random: Random) -> str:
    return _body(
        html, lambda part, tag: part + "<!-- /r -->" * (bool(tag) and random.random() < 0.4)
    )


def _quoted_otherwise(part: str, _: str) -> str:
    return re.sub(r'="([^"\']*)"', r"='\1'", part)


def _marked(part: str, _: str) -> str:
    return part if part[1] == "/" or part[-2] == "/" else f"{part[:-1]} data-v-7ba5bd90>"


def _in_capitals(part: str, tag: str) -> str:
    return re.sub(r"[\w-]+", lambda name: name[0].upper(), part, count=1) if tag else part


def _indented(part: str, tag: str) -> str:
    return f"\n\t   {part}\n\t   " if tag in _BLOCKS else part


def _wrapped(html: str, _: Random) -> str:
    opened = re.sub(r"<body[^>]*>", r'\g<0><div id="__next"><div class="css-1x2y3z">', html)
    return opened.replace("</body", "</div></div></body")


def _in_spans(html: str, _: Random) -> str:
    paragraph = re.compile(r"(<p(?:\s[^>]*)?>)([^<>]+)</p>")
    return paragraph.sub(r'\1<span style="font-size: 14pt; color: black">\2</span></p>', html)


REWRITINGS: dict[str, Callable[[str, Random], str]] = {
    "comments": _with_comments,
    "entities": _words(
        lambda text: "".join(sign if ord(sign) < 128 else f"&#{ord(sign)};" for sign in text)
    ),
    "decomposed letters": _words(lambda text: unicodedata.normalize("NFD", text)),
    "other quotes": _tags(_quoted_otherwise),
    "a framework's marks": _tags(_marked),
    "tags in capitals": _tags(_in_capitals),
    "indented": _tags(_indented),
    "minified": lambda html, _: re.sub(r">\s*\n\s*<", "><", html),
    "ends of lines": lambda html, _: html.replace("\n", "\r\n"),
    "wrapped": _wrapped,
    "an editor's spans": _in_spans,
    "empty paragraphs": _behind_paragraphs("<p></p>"),
    "line breaks": _behind_paragraphs("<br>"),
    "places for advertising": _behind_paragraphs(
        '<script async src="//a.example/a.js"></script><ins class="adsbygoogle"></ins>'
    ),
    "clearing boxes": _behind_paragraphs('<div class="clearfix"></div>'),
}
