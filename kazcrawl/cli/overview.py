"""What there is to be called: told where nothing was named, or something that is not there."""

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

from kazcrawl.config.takes import did_you_mean
from kazcrawl.logs.program import called

_OURS, _SCRAPYS = "kazcrawl.commands", "scrapy.commands"


def unknown(command: str) -> str | None:
    """One line about a command that is not there; None for one that is."""
    names = [*_names(_OURS), *_names(_SCRAPYS)]
    names += [point.name for point in entry_points(group=_SCRAPYS)]
    if command in names:
        return None
    return f"{command}: there is no such command{did_you_mean(command, names)}"


def overview() -> str:
    """Our commands with what each does, and the names of Scrapy's."""
    ours = list(_names(_OURS))
    lines = [
        f"  {name:<10} {import_module(f'{_OURS}.{name}').Command().short_desc()}" for name in ours
    ]
    others = ", ".join(name for name in _names(_SCRAPYS) if name not in ours)
    return "\n".join(
        [
            f"{called()} COMMAND …, and {called()} COMMAND --help for its options:",
            *lines,
            f"Scrapy's own: {others}.",
        ]
    )


def _names(package: str) -> Iterator[str]:
    return (module.name for module in iter_modules(import_module(package).__path__))
