"""What metadata tell of the moment of a publication, in whatever form a template writes it."""

import re
from typing import Any

from kazcrawl.pages import jsonld

_OPENGRAPH = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
)
# Names of a publication's ``<meta>``, without what stands between their words.
_PUBLISHED = tuple(
    """
    datepublished date pubdate publishdate publisheddate publicationdate dcdate dcdateissued
    dctermscreated dctermsissued dctermsdate publishtime publishedtime publishedat btpubdate
    citationpublicationdate sailthrudate parselypubdate cxenseparserecspublishtime
    mediatorpublishedtime rnewsdatepublished originalpublicationdate articledateoriginal
    ogpubdate ogreleasedate ogarticlepublished prismpublicationdate firstpublished datecreated
    creationdate createddate bytedancepublishedtime weiboarticlecreateat
    """.split()
)
_BETWEEN = re.compile(r"[\W_]+")


def publications(
    article: dict[str, Any], page: dict[str, Any], metas: dict[str, list[str]]
) -> list[str | None]:
    """The values of JSON-LD (``article`` and ``page`` are its objects) and of ``<meta>``, those
    first that are seldom wrong."""
    named = {_BETWEEN.sub("", key): values[0] for key, values in metas.items()}
    return [
        jsonld.text_of(article.get("datePublished")),
        next((metas[key][0] for key in _OPENGRAPH if key in metas), None),
        next((named[name] for name in _PUBLISHED if name in named), None),
        jsonld.text_of(page.get("datePublished")),
        jsonld.text_of(article.get("dateCreated")),
    ]
