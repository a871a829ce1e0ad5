"""Wrong usage: one line, and exit code 2."""

from scrapy.exceptions import UsageError


class WrongUsage(UsageError):  # noqa: N818 it is Scrapy's, with one way to be raised
    """What was typed cannot be done; the message says what and why, in one line.

    Scrapy's own takes any number of arguments, and prints several of them as a tuple.
    """

    def __init__(self, line: str) -> None:
        super().__init__(line, print_help=False)
