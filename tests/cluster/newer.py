"""The project's settings, in a program that is one schema of the archive further on."""

from kazcrawl.archive import schema
from kazcrawl.archive.migrations import STEPS
from kazcrawl.settings import *  # noqa: F403

STEPS[schema.SCHEMA] = lambda connection: connection.exec_driver_sql(
    "ALTER TABLE version ADD COLUMN newer TEXT"
)
schema.SCHEMA += 1
