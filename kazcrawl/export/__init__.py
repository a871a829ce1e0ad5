"""Exports: published records in the forms that newsrooms and data teams use, a file a day."""

from kazcrawl.export.formats import FORMATS
from kazcrawl.export.run import Exported, export
from kazcrawl.export.selection import Selection

__all__ = ["FORMATS", "Exported", "Selection", "export"]
