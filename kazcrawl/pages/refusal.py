"""Pages that stand where the asked-for page should be."""

import re

from kazcrawl.pages.page import Page

_TITLE = re.compile(r"just a moment|attention required|verify you are human", re.IGNORECASE)


def is_refusal(page: Page) -> bool:
    """Whether a challenge, captcha or login wall stands where the page should be."""
    return bool(_TITLE.search(page.text("title") or ""))
