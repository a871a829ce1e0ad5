"""Manners: what the site's servers ask of a crawler, and what it does when they refuse."""
