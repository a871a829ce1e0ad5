"""How the JavaScript pages of the sample site behave: its command line's switches for them."""

import argparse
from dataclasses import dataclass, fields
from typing import Self


@dataclass(frozen=True, slots=True)
class Switches:
    """``search``: the search's JSON endpoint ``ok``, ``absent`` (404) or ``html``.

    ``search_hang``: ``script`` (one that never ends) or ``request`` (one that is never
    answered) on the search page of the edition ``search_hang_edition`` (empty: all), the first
    ``search_hang_times`` times (0: always). ``search_lure``: HOST:PORT that the search page tries
    to reach in every way that a script has. ``republisher``: what the kk site's "Load more"
    has behind it: ``all`` ways, ``pages`` only, or nothing but the ``button``.
    """

    search: str = "ok"
    search_hang: str = ""
    search_hang_edition: str = ""
    search_hang_times: int = 0
    search_lure: str = ""
    republisher: str = "all"

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        """The switches as options."""
        parser.add_argument(
            "--search", choices=("ok", "absent", "html"), default="ok", help="its JSON endpoint"
        )
        parser.add_argument(
            "--search-hang", choices=("script", "request"), default="", help="the search page hangs"
        )
        parser.add_argument("--search-hang-edition", default="", help="only this edition's")
        parser.add_argument("--search-hang-times", type=int, default=0, help="0: always")
        parser.add_argument(
            "--search-lure", default="", help="HOST:PORT that the search page tries to reach"
        )
        parser.add_argument(
            "--republisher",
            choices=("all", "pages", "button"),
            default="all",
            help="by what the kk republisher gives its older posts",
        )

    @classmethod
    def of(cls, options: argparse.Namespace) -> Self:
        """The switches that were given."""
        return cls(**{one.name: getattr(options, one.name) for one in fields(cls)})
