"""What can go wrong with the browser itself, apart from what goes wrong with a page."""


class BrowserError(Exception):
    """The browser crashed, hung or would not start; a page is counted failed as ``browser``."""

    reason = "browser"


class BrowserMissingError(BrowserError):
    """There is no browser on this machine; the message says in one line what to do."""

    reason = "browser missing"
