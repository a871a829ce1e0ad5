"""What the templates share: escaping, metadata, the blocks of a body."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from kazcrawl.sample_site.articles import Block, SampleArticle
from kazcrawl.sample_site.calendar import astana

_PHOTO = {
    "ru": "Фото", "kk": "Фото", "qz": "Foto", "en": "Photo", "cn": "图片来源", "oz": "Фото",
    "ar": "فوتو", "rep-en": "Photo", "rep-ru": "Фото", "rep-kk": "Фото",
}  # fmt: skip
_RELATED = {
    "ru": "Новости по теме", "kk": "Тақырып бойынша жаңалықтар", "en": "Related news",
    "qz": "Taqyryp boıynsha jańalyqtar", "cn": "相关新闻", "oz": "Мавзуга оид янгиликлар",
    "ar": "تاقىرىپ بويىنشا جاڭالىقتار",
}  # fmt: skip


@dataclass(slots=True)
class View:
    """A listing page to print: which part of which listing, and its cards.

    ``shown`` is the page that is really shown, which is not the one asked for past the end.
    Each card is an article and the address that it is linked by.
    """

    edition: str
    kind: str
    title: str
    path: str
    shown: int
    last: int
    cards: list[tuple[SampleArticle, str]]


def e(text: str | None) -> str:
    """``text`` escaped for HTML; nothing for None."""
    return escape(text or "")


def site_name(edition: str) -> str:
    """What the site calls itself in titles."""
    return "Qazinform International News Agency" if edition == "en" else "Kazinform"


def related_heading(edition: str) -> str:
    """The heading over related articles, in the edition's language."""
    return _RELATED.get(edition, "Related news")


def metadata(article: SampleArticle, *, attribute: str, lead: bool = True) -> str:
    """Canonical link and meta elements; ``attribute`` is what names them: name or property.

    As on real pages not all of it is there, and not all of it is true: some canonical links
    name the home page, some are missing.
    """
    local = astana(article.published).isoformat()
    tags = [
        f'<meta property="og:title" content="{e(article.headline)} | {site_name(article.edition)}">'
    ]
    tags.append(f'<meta property="og:image" content="{article.image}">')
    said = (article.lead if lead else None) or text_of(article)[:160]
    tags.append(f'<meta property="og:description" content="{e(said)}">')
    if article.number % 5:
        tags.append(f'<meta {attribute}="article:published_time" content="{local}">')
    if article.modified:
        changed = astana(article.modified).isoformat()
        tags.append(f'<meta {attribute}="article:modified_time" content="{changed}">')
    if article.number % 10 == 3:
        root = article.url.split("/", 3)
        tags.append(f'<link rel="canonical" href="{"/".join(root[:3])}/">')
    elif article.number % 10 != 7:
        tags.append(f'<link rel="canonical" href="{article.url}">')
    return "\n".join(tags)


def byline(article: SampleArticle) -> str:
    """The names of an article's authors; empty for none."""
    return e(", ".join(article.authors))


def section_of(article: SampleArticle) -> tuple[str, str]:
    """Slug and name of an article's section."""
    section = article.prose.sections[article.section]
    return section.slug, section.name


def photo(edition: str) -> str:
    """The word before a photo's credit."""
    return _PHOTO.get(edition, "Photo")


def credit_text(article: SampleArticle) -> str:
    """The photo's credit as the edition prints it."""
    return f"{photo(article.edition)}: {article.credit}"


def caption_html(article: SampleArticle) -> str:
    """The main picture's caption, with its credit behind it."""
    said = [e(article.caption)] if article.caption else []
    if article.caption and article.credit:
        said.append(e(credit_text(article)))
    return f"<figcaption>{' / '.join(said)}</figcaption>" if said else ""


def text_of(article: SampleArticle) -> str:
    """The text of the first paragraph with its dateline, as metadata repeat it."""
    first = article.body[0].texts[0]
    return f"{article.dateline}{article.prose.space}{first}" if article.dateline else first


