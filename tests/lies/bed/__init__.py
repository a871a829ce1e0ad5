"""The machinery of the lying test bed: news, site, server, worlds, their runs and their checks."""
