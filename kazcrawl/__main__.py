"""``python -m kazcrawl`` and ``kazcrawl``: scrapy with this project's settings, from anywhere."""

import os

from scrapy.cmdline import execute


def main() -> None:
    """Scrapy's command line; ``kazcrawl crawl kazinform`` is ``scrapy crawl kazinform``."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "kazcrawl.settings")
    execute()


if __name__ == "__main__":
    main()
