"""A crawler for the Kazinform news agency that downstream teams can rely on."""

__version__ = "0.1.0"
