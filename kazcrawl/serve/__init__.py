"""Serving: what is published, over HTTP, to whoever follows it."""

from kazcrawl.serve.app import application, serve
from kazcrawl.serve.readers import Readers

__all__ = ["Readers", "application", "serve"]
