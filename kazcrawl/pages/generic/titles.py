"""Titles as pages print them: the site's own name cut off."""

import re

TITLE_SEPARATORS = re.compile(r"\s+(?:[|·•»«›:/\\–—-]|::|\|\|)\s+|\s*[|»]\s*")


def cut_site(title: str, site: str | None, others: list[str], host: str) -> str:
    """The title without the site's name at either end.

    A part is the site's name if it is (or is in) og:site_name, if it spells the host, or if another
    of the page's titles stops just before it.
    """
    title = title.strip()
    seps = list(TITLE_SEPARATORS.finditer(title))
    if not seps:
        return title
    core = re.sub(r"\W", "", host.casefold().removeprefix("www."))
    label = re.sub(r"\W", "", host.casefold().removeprefix("www.").rsplit(".", 1)[0])

    def is_site(part: str) -> bool:
        flat = re.sub(r"\W", "", part.casefold())
        if not flat:
            return True
        if site and (
            flat == re.sub(r"\W", "", site.casefold())
            or (len(flat) > 3 and flat in re.sub(r"\W", "", site.casefold()))
        ):
            return True
        return bool(
            len(flat) > 3
            and (flat in core or (len(label) > 3 and label in flat and len(part) < 40))
        )

    for m in seps:  # another title ends (or begins) exactly where this one has a separator
        head, tail = title[: m.start()].strip(), title[m.end() :].strip()
        for other in others:
            o = other.strip()
            if len(o) > 12 and o != title:
                if o == head and len(head) >= len(tail) / 2:
                    return head
                if o == tail and len(tail) >= len(head) / 2:
                    return tail
    changed = True
    while changed:
        changed = False
        seps = list(TITLE_SEPARATORS.finditer(title))
        if seps and is_site(title[seps[-1].end() :]) and seps[-1].start() > 0:
            title, changed = title[: seps[-1].start()].strip(), True
            continue
        if seps and is_site(title[: seps[0].start()]) and title[seps[0].end() :].strip():
            title, changed = title[seps[0].end() :].strip(), True
    return title
