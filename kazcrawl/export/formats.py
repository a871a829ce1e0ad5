"""Every format by its name; each is loaded when it is asked for."""

from importlib import import_module

from kazcrawl.export.page import Format, LackingError

# Format, and what has to be installed for it beyond the crawler: module and extra.
_MODULES: dict[str, tuple[str, tuple[str, str] | None]] = {
    "jsonl": ("jsonl", None),
    "parquet": ("parquet", ("pyarrow", "export")),
    "csv": ("commas", None),
    "ninjs": ("ninjs", None),
    "jsonfeed": ("jsonfeed", None),
    "atom": ("atom", None),
    "rss": ("rss", None),
    "sqlite": ("tables", None),
    "wacz": ("wacz", None),
}
FORMATS = tuple(_MODULES)
"""The names that ``--format`` takes."""


def format_named(name: str) -> Format:
    """A format; LackingError where something is not installed that it needs."""
    module, needs = _MODULES[name]
    if needs is not None:
        need(*needs, what=f"--format {name}")
    found: Format = import_module(f"kazcrawl.export.{module}").FORMAT
    return found


def need(module: str, extra: str, what: str) -> None:
    """Raises LackingError, one line with what to install, where a module is not there."""
    try:
        import_module(module)
    except ImportError:
        raise LackingError(
            f"{what} needs {module}, which is not installed: pip install 'kazcrawl[{extra}]'"
        ) from None