def body_text(article: SampleArticle) -> str:
    """The article's text as a record has it: dateline first, captions and credits left out."""
    lines: list[str] = []
    for block in article.body:
        if block.kind in ("p", "quote", "list", "embed"):
            lines.extend(block.texts)
        if block.kind == "embed":
            lines.append(block.url)
    return "\n\n".join([text_of(article), *lines[1:]])


def body_html(
    article: SampleArticle, *, related: str, captioned: bool, straight: bool = False
) -> str:
    """The blocks of a body. ``related`` is the layout's markup of a related block.

    ``straight``: the first paragraph stands in the body's element without one of its own.
    Where the caption does not carry the photo's credit, it is glued behind the last sentence
    or stands on a line of its own.
    """
    parts: list[str] = []
    loose_credit = article.credit and not (captioned and article.caption)
    last = len(article.body) - 1
    for position, block in enumerate(article.body):
        text = text_of(article) if position == 0 else (block.texts[0] if block.texts else "")
        if position == last and loose_credit and article.number % 2:
            text = f"{text} {credit_text(article)}"
        parts.append(_block(block, e(text), article, related, straight and position == 0))
    if loose_credit and article.number % 2 == 0:
        parts.append(f"<p>{e(credit_text(article))}</p>")
    return "\n".join(parts)


def _block(block: Block, text: str, article: SampleArticle, related: str, straight: bool) -> str:
    match block.kind:
        case "p":
            return text if straight else f"<p>{text}</p>"
        case "quote":
            return f"<blockquote><p>{text}</p></blockquote>"
        case "list":
            return "<ul>" + "".join(f"<li>{e(item)}</li>" for item in block.texts) + "</ul>"
        case "embed":
            return (
                f'<blockquote class="instagram-media" data-instgrm-permalink="{block.url}">'
                f'<p>{text}</p><a href="{block.url}">{e(block.texts[1])}</a></blockquote>'
                '<script async src="//www.instagram.com/embed.js"></script>'
            )
        case "figure":
            caption = e(block.texts[0])
            if block.texts[1]:
                caption += f" / {photo(article.edition)}: {e(block.texts[1])}"
            return (
                f'<figure><img src="{block.url}" alt="{e(article.headline)}">'
                f"<figcaption>{caption}</figcaption></figure>"
            )
        case "chrome":
            return f"<p>{text}</p>"
        case "related":
            return related
        case "ad":
            number = article.number
            return (
                f'<div id="adfox_{number}" class="adfox">Реклама. Sponsored offer {number}!</div>'
            )
    raise ValueError(block.kind)


def related_links(article: SampleArticle) -> list[tuple[str, str]]:
    """Address and headline of the related articles that stand in a body."""
    for block in article.body:
        if block.kind == "related":
            base = article.url.rstrip("/").rsplit("/", 1)[0]
            return [(f"{base}/related-{n}-0000a{n}", text) for n, text in enumerate(block.texts)]
    return []


def advertisement(tag: str, css: str) -> str:
    """A card that is none: an offer from elsewhere."""
    return (
        f'<{tag} class="{css}"><a class="{css}__promo" href="https://ads.example/offer?id=7">'
        f"<h3>Best loans of the year</h3></a></{tag}>"
    )


def html_page(language: str, title: str, head: str, body: str, views: int = 0) -> str:
    """A whole page around ``body``, with the site's own navigation, view count and footer."""
    seen = f"Views: {views}" if views else ""
    direction = ' dir="rtl"' if language.endswith("Arab") else ""
    return f"""<!DOCTYPE html>
<html lang="{language}"{direction}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{head}
<link rel="stylesheet" href="/static/css/styles.css?v=8">
<script>window.dataLayer = window.dataLayer || [];</script>
</head>
<body>
<header><a href="/" class="logo">Kazinform</a>
<nav><ul><li><a href="/lenta/">Лента</a></li><li><a href="/about">About</a></li></ul></nav>
<form action="/search_results/"><input name="q"><button>OK</button></form></header>
{body}
<footer><p>{seen}</p><p>© Kazinform. All rights reserved.</p><p>Trends: #Astana #Economy</p></footer>
</body>
</html>
"""


def iso(moment: datetime) -> str:
    """A moment with the offset valid in Astana then."""
    return astana(moment).isoformat()
