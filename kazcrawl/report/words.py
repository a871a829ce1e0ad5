"""What the report calls things: editions by their language, rules by what they remove."""

from kazcrawl.sites.registry import site_named, sites

_LANGUAGES = {
    "ru": "Russian", "kk": "Kazakh", "en": "English", "zh": "Chinese", "uz": "Uzbek",
}  # fmt: skip
_SCRIPTS = {"Cyrl": "Cyrillic", "Latn": "Latin", "Arab": "Arabic script"}

RULES = {
    "about-author": "boxes about the author",
    "advertisement": "labels of advertising",
    "affiliate": "notes on paid links",
    "app": "calls to install an application",
    "breadcrumb": "the path of sections above an article",
    "comments": "the number of comments, and calls to comment",
    "byline": "who wrote, translated or sent the text, on a line of its own",
    "caption": "what kind of picture stood above, alone on a line",
    "cookies": "notes on cookies",
    "copyright": "copyright lines",
    "contact": "addresses and numbers of the editors",
    "counter": "how often an article was seen",
    "dateline": "the date and hour that a template prints into the text",
    "description": "a lead that repeats the text",
    "divider": "dashes and asterisks on lines of their own",
    "mistake": "calls to report a mistake",
    "navigation": "back to top, next page, print",
    "network": "names of social networks",
    "number": "numbers on lines of their own",
    "photo-credit": "who took the photo; it is kept beside the picture",
    "post-footer": "the line of author, date and section below an article",
    "read-also": "links to other articles inside the text",
    "related": "boxes of other headlines",
    "reply-form": "the form for comments",
    "reply-form-note": "notes in the form for comments",
    "rights": "who may reprint the text",
    "share": "calls to share",
    "share-row": "rows of social networks",
    "shortcode": "a plugin's codes that the site left unfilled",
    "sign-off": "the desk's own line behind a report",
    "subscribe": "calls to subscribe",
    "tags": "rows of tags; they are kept as keywords",
    "template-nothing": "what a template prints where a value is empty: None, null, Loading…",
    "update": "notes that a text is being updated, and how long ago",
}
"""What each rule of the cleaning removes."""


def language_name(source: str, edition: str) -> str:
    """What an edition is written in: ``Kazakh, Latin``; empty where that is not known."""
    if source not in sites():
        return ""
    editions = site_named(source).editions
    tag = editions[edition].language if edition in editions else ""
    primary, _, script = tag.partition("-")
    name = _LANGUAGES.get(primary, tag)
    siblings = {one.language for one in editions.values() if one.language.startswith(primary)}
    has_several = len(siblings) > 1 and script in _SCRIPTS
    return f"{name}, {_SCRIPTS[script]}" if has_several else name
