"""``python -m kazcrawl`` and ``kazcrawl``: scrapy with this project's settings, from anywhere."""

from kazcrawl.cli.program import begin

begin()  # signals are answered before anything that takes its time to be imported

import os  # noqa: E402
import sys  # noqa: E402
from importlib import import_module  # noqa: E402
from importlib.metadata import version  # noqa: E402

_VERSION, _HELP = {"--version", "-V"}, {"--help", "-h"}


def main() -> None:
    """Scrapy's command line; ``kazcrawl crawl kazinform`` is ``scrapy crawl kazinform``."""
    module = os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "kazcrawl.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if command in _VERSION:
        python = ".".join(map(str, sys.version_info[:3]))
        print(f"kazcrawl {version('kazcrawl')} (Scrapy {version('scrapy')}, Python {python})")  # noqa: T201
        return
    from kazcrawl.cli.overview import overview, unknown

    if command in _HELP:
        print(overview())  # noqa: T201
        return
    if line := unknown(command):
        sys.exit(_refused(line))
    from scrapy.cmdline import execute

    try:
        import_module(module)
    except (ImportError, ValueError) as error:
        sys.exit(_refused(f"SCRAPY_SETTINGS_MODULE={module}: {error}"))
    execute()


def _refused(line: str) -> int:
    print(f"kazcrawl: {line}", file=sys.stderr)  # noqa: T201
    return 2


if __name__ == "__main__":
    main()
