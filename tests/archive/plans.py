"""How SQLite answers every query of a crawl: a stats collector that writes the plans to a file.

``-s STATS_CLASS=tests.archive.plans.Plans`` puts it into a crawl's process before the archive is
opened there; KAZTEST_PLANS names the file, which gets a JSON object a statement and plan.
"""

import json
import os
from pathlib import Path
from typing import Any

from scrapy.statscollectors import MemoryStatsCollector
from sqlalchemy import Engine, event

_MADE_BY_STATEMENT = ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")


class Plans(MemoryStatsCollector):
    """Scrapy's own, that listens to the database beside it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        path = Path(os.environ["KAZTEST_PLANS"])
        seen: set[tuple[str, str]] = set()

        @event.listens_for(Engine, "after_cursor_execute")
        def executed(
            connection: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool
        ) -> None:
            if not statement.startswith(_MADE_BY_STATEMENT):
                return
            if many:
                values = values[0]
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
            for row in rows:
                if (statement, row[3]) not in seen:
                    seen.add((statement, row[3]))
                    with path.open("a") as file:
                        file.write(json.dumps({"statement": statement, "step": row[3]}) + "\n")
