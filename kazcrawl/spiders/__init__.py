"""Spiders: the walk over listings to articles. No parsing happens here."""
