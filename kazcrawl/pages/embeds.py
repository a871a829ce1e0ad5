"""Posts of social networks that stand in an article: which one a quotation embeds."""

import re
from collections.abc import Iterable

from kazcrawl.text import pattern

_POST = pattern(
    r"https?://(?:www\.|m\.|mobile\.)?(?:"
    r"instagram\.com/(?:[\w.]+/)?(?:p|reel|tv)/[\w-]+"
    r"|(?:twitter|x)\.com/\w+/status/\d+"
    r"|t\.me/(?:s/)?\w+/\d+"
    r"|(?:\w+\.)?tiktok\.com/@[\w.]+/video/\d+"
    r"|facebook\.com/(?:[\w.]+/(?:posts|videos|photos)/|story\.php|permalink\.php|watch/?\?)"
    r"|threads\.(?:net|com)/@[\w.]+/post/"
    r"|vk\.com/wall-?\d+"
    r")[^\s\"'<>]*",
    re.IGNORECASE,
)
_TRACKING = pattern(r"\?(?:utm_|ref_src=|igsh|img_index).*|#.*", re.DOTALL)


def permalink(addresses: Iterable[str | None]) -> str | None:
    """The post's own address among those that a quotation names: the last, as embeds have it."""
    found = [match[0] for one in addresses if one and (match := _POST.match(one.strip()))]
    return _TRACKING.sub("", found[-1]) if found else None
