"""The ways to what a site holds: its listings, its feeds for machines, its search, its button."""
